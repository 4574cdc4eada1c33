"""The note that those who asked are to be told: their livestream begins, has another time, or will not take place."""

from resolvers.platform.event_log.change import Change
from resolvers.platform.event_log.declarations import follow_rows
from resolvers.platform.event_log.prefetch import Prefetched
from resolvers.video.reminders import repository, service
from resolvers.video.reminders.model import Told
from resolvers.video.streams.model import WATCHABLE, Stream, StreamState


@follow_rows(on="Stream")
def remind_of_change(change: Change, _: Prefetched) -> None:
    """Begin to tell those who asked to be reminded of a livestream, if it changed and anybody did."""
    if not change.old or not change.new:
        return
    before, after = Stream.model_validate(change.old), Stream.model_validate(change.new)
    told = _find_change(before, after)
    if told and repository.list_people(after.id, "", 1):
        cause = f"MOVED {after.version}" if told == Told.MOVED else told.value
        repository.begin(service.make_note(after, told, cause))


def _find_change(before: Stream, after: Stream) -> Told | None:
    if before.started_at:
        return None
    if after.state in WATCHABLE:
        return Told.STARTED
    if after.state == StreamState.ENDED != before.state or (after.deleting and not before.deleting):
        return Told.CANCELLED
    is_moved = after.state == StreamState.SCHEDULED and before.scheduled_for != after.scheduled_for
    return Told.MOVED if is_moved else None
