"""Who is notified of a photo: its author, when it is live or could not be shown."""

from collections.abc import Iterator

from resolvers.platform.event_log.change import Change
from resolvers.platform.event_log.prefetch import Prefetched
from resolvers.platform.jobs.model import StepStatus
from resolvers.platform.notifications.model import Notice, NotificationKind
from resolvers.platform.notifications.notices import notice
from resolvers.social.photos.model import Photo, PhotoState, PhotoStepName


@notice(on="Photo", subject="postId")
def photo_notices(change: Change, prefetched: Prefetched) -> Iterator[Notice]:
    """Notify the author of how processing a photo of a post ended."""
    guard = prefetched.guard(change.item.get("postId") or "")
    if not guard or change.is_gone:
        return
    photo = Photo.model_validate(change.new)
    if change.old and Photo.model_validate(change.old).state == photo.state:
        return
    about = {"subject_id": guard.subject_id, "item_id": photo.id}
    cause = f"photo:{photo.id}:{photo.attempt}"
    title, together = prefetched.title(guard.subject_id), ""
    if photo.state == PhotoState.LIVE:
        (at,) = [step.at for step in photo.steps if step.name == PhotoStepName.LIVE]
        message, together = f"Your photo in {title} is live.", f"of your photos in {title} are live."
        kind = NotificationKind.PROCESSED
    elif photo.state in (PhotoState.FAILED, PhotoState.REJECTED):
        at = max([step.at for step in photo.steps if step.at and step.status == StepStatus.FAILED], default=None)
        message = f"Your photo in {title} could not be shown. {_reason(photo)}".strip()
        kind = NotificationKind.PROCESSING_FAILED
    else:
        return
    when = at or photo.created_at
    yield Notice(guard.owner_id, kind, cause, when, message, None, about, guard.subject_id, together)


def _reason(photo: Photo) -> str:
    if not photo.failure:
        return ""
    return photo.failure.message if photo.failure.retryable else f"{photo.failure.message} Trying again does not help."
