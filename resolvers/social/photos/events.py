"""Events of photos: each step of processing, as its author sees it and as readers do."""

from collections.abc import Iterator

from resolvers.platform.event_log.change import Change
from resolvers.platform.event_log.declarations import event
from resolvers.platform.event_log.model import Draft, draft
from resolvers.platform.event_log.prefetch import Prefetched
from resolvers.platform.jobs.model import JobStep, StepStatus
from resolvers.platform.jobs.steps import list_changed
from resolvers.platform.subjects.model import Audience
from resolvers.social.photos.model import (
    Photo,
    PhotoProcessingEvent,
    PhotoStepName,
)
from resolvers.social.posts.model import OWN_PHOTOS, PHOTOS


@event(PhotoProcessingEvent, on="Photo", topics=[PHOTOS, OWN_PHOTOS], subject="postId")
def photo_events(change: Change, prefetched: Prefetched) -> Iterator[Draft]:
    """Tell each step that moved: to the author with everything, to readers without reasons."""
    guard = prefetched.guard(change.item.get("postId") or "")
    if not guard or change.is_gone:
        return
    photo = Photo.model_validate(change.new)
    before = Photo.model_validate(change.old).steps if change.old else []
    for audience in dict.fromkeys([Audience.AUTHOR, guard.audience]):
        for step in list_changed(before, photo.steps):
            yield _step_event(change, photo, step, audience)


def _step_event(change: Change, photo: Photo, step: JobStep, audience: Audience) -> Draft:
    assert photo.post_id
    is_author = audience == Audience.AUTHOR
    is_seen = is_author or (step.name == PhotoStepName.LIVE and step.status == StepStatus.DONE)
    return draft(
        (OWN_PHOTOS if is_author else PHOTOS).topic(photo.post_id),
        PhotoProcessingEvent,
        f"{change.id}:{step.name}",
        audience=audience,
        post_id=photo.post_id,
        photo_id=photo.id,
        step=step.name,
        status=step.status,
        attempt=step.attempt,
        photo_state=photo.state,
        failure=photo.failure if is_author else None,
        labels=(photo.labels or None) if is_seen else None,
        text=(photo.text or None) if is_seen else None,
        moderation=photo.moderation if is_seen else None,
    )
