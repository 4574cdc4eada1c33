"""Who is notified of a livestream's replay, or that moderation withholds it: its owner."""

from collections.abc import Iterator

from resolvers.core.model import now
from resolvers.platform.event_log.change import Change
from resolvers.platform.event_log.prefetch import Prefetched
from resolvers.platform.notifications.model import Notice, NotificationKind
from resolvers.platform.notifications.notices import notice
from resolvers.video.streams.model import OPEN, Stream, StreamFailureReason, is_replayed


@notice(on="Stream", subject="id")
def replay_notices(change: Change, prefetched: Prefetched) -> Iterator[Notice]:
    """Notify the owner of the first replay; a session that is recorded late makes no second one."""
    if not change.new or not prefetched.guard(change.item["id"]):
        return
    stream = Stream.model_validate(change.new)
    if not is_replayed(stream) or (change.old and is_replayed(Stream.model_validate(change.old))):
        return
    at = stream.ended_at or now()
    message = f"The replay of {prefetched.title(stream.id)} is ready."
    about = {"subject_id": stream.id, "item_id": stream.id}
    yield Notice(stream.owner_id, NotificationKind.REPLAY_READY, f"replay:{stream.id}", at, message, None, about)


@notice(on="Stream", subject="id")
def failure_notices(change: Change, prefetched: Prefetched) -> Iterator[Notice]:
    """Notify the owner that moderation ended the livestream, or withholds its replay; each once."""
    if not change.old or not change.new or not prefetched.guard(change.item["id"]):
        return
    stream, before = Stream.model_validate(change.new), Stream.model_validate(change.old)
    if stream.failure is None or before.failure == stream.failure:
        return
    title, why = prefetched.title(stream.id), stream.failure.message
    if stream.failure.reason == StreamFailureReason.UNCHECKED:
        kind, message = NotificationKind.REPLAY_WITHHELD, f"The replay of {title} is not shown. {why}"
    else:
        what = f"Your livestream {title} was ended." if before.state in OPEN else f"The replay of {title} is not shown."
        kind, message = NotificationKind.STREAM_REJECTED, f"{what} {why}"
    about = {"subject_id": stream.id, "item_id": stream.id}
    cause = f"failure:{stream.id}:{stream.failure.reason}"
    yield Notice(stream.owner_id, kind, cause, stream.ended_at or now(), message, None, about)
