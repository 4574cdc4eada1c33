"""Being reminded of an announced livestream: asked for once, taken back, and told by a sweep before its time."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Final

from resolvers.core.errors import InvalidInput
from resolvers.core.identity import Caller
from resolvers.core.model import iso, now
from resolvers.core.table import StaleItem
from resolvers.platform.users import service as users
from resolvers.video.reminders import repository
from resolvers.video.reminders.model import Reminding, Told
from resolvers.video.streams import repository as streams
from resolvers.video.streams import service as stream_service
from resolvers.video.streams.model import AWAITED, Stream, StreamState

AHEAD: Final = timedelta(minutes=10)
_AT_ONCE: Final = 100


def add_reminder(viewer: Caller, stream_id: str) -> Stream:
    """Let the viewer be told when a livestream begins; asking twice is once.

    Raises `InvalidInput` for their own livestream, and for one that has begun; `NotFound`.
    """
    stream = stream_service.get_shown(viewer, stream_id)
    if stream.owner_id == viewer.id:
        raise InvalidInput("You cannot be reminded of your own livestream.", "streamId")
    if stream.state not in AWAITED:
        raise InvalidInput("It has begun, or is over.", "streamId")
    users.arrive(viewer)
    with suppress(StaleItem):
        repository.add(viewer.id, stream_id, now())
    return stream


def remove_reminder(viewer: Caller, stream_id: str) -> Stream:
    """Take a reminder back; doing it twice is once. Raises `NotFound` where there is no livestream to watch."""
    repository.remove(viewer.id, stream_id)
    return stream_service.get_shown(viewer, stream_id)


def list_reminders(viewer: Caller, streams: Sequence[tuple[str, StreamState]]) -> list[bool]:
    """Tell of each livestream, also of one that comes twice, whether the viewer waits for a reminder; guests never do.

    A livestream is its id and its state.
    """
    awaited = [] if viewer.is_guest else list(dict.fromkeys(each for each, state in streams if state in AWAITED))
    reminded = repository.list_reminded(viewer.id, awaited) if awaited else set()
    return [each in reminded for each, _ in streams]


def tell_of_due() -> int:
    """Begin to tell of the livestreams that begin within ten minutes, each once for its time; return how many."""
    until, told = now() + AHEAD, 0
    while due := streams.list_due(until, _AT_ONCE):
        found = streams.get_many(stream_id for _, stream_id in due)
        for row, stream_id in due:
            stream = found.get(stream_id)
            if stream and stream.state == StreamState.SCHEDULED and stream.scheduled_for and is_ahead(stream):
                with suppress(StaleItem):  # it was moved, began, or another sweep found it
                    repository.begin_due(make_note(stream, Told.SOON, f"SOON {iso(stream.scheduled_for)}"), row)
                    told += 1
            else:
                repository.remove_due(row)
    return told


def is_ahead(stream: Stream) -> bool:
    """Tell whether the time that was announced is still to come."""
    return stream.scheduled_for is not None and stream.scheduled_for > now()


def make_note(stream: Stream, told: Told, cause: str) -> Reminding:
    """Return the note that those who asked are to be told of something."""
    return Reminding(
        stream_id=stream.id,
        owner_id=stream.owner_id,
        told=told,
        cause=cause,
        audience=stream.audience,
        scheduled_for=stream.scheduled_for,
        at=now(),
    )
