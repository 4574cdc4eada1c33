"""Removes a person's chat room with whom they banned and who entered it: their channel is being deleted."""

from contextlib import suppress
from typing import Protocol

from resolvers.core.model import Moment
from resolvers.video.chat import repository
from resolvers.video.chat.ivs_chat import client


class Demolisher(Protocol):
    """Who removes rooms."""

    def delete_room(self, room_arn: str) -> None:
        """Remove a room and end its connections; nothing happens where there is none."""


class IvsDemolisher:
    """Amazon IVS Chat, for the worker, which may do nothing else there but disconnect."""

    def delete_room(self, room_arn: str) -> None:
        with suppress(client().exceptions.ResourceNotFoundException):
            client().delete_room(identifier=room_arn)


def demolisher() -> Demolisher:
    """Return who removes rooms; tests put another one in its place."""
    return IvsDemolisher()


def remove_some(owner_id: str, until: Moment, limit: int) -> bool:
    """Remove bans of before a time and entries of a person's room, some at a time; return True if none was left."""
    bans = [
        each.user_id for each in repository.list_all_bans(owner_id) if not each.created_at or each.created_at <= until
    ]
    repository.remove_bans(owner_id, bans[:limit])
    entered = [each.user_id for each in repository.list_entries(owner_id) if each.at <= until]
    repository.remove_entries(owner_id, entered[:limit])
    return not bans and not entered


def close_room(owner_id: str) -> None:
    """Remove a person's room; doing it twice is once. Whoever enters a chat of theirs later makes another one."""
    room = repository.get_room(owner_id)
    if room:
        demolisher().delete_room(room.arn)
        repository.remove_room(owner_id, room)
