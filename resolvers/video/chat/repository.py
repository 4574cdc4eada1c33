"""Chats in DynamoDB: rooms, who is in them, bans, what was said, and when each person wrote last."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Final, NamedTuple

from boto3.dynamodb.conditions import Attr

from resolvers.core import pagination, table
from resolvers.core.errors import NotFound
from resolvers.core.keys import IndexKey, Key, time_key
from resolvers.core.model import Moment
from resolvers.core.pagination import Slice
from resolvers.core.table import ABSENT, EXISTS, Delete, Item, Put, StaleItem, Update, refuse_stale
from resolvers.platform import keys as platform_keys
from resolvers.video import keys
from resolvers.video.chat.model import ChatBan, ChatEntry, ChatMessage, ChatRoom
from resolvers.video.streams.model import Stream

KEPT: Final = timedelta(days=90)  # how long messages are read beside the replay
_MOST_ENTRIES: Final = 5_000
_MOST_BANS: Final = 5_000
_TIME: Final = 1


class Paced(Exception):  # noqa: N818
    """Somebody wrote too soon after their last message, or the same again; `last` is their last one."""

    def __init__(self, last: Item) -> None:
        super().__init__("Too soon, or the same again.")
        self.last = last


class Circumstances(NamedTuple):
    """What a review has to know."""

    stream: Stream | None
    room: ChatRoom | None
    ban: ChatBan | None
    is_follower: bool


def list_beside(owner_id: str, user_id: str) -> tuple[Key, Key]:
    """Return where a person's room is, and somebody's ban from it, for a batch of others."""
    return keys.chat_room(owner_id), keys.chat_ban(owner_id, user_id)


def read_beside(found: Mapping[Key, Item], owner_id: str, user_id: str) -> tuple[ChatRoom | None, ChatBan | None]:
    """Return the room and the ban that are among items which were read."""
    room, ban = (found.get(each) for each in list_beside(owner_id, user_id))
    return ChatRoom.model_validate(room) if room else None, ChatBan.model_validate(ban) if ban else None


def get_room(owner_id: str) -> ChatRoom | None:
    """Read a person's room, consistently."""
    found = table.get(keys.chat_room(owner_id), consistent=True)
    return ChatRoom.model_validate(found) if found else None


def put_room(owner_id: str, arn: str, reviewer: str, before: ChatRoom | None) -> None:
    """Write where a person's room is and who reviews its messages; its pace stays.

    Raises `StaleItem` if another request has just done so: whoever is first has made the room for all.
    """
    when = Attr("arn").eq(before.arn) if before else ABSENT
    changes = {"arn": arn, "reviewer": reviewer}
    table.write(Update(keys.chat_room(owner_id), put=changes, when=when, refuse=refuse_stale))


def remove_room(owner_id: str, room: ChatRoom) -> None:
    """Forget a person's room; one that was made in its place meanwhile stays."""
    same = Attr("arn").eq(room.arn)
    with suppress(StaleItem):
        table.write(Delete(keys.chat_room(owner_id), when=same, refuse=refuse_stale))


def set_pace(owner_id: str, slow_seconds: int) -> None:
    table.write(
        Update(keys.chat_room(owner_id), put={"slowSeconds": slow_seconds}, when=EXISTS, refuse=lambda _: _no_chat())
    )


def add_entry(owner_id: str, entry: ChatEntry, *, lasts: timedelta) -> None:
    """Write that somebody may be in a person's room until a connection of this length has ended."""
    ends = int((entry.at + lasts).timestamp())
    table.write(Put(keys.chat_entry(owner_id, entry.user_id), "ChatEntry", entry.to_item(), expires_at=ends))


def list_entries(owner_id: str) -> list[ChatEntry]:
    """Return who may be in a person's room, consistently; some whose connection has ended may be among them."""
    partition, prefix = keys.chat_entries(owner_id)
    rows = table.query(partition, low=prefix, high=f"{prefix}~", limit=_MOST_ENTRIES, consistent=True)
    return [ChatEntry.model_validate(each) for each in rows]


def remove_entries(owner_id: str, user_ids: Iterable[str]) -> None:
    """Forget who was in a person's room."""
    table.delete_many([keys.chat_entry(owner_id, each) for each in user_ids])


def find_followers(owner_id: str, candidates: Iterable[str]) -> set[str]:
    """Return which of these people follow somebody, consistently."""
    found = table.get_many([platform_keys.follow(each, owner_id) for each in candidates], consistent=True)
    return {item["followerId"] for item in found.values()}


def put_ban(owner_id: str, ban: ChatBan) -> None:
    """Write a ban in the place of the one before; one with an end is forgotten after it."""
    ends = int(ban.until.timestamp()) if ban.until else None
    table.write(Put(keys.chat_ban(owner_id, ban.user_id), "ChatBan", ban.to_item(), expires_at=ends))


