"""Playback of a video: short-lived signed addresses of its playlists and renditions, and of pictures to seek by."""

from datetime import timedelta
from math import ceil
from typing import Final

from resolvers.core import storage
from resolvers.core.model import now
from resolvers.platform.jobs.model import StepStatus
from resolvers.platform.jobs.steps import find_step
from resolvers.video.grants.service import sign_file, sign_folder
from resolvers.video.videos.conversions import measure_frame_interval
from resolvers.video.videos.model import PlaybackFile, Video, VideoPlayback, VideoStoryboard, media_folder
from resolvers.video.videos.processing import VideoStepName

_MOST_PICTURES: Final = 100  # a seek bar has no room for more


def grant_playback(video: Video) -> VideoPlayback | None:
    """Sign what a player reads of a video; None before moderation has passed and a rendition is ready.

    Call it only after the right to watch was checked.
    """
    if video.manifest is None or not is_moderated(video):
        return None
    grant = sign_folder(media_folder(video))
    expires_at = grant.expires_at if grant else now() + timedelta(seconds=storage.PLAYBACK_SECONDS)
    files = [PlaybackFile(name=_name(key), url=sign_file(key, grant)) for key in video.files]
    return VideoPlayback(manifest=_name(video.manifest), files=files, expires_at=expires_at, grant=grant)


def sign_storyboard(video: Video) -> VideoStoryboard | None:
    """Sign evenly spaced pictures of the whole video; None before moderation has passed.

    Call it only after the right to watch was checked.
    """
    if not video.frames or video.file is None or not is_moderated(video):
        return None
    step = ceil(len(video.frames) / _MOST_PICTURES)
    urls = [storage.read_url(key) for key in video.frames[::step]]
    return VideoStoryboard(seconds_between=float(measure_frame_interval(video.file) * step), urls=urls)


def sign_moment(video: Video, seconds: int) -> str:
    """Sign the picture of one second of a video, or of its last; call it only after the right to watch was checked.

    Raises `IndexError` for a video without pictures; each that is live has some.
    """
    assert video.file
    number = int(seconds / measure_frame_interval(video.file))
    return storage.read_url(video.frames[min(number, len(video.frames) - 1)])


def is_moderated(video: Video) -> bool:
    """Tell whether moderation has let a video's pictures through."""
    return find_step(video.steps, VideoStepName.MODERATED).status == StepStatus.DONE


def _name(key: str) -> str:
    return key.rpartition("/")[2]
