"""Who is notified of a video: its owner, when it is live or could not be shown, and people that it mentions."""

from collections.abc import Iterator

from resolvers.core.model import now
from resolvers.platform.event_log.change import Change
from resolvers.platform.event_log.prefetch import Prefetched
from resolvers.platform.jobs.model import StepStatus
from resolvers.platform.notifications import notices
from resolvers.platform.notifications.model import Notice, NotificationKind
from resolvers.platform.notifications.notices import notice
from resolvers.platform.subjects.model import Audience
from resolvers.video.videos.model import Video
from resolvers.video.videos.processing import VideoState


@notice(on="Video", subject="id")
def video_notices(change: Change, prefetched: Prefetched) -> Iterator[Notice]:
    """Notify the owner of how processing ended, once for each attempt."""
    guard = prefetched.guard(change.item["id"])
    if not guard or change.is_gone:
        return
    video = Video.model_validate(change.new)
    if change.old and Video.model_validate(change.old).state == video.state:
        return
    title = prefetched.title(video.id)
    if video.state == VideoState.LIVE:
        kind, message = NotificationKind.PROCESSED, f"Your video {title} is live."
    elif video.state in (VideoState.FAILED, VideoState.REJECTED):
        kind = NotificationKind.PROCESSING_FAILED
        message = f"Your video {title} could not be shown. {_explain_failure(video)}".strip()
    else:
        return
    ended = [step.at for step in video.steps if step.at and step.status in (StepStatus.DONE, StepStatus.FAILED)]
    about = {"subject_id": video.id, "item_id": video.id}
    cause = f"video:{video.id}:{video.attempt}"
    yield Notice(guard.owner_id, kind, cause, max(ended, default=video.created_at), message, None, about)


@notice(on="Video", subject="id", actor="ownerId")
def mention_notices(change: Change, prefetched: Prefetched) -> Iterator[Notice]:
    """Notify of mentions in a description once others can watch the video, when it is edited or opened to more."""
    guard = prefetched.guard(change.item["id"])
    if not guard or not guard.published or change.is_gone:
        return
    after, before = Video.model_validate(change.new), Video.model_validate(change.old) if change.old else None
    if after.state != VideoState.LIVE:
        return
    if before and _list_causes(before) == _list_causes(after):
        return
    yield from notices.mentions(
        after.description,
        guard,
        actor_id=after.owner_id,
        actor_name=prefetched.name(after.owner_id),
        left_out={after.owner_id},
        cause=f"mention:{after.id}",
        at=now(),
        where=lambda: f"in {prefetched.title(after.id)}",
        about={"subject_id": after.id},
    )


def _list_causes(video: Video) -> tuple[VideoState, Audience, str]:
    """Return what people may be notified for once it changes."""
    return video.state, video.audience, video.description


def _explain_failure(video: Video) -> str:
    if not video.failure:
        return ""
    return video.failure.message if video.failure.retryable else f"{video.failure.message} Trying again does not help."
