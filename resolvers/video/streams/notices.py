"""Who is notified of a livestream's replay: its owner, once it can be watched."""

from collections.abc import Iterator

from resolvers.core.model import now
from resolvers.platform.event_log.change import Change
from resolvers.platform.event_log.prefetch import Prefetched
from resolvers.platform.notifications.model import Notice, NotificationKind
from resolvers.platform.notifications.notices import notice
from resolvers.video.streams.model import Stream, is_replayed


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
