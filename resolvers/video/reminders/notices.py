"""Who is notified of a livestream: those who asked to be reminded of it and may watch it, a hundred at a time."""

from collections.abc import Iterator
from datetime import UTC
from typing import Any, Final

from resolvers.core.model import Moment
from resolvers.platform.event_log.change import Change
from resolvers.platform.event_log.prefetch import Prefetched
from resolvers.platform.notifications.model import Notice, NotificationKind
from resolvers.platform.notifications.notices import may_read, notice
from resolvers.platform.subjects.model import Audience, Guard
from resolvers.video.reminders import repository, service
from resolvers.video.reminders.model import LAST, Reminding, Told
from resolvers.video.streams import repository as streams
from resolvers.video.streams.model import Stream, StreamState

TOLD_AT_ONCE: Final = 100
_KINDS: Final = {
    Told.SOON: NotificationKind.STREAM_SOON,
    Told.MOVED: NotificationKind.STREAM_MOVED,
    Told.STARTED: NotificationKind.STREAM_STARTED,
    Told.CANCELLED: NotificationKind.STREAM_CANCELLED,
}


@notice(on="Reminding", subject="streamId", actor="ownerId")
def reminder_notices(change: Change, prefetched: Prefetched) -> Iterator[Notice]:
    """Notify some of those who asked, each once; the note in the table continues with the rest.

    Reminders that have done their work are removed once the people after them are being told.
    """
    if not change.new:
        return
    note = Reminding.model_validate(change.new)
    if note.after and note.told in LAST:
        repository.remove_up_to(note.stream_id, note.after, TOLD_AT_ONCE)
    if not _still_holds(note, streams.get(note.stream_id)):
        repository.advance(note, "")
        return
    people = repository.list_people(note.stream_id, note.after, TOLD_AT_ONCE)
    guard = prefetched.guard(note.stream_id) or _recall_guard(note)
    message, about = _describe(note, prefetched)
    for user_id in people:
        if guard and (guard.audience == Audience.PUBLIC or may_read(user_id, guard)):
            yield Notice(user_id, _KINDS[note.told], _name_cause(note), note.at, message, note.owner_id, about)
    repository.advance(note, people[-1] if people else "")


def _still_holds(note: Reminding, stream: Stream | None) -> bool:
    """Tell whether what people are to be told is still so; the end of the waiting is final."""
    if note.told in LAST:
        return True
    is_awaited = stream is not None and stream.state == StreamState.SCHEDULED
    is_same = is_awaited and stream is not None and stream.scheduled_for == note.scheduled_for
    return is_same and (note.told == Told.MOVED or (stream is not None and service.is_ahead(stream)))


def _recall_guard(note: Reminding) -> Guard | None:
    """Return who could watch a livestream that was deleted before it began; of other notes None: nobody is told."""
    if note.told != Told.CANCELLED:
        return None
    return Guard(subject_id=note.stream_id, owner_id=note.owner_id, audience=note.audience, deleted=False)


def _name_cause(note: Reminding) -> str:
    """Return the cause of a notice; of a beginning, that of a channel's bell, so that nobody hears of it twice."""
    if note.told == Told.STARTED:
        return f"published:{note.stream_id}"
    return f"reminder:{note.stream_id}:{note.cause}"


def _describe(note: Reminding, prefetched: Prefetched) -> tuple[str, dict[str, Any]]:
    """Return what people are told, and what it is about: nothing, and without a title, once that is deleted."""
    who, title = prefetched.name(note.owner_id), prefetched.title(note.stream_id)
    about = {"subject_id": note.stream_id, "item_id": note.stream_id}
    if note.told == Told.SOON:
        return f"{who} goes live with {title} within ten minutes.", about
    if note.told == Told.STARTED:
        return f"{who} is live with {title}.", about
    if note.told == Told.MOVED:
        when = note.scheduled_for
        return f"{who} moved {title} to {_format(when)}." if when else f"{title} has no time any more.", about
    if prefetched.guard(note.stream_id):
        return f"{who} cancelled {title}.", about
    announced = f" that was to begin on {_format(note.scheduled_for)}" if note.scheduled_for else ""
    return f"{who} cancelled a livestream{announced}.", {}


def _format(moment: Moment) -> str:
    """Return a time in words."""
    at = moment.astimezone(UTC)
    return f"{at.day} {at:%B %Y, %H:%M} UTC"
