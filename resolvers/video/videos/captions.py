"""Captions of a live video: Transcribe hears its sound, and writes WebVTT beside its renditions, or its owner does.

Nobody waits for them: a video is live before, and stays so without. As with MediaConvert, reports may come late, twice
or never, so a job is named by video and attempt, starting it again changes nothing, and writes are conditional.
"""

import re
import secrets
from collections.abc import Sequence
from typing import Final

from resolvers.core import storage
from resolvers.core.settings import settings
from resolvers.core.table import StaleItem
from resolvers.platform.jobs.model import StepStatus
from resolvers.platform.jobs.service import Busy
from resolvers.platform.jobs.steps import find_step
from resolvers.platform.uploads import bucket
from resolvers.video.videos import repository
from resolvers.video.videos.conversions import Part
from resolvers.video.videos.cues import Cue, write_vtt
from resolvers.video.videos.model import Captions, Video, VideoCaptions, media_folder
from resolvers.video.videos.processing import VideoState, VideoStepName
from resolvers.video.videos.transcriber import Transcriber, Transcription

_JOB_NAME: Final = re.compile(r"(?P<video_id>video_[0-9a-z]+)\.(?P<attempt>\d+)(\.[0-9a-f]+)?")
_CUE: Final = "-->"
_AUTOMATIC: Final = "captions.vtt"  # as Transcribe names it, beside its `captions.json`
_VTT_TYPE: Final = "text/vtt; charset=utf-8"
_SURE: Final = 0.5  # of the language; below, what was heard is no sentence of it
_MOST_BYTES: Final = 4_000_000  # four hours of speech have a tenth
_OPEN: Final = {StepStatus.PENDING, StepStatus.RUNNING}


def read_job_name(name: str) -> tuple[str, int] | None:
    """Return the video and the attempt of a job; None where it is of another's."""
    found = _JOB_NAME.fullmatch(name)
    return (found["video_id"], int(found["attempt"])) if found else None


def are_missing(video: Video) -> bool:
    """Tell whether a video is live and has neither captions nor a reason why not."""
    return video.state == VideoState.LIVE and find_step(video.steps, VideoStepName.CAPTIONED).status in _OPEN


def continue_captions(video_id: str, attempt: int, transcriber: Transcriber) -> bool:
    """Start the job of a live video's captions, or take what it wrote; True while it goes on.

    Raises `Busy` where another message has just moved the step.
    """
    video = repository.get(video_id)
    if video is None or video.attempt != attempt or not are_missing(video):
        return False
    if video.file is None or not video.file.has_sound:
        _move(video, StepStatus.DONE)
        return False
    name = _name_job(video)
    if find_step(video.steps, VideoStepName.CAPTIONED).status == StepStatus.PENDING:
        _start(video, name, transcriber)
        video = _move(video, StepStatus.RUNNING)
    return _take(video, transcriber.find(name))


def give_up_captions(video_id: str, attempt: int) -> None:
    """Let a video go on without captions, if it still waits for them."""
    video = repository.get(video_id)
    if video and video.attempt == attempt and are_missing(video):
        _move(video, StepStatus.FAILED)


def sign_captions(video: Video) -> list[VideoCaptions]:
    """Sign the captions of a video; call it only after the right to watch was checked."""
    return [
        VideoCaptions(language=each.language, url=storage.read_url(each.key), is_automatic=each.is_automatic)
        for each in video.caption_files
    ]


def name_edited_captions(video: Video, language: str) -> Captions:
    """Return where the owner's captions of a video go: each time under another key, as readers may keep the old."""
    key = f"{media_folder(video)}captions-{secrets.token_hex(8)}.vtt"
    return Captions(language=language, key=key, is_automatic=False)


def write_captions(captions: Captions, cues: Sequence[Cue]) -> None:
    """Store cues as the file of captions."""
    bucket.put(captions.key, write_vtt(cues).encode(), _VTT_TYPE)


def list_files(video: Video) -> list[str]:
    """Return the keys of all files of a video's captions, with those that only Transcribe's job wrote."""
    keys = [each.key for each in video.caption_files]
    return [*keys, *(f"{key.removesuffix('.vtt')}.json" for key in keys if key.endswith(_AUTOMATIC))]


def list_outputs(video: Video) -> list[str]:
    """Return the keys that the job of a video's captions writes."""
    return [f"{media_folder(video)}{_AUTOMATIC}", f"{media_folder(video)}captions.json"]


def remove_unused_files(video_id: str, keys: Sequence[str]) -> None:
    """Remove those files of captions that a video does not have any more; repeating it changes nothing."""
    video = repository.get(video_id)
    used = list_files(video) if video else []
    for key in keys:
        if key not in used:
            bucket.remove(key)


def _name_job(video: Video) -> str:
    """Return the name of a video's job: another one once the video's files have moved, from where it reads."""
    name = f"{video.id}.{video.attempt}"
    return f"{name}.{video.media_id[:8]}" if video.has_moved else name


def _start(video: Video, name: str, transcriber: Transcriber) -> None:
    # The sound that every video has in the same form: Transcribe knows fewer containers than people have.
    sound = f"s3://{settings().media_bucket}/{media_folder(video)}{Part.LOWEST}-sound.cmfa"
    transcriber.start(name, sound, settings().media_bucket, f"{media_folder(video)}captions.json")


def _take(video: Video, found: Transcription | None) -> bool:
    if found is None or found.status == "FAILED":
        _move(video, StepStatus.FAILED)
    elif found.status == "COMPLETED":
        key = f"{media_folder(video)}{_AUTOMATIC}"
        has_words = found.score >= _SURE and _CUE in _read(key)
        _move(video, StepStatus.DONE, [Captions(language=found.language, key=key)] if has_words else [])
    else:
        return True
    return False


def _read(key: str) -> str:
    version = bucket.find_latest_version(key)
    return bucket.read(key, version, _MOST_BYTES).decode() if version else ""


def _move(video: Video, status: StepStatus, captions: list[Captions] | None = None) -> Video:
    try:
        return repository.move_captions(video, status, captions or [])
    except StaleItem as error:
        raise Busy from error
