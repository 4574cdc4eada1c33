"""What people do in the chat of a livestream: enter it, read it afterwards, and keep order in it."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any, Final

from resolvers.core import ids, pagination
from resolvers.core.appsync import wants
from resolvers.core.errors import Forbidden, InvalidInput, NotFound
from resolvers.core.identity import Caller
from resolvers.core.ids import ID, OpaqueID
from resolvers.core.model import Moment, now
from resolvers.core.settings import settings
from resolvers.core.table import StaleItem
from resolvers.platform.users import service as users
from resolvers.platform.users.model import User
from resolvers.video.chat import repository
from resolvers.video.chat.host import STAY, Admission, ChatHost, IvsChat, RoomGone
from resolvers.video.chat.model import (
    ChatBan,
    ChatBanConnection,
    ChatEntry,
    ChatMessage,
    ChatMessageConnection,
    ChatRole,
    ChatRoom,
    ChatToken,
)
from resolvers.video.streams import service as streams
from resolvers.video.streams.model import OPEN, Stream

PACE_EVENT: Final = "waymark:PACE"
_GUEST: Final = "guest"
_NAME_BYTES: Final = 240  # of the kilobyte that a token takes


def host() -> ChatHost:
    """Return who carries chats; tests put another one in its place."""
    return IvsChat()


def enter(viewer: Caller, stream_id: str) -> ChatToken:
    """Return the viewer's right to enter the chat of a livestream that goes on.

    Raises `NotFound` for one that they may not watch, `InvalidInput` before its beginning and after its end, and
    `Forbidden` for who is banned.
    """
    stream = _get_readable(viewer, stream_id)
    if stream.state not in OPEN:
        raise InvalidInput("The chat is open while the livestream goes on.", "streamId")
    profile, room, ban = _read_entrance(viewer, stream.owner_id)
    if ban and not ban.until:
        raise Forbidden("You may not enter the chats of this person.", "streamId")
    entry = ChatEntry(user_id=viewer.id or ids.new(_GUEST), is_guest=viewer.is_guest, at=now())
    repository.add_entry(stream.owner_id, entry, lasts=STAY)
    muted_until = ban.until if ban and ban.holds(entry.at) else None
    role = _find_role(viewer, stream, muted_until)
    admission = _admit(stream.owner_id, room, entry.user_id, _describe(stream, role, profile), role)
    return ChatToken(
        token=OpaqueID(admission.token),
        url=settings().chat_url,
        expires_at=admission.expires_at,
        role=role,
        slow_seconds=room.slow_seconds if room else 0,
        muted_until=muted_until,
    )


def delete_message(viewer: Caller, stream_id: str, message_id: str) -> None:
    """Delete a message (its author, or the livestream's owner), or raise `Forbidden` or `NotFound`.

    Repeating it changes nothing.
    """
    stream, message = _get_readable(viewer, stream_id), repository.get_message(stream_id, message_id)
    if not message:
        raise NotFound("There is no such message.", "messageId")
    if viewer.id not in {message.author_id, stream.owner_id}:
        raise Forbidden("Only its author and the owner of the livestream may do this.", "messageId")
    repository.mark_deleted(message)
    room = repository.get_room(stream.owner_id)
    if room:
        host().delete_message(room.arn, message_id)


def ban(viewer: Caller, stream_id: str, user_id: str, seconds: int | None) -> Moment | None:
    """Let somebody not write in the viewer's chats, for some seconds or for good; return until when.

    Who is banned for good is also disconnected, and gets no other token. Raises `Forbidden`, `InvalidInput` for the
    viewer, and `NotFound`.
    """
    _get_own(viewer, stream_id)
    if user_id == viewer.id:
        raise InvalidInput("You cannot ban yourself.", "userId")
    users.get(user_id)
    at = now()
    until = at + timedelta(seconds=seconds) if seconds else None
    repository.put_ban(viewer.id, ChatBan(user_id=ID(user_id), created_at=at, until=until))
    room = repository.get_room(viewer.id)
    if room and not until:
        host().disconnect(room.arn, user_id)
    return until


def allow(viewer: Caller, stream_id: str | None, user_id: str) -> None:
    """Let somebody write in the viewer's chats again; repeating changes nothing.

    Raises `Forbidden` or `NotFound` for a livestream that is named and is not the viewer's.
    """
    if stream_id is not None:
        _get_own(viewer, stream_id)
    repository.remove_ban(viewer.id, user_id)


def set_pace(viewer: Caller, stream_id: str, slow_seconds: int) -> None:
    """Say how many seconds must pass between two messages of a person; everybody in the room is told.

    Raises `Forbidden` or `NotFound`.
    """
    _get_own(viewer, stream_id)
    room = _open_room(viewer.id, repository.get_room(viewer.id))
    repository.set_pace(viewer.id, slow_seconds)
    host().tell(room.arn, PACE_EVENT, {"slowSeconds": str(slow_seconds)})


def list_messages(
    stream: Mapping[str, Any], first: int, after: str | None, *, newest_first: bool
) -> ChatMessageConnection:
    """Return what was said in the chat of a livestream, in the order of time, without what was deleted.

    The livestream is trusted: it came from a handler that checked the right to watch it.
    """
    scope = pagination.scope_of("chatMessages", stream=stream["id"], newest_first=newest_first)
    page = repository.list_messages(stream["id"], scope, first, after, newest_first=newest_first)
    shown: ChatMessageConnection = pagination.connection(ChatMessageConnection, page.map(_show(page.values)), scope)
    return shown


def list_bans(viewer: Caller, first: int, after: str | None) -> ChatBanConnection:
    """Return whom the viewer banned from their chats, in the order of their IDs."""
    scope = pagination.scope_of("chatBans", viewer=viewer.id)
    page = repository.list_bans(viewer.id, now(), scope, first, after)
    people = users.show_many({each.user_id for each in page.values}) if wants("user") else {}
    bans = page.map([each.model_copy(update={"user": people.get(each.user_id)}) for each in page.values])
    shown: ChatBanConnection = pagination.connection(ChatBanConnection, bans, scope)
    return shown


def _show(messages: Sequence[ChatMessage]) -> list[ChatMessage]:
    authors = users.show_many({each.author_id for each in messages}) if wants("author") else {}
    return [each.model_copy(update={"author": authors.get(each.author_id)}) for each in messages]


def _open_room(owner_id: str, room: ChatRoom | None, *, is_gone: bool = False) -> ChatRoom:
    """Return a person's room; it is made at the first time, and told when another function reviews its messages."""
    reviewer = settings().chat_review_arn
    if room and room.reviewer == reviewer and not is_gone:
        return room
    with suppress(StaleItem):  # another request made the room, for everybody
        repository.put_room(owner_id, host().open_room(owner_id, reviewer), reviewer, room)
    made = repository.get_room(owner_id)
    assert made
    return made


def _admit(owner_id: str, room: ChatRoom | None, user_id: str, told: Mapping[str, str], role: ChatRole) -> Admission:
    """Return a token for a person's room; a room that somebody deleted is made again."""
    opened = _open_room(owner_id, room)
    try:
        return host().admit(opened.arn, user_id, told, writes=role != ChatRole.READER)
    except RoomGone:
        opened = _open_room(owner_id, opened, is_gone=True)
        return host().admit(opened.arn, user_id, told, writes=role != ChatRole.READER)


def _read_entrance(viewer: Caller, owner_id: str) -> tuple[User | None, ChatRoom | None, ChatBan | None]:
    """Return the viewer's profile, the room, and the viewer's ban from it, read at once; guests have a room only."""
    if viewer.is_guest:
        return None, repository.get_room(owner_id), None
    profile, found = users.present(viewer, repository.list_beside(owner_id, viewer.id))
    return profile, *repository.read_beside(found, owner_id, viewer.id)


def _find_role(viewer: Caller, stream: Stream, muted_until: Moment | None) -> ChatRole:
    if viewer.id == stream.owner_id and not viewer.is_guest:
        return ChatRole.OWNER
    return ChatRole.READER if viewer.is_guest or muted_until else ChatRole.WRITER


def _describe(stream: Stream, role: ChatRole, profile: User | None) -> dict[str, str]:
    """Return what everybody in the room is told of who says something."""
    told = {"streamId": stream.id, "ownerId": stream.owner_id, "role": role.value}
    if profile is None:
        return told
    name = profile.display_name.encode()[:_NAME_BYTES].decode(errors="ignore")
    return told | {"name": name, "handle": profile.handle}


def _get_readable(viewer: Caller, stream_id: str) -> Stream:
    stream = streams.show_many_readable(viewer, [stream_id])[0]
    if not stream:
        raise NotFound("There is no such livestream.", "streamId")
    return stream


def _get_own(viewer: Caller, stream_id: str) -> Stream:
    stream = _get_readable(viewer, stream_id)
    if stream.owner_id != viewer.id:
        raise Forbidden("Only its owner may do this.", "streamId")
    return stream
