"""Events of videos: each step of processing, and how far it is, for their owners."""

from collections.abc import Iterator

from resolvers.platform.event_log.change import Change
from resolvers.platform.event_log.declarations import event
from resolvers.platform.event_log.model import Draft, draft
from resolvers.platform.event_log.prefetch import Prefetched
from resolvers.platform.jobs.steps import list_changed
from resolvers.video.videos.model import Video, explain_failure
from resolvers.video.videos.processing import PROCESSING, VideoProcessingEvent


@event(VideoProcessingEvent, on="Video", topics=[PROCESSING], subject="id")
def video_events(change: Change, prefetched: Prefetched) -> Iterator[Draft]:
    """Tell the owner each step that changed; nothing is told of a video that is being deleted."""
    if change.is_gone or not prefetched.guard(change.item["id"]):
        return
    video = Video.model_validate(change.new)
    before = Video.model_validate(change.old).steps if change.old else []
    for step in list_changed(before, video.steps):
        yield draft(
            PROCESSING.topic(video.id),
            VideoProcessingEvent,
            f"{change.id}:{step.name}",
            video_id=video.id,
            video_step=step.name,
            status=step.status,
            attempt=step.attempt,
            percent=step.percent,
            seconds_left=step.seconds_left,
            video_state=video.state,
            is_playable=video.manifest is not None,
            failure=explain_failure(video),
        )
