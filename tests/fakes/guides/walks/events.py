"""Events of walks."""

from collections.abc import Iterator

from resolvers.platform.event_log.change import Change
from resolvers.platform.event_log.declarations import event
from resolvers.platform.event_log.model import Draft, draft
from resolvers.platform.event_log.prefetch import Prefetched
from tests.fakes.guides.walks.model import WALKS, Walk, WalkEvent


@event(WalkEvent, on="Walk", topics=[WALKS], subject="id")
def walk_events(change: Change, prefetched: Prefetched) -> Iterator[Draft]:
    """Tell those who may read a walk how long it is now."""
    guard = prefetched.guard(change.item["id"])
    if not guard or change.is_gone:
        return
    walk = Walk.model_validate(change.item)
    yield draft(
        WALKS.topic(walk.id), WalkEvent, change.id, audience=guard.audience, subject_id=walk.id, steps=walk.steps
    )
