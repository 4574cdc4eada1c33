"""Moves what viewers read of a video into a new folder, so that old URLs end for those who may not watch it any more.

Every step can be repeated: what was copied is not copied again, the video changes under a condition and only once its
files are there, and the folder before is emptied last. Who still may watch reads `playback` again and goes on.
"""

from typing import Any

from resolvers.core.table import StaleItem
from resolvers.platform.jobs.model import StepStatus
from resolvers.platform.jobs.service import Busy
from resolvers.platform.jobs.steps import find_step
from resolvers.platform.uploads import bucket
from resolvers.platform.uploads.bucket import ObjectMissing
from resolvers.video.videos import captions, messages, pipeline, repository
from resolvers.video.videos.model import FRAMES_PREFIX, MEDIA_PREFIX, Video
from resolvers.video.videos.processing import VideoState, VideoStep, VideoStepName


def move_files(video_id: str) -> Video | None:
    """Move a video's files if it says so, and empty the folders before; return the video, None if it is gone.

    Raises `Busy` where another message has just moved it, or its captions have just changed.
    """
    video = repository.get(video_id)
    if video and video.next_media_id and video.state == VideoState.LIVE:
        video = _move(video, video.next_media_id)
    if video and video.former_media_ids:
        for media_id in video.former_media_ids:
            pipeline.empty_folders(media_id)
        repository.forget_former_folders(video)
    return video


def _move(video: Video, media_id: str) -> Video:
    after = _rename_files(video, media_id)
    try:
        _copy_files(video, media_id)
        repository.move(video, after)
    except (ObjectMissing, StaleItem) as error:
        if repository.get(video.id) is None:
            pipeline.empty_folders(media_id)  # deleted meanwhile: nobody else removes what was copied just now
        raise Busy from error
    if _is_being_captioned(video):
        messages.send_captions_change(video.id, captions.list_outputs(video))  # its job may write there yet
    return after


def _copy_files(video: Video, media_id: str) -> None:
    sources = {*video.files, *video.frames, *(each.key for each in video.caption_files)} & _list_files(video.media_id)
    copied = _list_files(media_id)
    targets = {key: _rename(key, video.media_id, media_id) for key in sources}
    bucket.copy_all({source: target for source, target in targets.items() if target not in copied})


def _list_files(media_id: str) -> set[str]:
    return {key for prefix in (MEDIA_PREFIX, FRAMES_PREFIX) for key in bucket.list_under(f"{prefix}{media_id}/")}


def _rename_files(video: Video, media_id: str) -> Video:
    """Return a video as it is once its files are in another folder; a job of its captions begins again from there."""

    def rename(key: str) -> str:
        return _rename(key, video.media_id, media_id)

    changes: dict[str, Any] = {
        "media_id": media_id,
        "next_media_id": None,
        "former_media_ids": [*video.former_media_ids, video.media_id],
        "has_moved": True,
        "files": [*map(rename, video.files)],
        "frames": [*map(rename, video.frames)],
        "manifest": rename(video.manifest) if video.manifest else None,
        "poster": rename(video.poster) if video.poster else None,
        "caption_files": [each.model_copy(update={"key": rename(each.key)}) for each in video.caption_files],
    }
    if _is_being_captioned(video):
        waiting = VideoStep(name=VideoStepName.CAPTIONED)
        changes["steps"] = [waiting if each.name == VideoStepName.CAPTIONED else each for each in video.steps]
    return video.model_copy(update=changes)


def _rename(key: str, before: str, after: str) -> str:
    return key.replace(f"/{before}/", f"/{after}/", 1)


def _is_being_captioned(video: Video) -> bool:
    return find_step(video.steps, VideoStepName.CAPTIONED).status == StepStatus.RUNNING
