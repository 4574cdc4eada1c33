"""Ends the connections of those who may not watch a livestream, which IVS Chat itself knows nothing of."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Protocol

from resolvers.core.identity import GUEST, Caller
from resolvers.core.model import now
from resolvers.platform.subjects.model import Audience
from resolvers.platform.subjects.service import may_read
from resolvers.video.chat import repository
from resolvers.video.chat.host import TOKEN_LIFE
from resolvers.video.chat.ivs_chat import client
from resolvers.video.chat.model import ChatEntry
from resolvers.video.streams.model import OPEN, Stream, guard_of


class Doorkeeper(Protocol):
    """Who ends connections."""

    def disconnect(self, room_arn: str, user_id: str) -> None:
        """End every connection of a person to a room; a room that is gone has none."""


class IvsDoorkeeper:
    """Amazon IVS Chat, for the worker, which may do nothing else there."""

    def disconnect(self, room_arn: str, user_id: str) -> None:
        with suppress(client().exceptions.ResourceNotFoundException):
            client().disconnect_user(roomIdentifier=room_arn, userId=user_id)


def doorkeeper() -> Doorkeeper:
    """Return who ends connections; tests put another one in its place."""
    return IvsDoorkeeper()


def end_lost_connections(stream: Stream) -> None:
    """Disconnect everybody who may not watch a livestream from the room of its owner.

    They came while they could, or to an earlier livestream for more people. Repeating it ends what a token that was
    not used at once has opened meanwhile.
    """
    if stream.state not in OPEN or stream.audience == Audience.PUBLIC:
        return
    room = repository.get_room(stream.owner_id)
    if room is None:
        return
    lost = _list_lost(stream, repository.list_entries(stream.owner_id))
    for each in lost:
        doorkeeper().disconnect(room.arn, each.user_id)
    unused_from = now() - 2 * TOKEN_LIFE
    repository.remove_entries(stream.owner_id, [each.user_id for each in lost if each.at < unused_from])


def _list_lost(stream: Stream, entries: Sequence[ChatEntry]) -> list[ChatEntry]:
    """Return which of those who entered may not watch a livestream."""
    guard = guard_of(stream)
    people = [each.user_id for each in entries if not each.is_guest and each.user_id != stream.owner_id]
    followers = repository.find_followers(stream.owner_id, people) if guard.audience == Audience.FOLLOWERS else set()

    def may_stay(entry: ChatEntry) -> bool:
        caller = GUEST if entry.is_guest else Caller(id=entry.user_id)
        return may_read(caller, guard, {stream.owner_id} if entry.user_id in followers else set())

    return [each for each in entries if not may_stay(each)]
