"""Events of livestreams: their state, health and viewers."""

from collections.abc import Iterator

from resolvers.platform.event_log.change import Change
from resolvers.platform.event_log.declarations import event
from resolvers.platform.event_log.model import Draft, draft
from resolvers.platform.event_log.prefetch import Prefetched
from resolvers.video.streams.model import STREAMS, Stream, StreamEvent, StreamState

_TOLD = ("state", "health", "viewers", "startedAt", "endedAt", "replaySeconds")


@event(StreamEvent, on="Stream", topics=[STREAMS], subject="id")
def stream_events(change: Change, prefetched: Prefetched) -> Iterator[Draft]:
    """Tell those who may watch a livestream how it is now."""
    guard = prefetched.guard(change.item["id"])
    if not guard or not change.old or not change.new or change.new.get("deleting"):
        return
    if all(change.old.get(name) == change.new.get(name) for name in _TOLD):
        return
    stream = Stream.model_validate(change.new)
    yield draft(
        STREAMS.topic(stream.id),
        StreamEvent,
        change.id,
        audience=guard.audience,
        stream_id=stream.id,
        state=stream.state,
        health=stream.health,
        viewers=stream.viewers,
        started_at=stream.started_at,
        ended_at=stream.ended_at,
        replay_seconds=stream.replay_seconds if stream.state == StreamState.ENDED else None,
    )
