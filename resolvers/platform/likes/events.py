"""Events of likes: how many people like something now."""

from collections.abc import Iterator

from resolvers.platform.event_log.change import Change
from resolvers.platform.event_log.declarations import event
from resolvers.platform.event_log.model import Draft, draft
from resolvers.platform.event_log.prefetch import Prefetched
from resolvers.platform.likes.model import LIKES, LikesEvent


@event(LikesEvent, on="Like", topics=[LIKES], subject="rootId", coalesce_by="subjectId")
def like_events(change: Change, prefetched: Prefetched) -> Iterator[Draft]:
    """Tell those who may read the subject the count after the last of a batch's likes of one thing."""
    subject_id, liked_id = change.item["rootId"], change.item["subjectId"]
    records, guard = prefetched.coalesced_records.get(change.id), prefetched.guard(subject_id)
    if not records or not guard or not prefetched.is_counted(liked_id):
        return
    yield draft(
        LIKES.topic(subject_id),
        LikesEvent,
        *records,
        audience=guard.audience,
        subject_id=subject_id,
        liked_id=liked_id,
        likes=prefetched.count(liked_id, "likes"),
    )