def list_bans(owner_id: str, at: Moment, scope: str, first: int, after: str | None) -> Slice[ChatBan]:
    """Page through the bans of a person that hold at a time, consistently."""

    def keep(rows: list[Item]) -> list[ChatBan | None]:
        return [ban if (ban := ChatBan.model_validate(row)).holds(at) else None for row in rows]

    partition, prefix = keys.chat_bans(owner_id)
    return pagination.read(
        partition, prefix=prefix, scope=scope, first=first, after=after, newest_first=False, consistent=True, keep=keep
    )


def list_all_bans(owner_id: str) -> list[ChatBan]:
    """Return the bans of a person, consistently; at most some thousand, the others once these are gone."""
    partition, prefix = keys.chat_bans(owner_id)
    rows = table.query(partition, low=prefix, high=f"{prefix}~", limit=_MOST_BANS, consistent=True)
    return [ChatBan.model_validate(each) for each in rows]


def remove_bans(owner_id: str, user_ids: Iterable[str]) -> None:
    """Remove the bans of some people."""
    table.delete_many([keys.chat_ban(owner_id, each) for each in user_ids])


def remove_ban(owner_id: str, user_id: str) -> None:
    """Remove a ban; nothing happens where there is none."""
    table.write(Delete(keys.chat_ban(owner_id, user_id)))


def read_circumstances(stream_id: str, owner_id: str, user_id: str) -> Circumstances:
    """Read what a review has to know in one request, consistently."""
    stream_key, follow_key = keys.stream(stream_id), platform_keys.follow(user_id, owner_id)
    found = table.get_many([stream_key, follow_key, *list_beside(owner_id, user_id)], consistent=True)
    stream = Stream.model_validate(found[stream_key]) if stream_key in found else None
    return Circumstances(stream, *read_beside(found, owner_id, user_id), is_follower=follow_key in found)


def add_message(message: ChatMessage, match: str, *, slow: timedelta, unique: timedelta) -> None:
    """Keep a message and when its author wrote it.

    Raises `Paced` within `slow` of their last one, and within `unique` of the same, where these are not 0; a message
    that is kept already stays as it is.
    """
    at = _milliseconds(message.sent_at)
    # Without a pace nothing is asked of the time: messages of one moment are reviewed side by side, in any order.
    is_slow_enough = Attr("at").lte(at - _milliseconds_of(slow)) if slow else EXISTS
    is_another = Attr("match").ne(match) | Attr("at").lte(at - _milliseconds_of(unique)) if unique else EXISTS
    again = Attr("messageId").eq(message.id)
    table.write(
        Update(
            keys.chat_pace(message.stream_id, message.author_id),
            put={"at": at, "match": match, "messageId": message.id, "expiresAt": _expiry(message.sent_at)},
            when=ABSENT | again | (is_slow_enough & is_another),
            refuse=Paced,
        ),
        Put(
            keys.chat_message(message.stream_id, message.id),
            "ChatMessage",
            message.to_item(),
            indexes=[IndexKey(_TIME, keys.chat_of(message.stream_id), time_key(message.sent_at, message.id))],
            expires_at=_expiry(message.sent_at),
        ),
    )


def get_message(stream_id: str, message_id: str) -> ChatMessage | None:
    """Read a message, consistently, also one that is deleted."""
    found = table.get(keys.chat_message(stream_id, message_id), consistent=True)
    return ChatMessage.model_validate(found) if found else None


def mark_deleted(message: ChatMessage) -> None:
    """Hide a message for good, and forget what it said; doing it twice is once."""
    table.write(
        Update(
            keys.chat_message(message.stream_id, message.id),
            put={"deleted": True, "body": ""},
            when=EXISTS,
            refuse=lambda _: NotFound("There is no such message.", "messageId"),
        )
    )


def list_messages(
    stream_id: str, scope: str, first: int, after: str | None, *, newest_first: bool
) -> Slice[ChatMessage]:
    """Page through what was said, in the order of time, without what was deleted."""

    def keep(rows: list[Item]) -> list[ChatMessage | None]:
        found = table.get_many([keys.chat_message(stream_id, row["id"]) for row in rows], consistent=True)
        return [_show(found, stream_id, row["id"]) for row in rows]

    return pagination.read(
        keys.chat_of(stream_id),
        index=_TIME,
        scope=scope,
        first=first,
        after=after,
        newest_first=newest_first,
        keep=keep,
    )


def _show(found: Mapping[Key, Item], stream_id: str, message_id: str) -> ChatMessage | None:
    item = found.get(keys.chat_message(stream_id, message_id))
    return ChatMessage.model_validate(item) if item and not item["deleted"] else None


def _no_chat() -> NotFound:
    return NotFound("Nobody has entered this chat yet.", "streamId")


def _expiry(at: Moment) -> int:
    return int((at + KEPT).timestamp())


def _milliseconds(at: Moment) -> int:
    return round(at.timestamp() * 1000)


def _milliseconds_of(length: timedelta) -> int:
    return round(length.total_seconds() * 1000)
