"""From an upload to a video that others watch: check, take pictures, moderate, encode, show.

MediaConvert works meanwhile and reports by events, which come late, twice, in any order, or never. So nothing looks a
job up by its id: an event carries the video, the attempt and the part, and every write is conditional on them. Whoever
must start a job again does so with the same token, which names the job that runs already.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from resolvers.core.model import now
from resolvers.core.observability import logger
from resolvers.core.settings import settings
from resolvers.core.table import StaleItem
from resolvers.platform.jobs import parts
from resolvers.platform.jobs import repository as job_writes
from resolvers.platform.jobs import service as jobs
from resolvers.platform.jobs.model import Message, StepStatus
from resolvers.platform.jobs.parts import JobPart
from resolvers.platform.jobs.repository import Lost
from resolvers.platform.jobs.service import Busy, StepFailed
from resolvers.platform.jobs.steps import find_next, find_step
from resolvers.platform.uploads import bucket
from resolvers.video.moderation import service as moderation
from resolvers.video.moderation.service import Moderator
from resolvers.video.streams.closing import Closer
from resolvers.video.streams.revoker import Revoker
from resolvers.video.streams.signals import Signals
from resolvers.video.videos import checks, manifests, recognition, repository
from resolvers.video.videos.conversions import (
    Part,
    build_settings,
    list_encodings,
    list_frames,
    manifest_key,
    measure_frame_interval,
)
from resolvers.video.videos.encoder import Encoder, UnreadableFile
from resolvers.video.videos.job import VIDEO_JOB
from resolvers.video.videos.model import FRAMES_PREFIX, MEDIA_PREFIX, Video, frames_folder, media_folder
from resolvers.video.videos.processing import VideoFailureReason, VideoState, VideoStepName
from resolvers.video.videos.recognition import Recognizer
from resolvers.video.videos.rekognition import Unavailable
from resolvers.video.videos.reports import Report, read_job
from resolvers.video.videos.transcriber import Transcriber

_MODERATING: Final = "moderating"  # the part that one worker holds while it pays for moderation


@dataclass(frozen=True)
class Tools:
    """Who does what this pipeline cannot do itself."""

    encoder: Encoder
    moderator: Moderator
    recognizer: Recognizer
    transcriber: Transcriber
    signals: Signals
    revoker: Revoker
    closer: Closer


def begin(video_id: str, message: Message, tools: Tools) -> Video | None:
    """Take a video whose file has arrived, or whose owner tries again, as far as it goes without MediaConvert.

    Returns None where there is nothing to do. A passing fault is raised, so that the message comes again; on its last
    try the video ends FAILED, and its owner may retry. Raises `Busy` while another worker holds the message.
    """
    video = jobs.take(VIDEO_JOB, lambda: _find_waiting(video_id), message)
    if video is None or video.state != VideoState.PROCESSING:
        return video
    try:
        return _go_on(video, tools)
    except StepFailed as failed:
        held = _find_held(video_id, message)
        return jobs.end_failed(VIDEO_JOB, held, failed) if held else None
    except Lost:
        return None
    except Exception as error:
        held = _find_held(video_id, message)
        if held is None:
            raise
        return jobs.handle_fault(VIDEO_JOB, held, message, error, _explain_fault)


def take_report(report: Report, message: Message, tools: Tools) -> Video | None:
    """Write what MediaConvert reports of one part, and go on from there; None where it is of no more interest.

    Raises `Busy` while the worker that started the job still holds the video, or another report changed it meanwhile:
    the report then comes again. On its last try a passing fault ends the video FAILED, and its owner may retry.
    """
    video = _find_current(report)
    if video is None:
        return None
    if video.claim is not None:
        raise Busy
    try:
        return _take_part_report(video, report, message.id, tools)
    except StepFailed as failed:
        return _fail(report, failed, tools)
    except (Lost, StaleItem) as error:
        raise Busy from error
    except Busy:
        raise
    except Exception as error:
        if not message.is_last_try:
            raise
        return _fail(report, _explain_fault(error), tools)


def look_after(video_id: str, attempt: int, message: Message, tools: Tools) -> bool:
    """Take the reports that never came, by asking for each job that should have ended; True while any goes on."""
    video = repository.get(video_id)
    if video is None or not _is_going_on(video, attempt):
        return False
    for part in parts.list_parts(video):
        if part.status == StepStatus.RUNNING and part.name in set(Part):
            job = tools.encoder.find(_start(video, Part(part.name), tools))
            report = read_job(job, len(bucket.list_under(frames_folder(video))))
            if report:
                take_report(report, message, tools)
    after = repository.get(video_id)
    return after is not None and _is_going_on(after, attempt)


def _is_going_on(video: Video, attempt: int) -> bool:
    return video.attempt == attempt and video.state == VideoState.PROCESSING


def delete_objects(video: Video) -> None:
    """Remove the original, the pictures and every rendition of a video, every version of each."""
    bucket.remove(video.original)
    next_ids = [video.next_media_id] if video.next_media_id else []
    for media_id in [video.media_id, *next_ids, *video.former_media_ids]:
        empty_folders(media_id)


def empty_folders(media_id: str) -> None:
    """Remove what lies in the folders of this name, every version of it; repeating it changes nothing."""
    for prefix in (MEDIA_PREFIX, FRAMES_PREFIX):
        bucket.remove_under(f"{prefix}{media_id}/")


def cancel_jobs(video: Video, tools: Tools) -> None:
    """End the jobs of MediaConvert that the video's attempt began and that are not done."""
    for part in parts.list_parts(video):
        if part.status == StepStatus.RUNNING and part.name in set(Part):
            tools.encoder.cancel(_start(video, Part(part.name), tools))


def _find_waiting(video_id: str) -> Video | None:
    """Return a video unless MediaConvert works for it: the same arrival told again must not begin it again."""
    video = repository.get(video_id)
    if video and video.claim is None and any(step.status == StepStatus.RUNNING for step in video.steps):
        return None
    return video


def _find_held(video_id: str, message: Message) -> Video | None:
    """Return a video as it is by now, while this message's worker holds it."""
    video = repository.get(video_id)
    return video if video and video.claim == message.id else None


def _find_current(report: Report) -> Video | None:
    """Return the video of a report, unless it has ended or begun again."""
    video = repository.get(report.video_id)
    return video if video and _is_going_on(video, report.attempt) else None


def _go_on(video: Video, tools: Tools) -> Video:
    """Do the steps that are next, up to one that MediaConvert does."""
    video = jobs.do_step(VIDEO_JOB, video, VideoStepName.CHECKED, partial(_check, tools=tools))
    if find_next(video.steps) == VideoStepName.FRAMED:
        return _hand_over(video, [Part.FRAMES], tools)
    video = jobs.do_step(VIDEO_JOB, video, VideoStepName.MODERATED, partial(_moderate, tools=tools))
    if find_next(video.steps) == VideoStepName.ENCODED:
        assert video.file
        return _hand_over(video, list_encodings(video.file), tools)
    return repository.publish(video)


def _check(video: Video, tools: Tools) -> Mapping[str, Any]:
    try:
        answer = tools.encoder.probe(f"s3://{settings().media_bucket}/{video.original}")
    except UnreadableFile as error:
        message = "The file is damaged, or no video. Export it again, as MP4 for example, and upload that."
        raise StepFailed(VideoFailureReason.UNREADABLE, message) from error
    return {"file": checks.read_file(answer)}


def _moderate(video: Video, tools: Tools) -> Mapping[str, Any]:
    refused = moderation.find_refused(tools.moderator, settings().media_bucket, video.frames)
    if refused is None:
        return {"labels": recognition.find_labels(tools.recognizer, settings().media_bucket, video.frames)}
    assert video.file
    second = float(refused * measure_frame_interval(video.file))
    message = f"Moderation found content that may not be shown, at {second:.0f} s. Upload the video without it."
    found = {"unsafe_at": second}
    raise StepFailed(VideoFailureReason.UNSAFE, message, state=VideoState.REJECTED, found=found)


def _hand_over(video: Video, names: list[Part], tools: Tools) -> Video:
    """Start jobs of MediaConvert, and let their reports go on."""
    for name in names:
        try:
            parts.claim_part(VIDEO_JOB, video, name, _token(video, name))
        except StaleItem:
            logger.info("started before", extra={"video_id": video.id, "part": name})
        _start(video, name, tools)
    return job_writes.hand_over(VIDEO_JOB, video) if video.claim else video


def _start(video: Video, name: Part, tools: Tools) -> str:
    """Start a job, or find the one that its token started before; return its id."""
    metadata = {"videoId": video.id, "attempt": str(video.attempt), "part": name.value}
    return tools.encoder.start(_token(video, name), build_settings(video, name, settings().media_bucket), metadata)


def _token(video: Video, name: Part) -> str:
    return f"{video.id}:{video.attempt}:{name}"


def _take_part_report(video: Video, report: Report, message_id: str, tools: Tools) -> Video | None:
    part = next((each for each in parts.list_parts(video) if each.name == report.part), None)
    if part is None:
        raise Busy  # its worker is about to write it
    if report.failure and part.status != StepStatus.DONE:
        raise report.failure
    if report.percent is not None:
        return _note_percent(video, part, report.percent)
    if report.is_complete and report.part == Part.FRAMES:
        return _take_frames(video, part, report, message_id, tools)
    return _take_rendition(video, part, report) if report.is_complete else None


def _note_percent(video: Video, part: JobPart, percent: int) -> Video | None:
    """Write how far encoding is; pictures are taken too quickly to count."""
    if part.status != StepStatus.RUNNING or part.name == Part.FRAMES:
        return None
    parts.report_part(part, min(percent, 99))
    return _report_encoded(video)


def _report_encoded(video: Video) -> Video:
    assert video.file
    percent = parts.measure_percent(parts.list_parts(video), list_encodings(video.file))
    return job_writes.report_progress(VIDEO_JOB, video, VideoStepName.ENCODED, min(percent, 99))


def _take_frames(video: Video, part: JobPart, report: Report, message_id: str, tools: Tools) -> Video:
    """Keep the pictures, moderate them under a claim of its own, and start to encode."""
    if find_step(video.steps, VideoStepName.FRAMED).status != StepStatus.DONE:
        frames = list_frames(video, report.frames)
        poster = frames[len(frames) // 10]
        found = {"frames": frames, "poster": poster}
        video = job_writes.complete_step(VIDEO_JOB, video, VideoStepName.FRAMED, found)
    if find_step(video.steps, VideoStepName.MODERATED).status != StepStatus.DONE:
        held = parts.claim_part(VIDEO_JOB, video, _MODERATING, message_id)
        video = jobs.do_step(VIDEO_JOB, video, VideoStepName.MODERATED, partial(_moderate, tools=tools))
        parts.complete_part(held, {})
    assert video.file
    video = _hand_over(video, list_encodings(video.file), tools)
    if part.status == StepStatus.RUNNING:
        parts.complete_part(part, {})
    return video


def _take_rendition(video: Video, part: JobPart, report: Report) -> Video:
    """Let a rendition that is ready be played, and show the video once all are."""
    assert video.file
    checks.require_whole(video.file, report.seconds)
    if part.status == StepStatus.RUNNING:
        parts.complete_part(part, {"seconds": report.seconds})
    names = list_encodings(video.file)
    if not parts.are_done(parts.list_parts(video), names):
        if part.name == Part.LOWEST:
            repository.show_manifest(video, manifest_key(video, Part.LOWEST), bucket.list_under(media_folder(video)))
        return _report_encoded(video)
    if find_step(video.steps, VideoStepName.ENCODED).status != StepStatus.DONE:
        manifest = manifests.write_manifest(video, names)
        files = bucket.list_under(media_folder(video))
        found = {
            "manifest": manifest,
            "files": files,
            "published_at": video.published_at or now(),
            "encoded_seconds": report.seconds,
        }
        video = job_writes.complete_step(VIDEO_JOB, video, VideoStepName.ENCODED, found)
    return repository.publish(video)


def _fail(report: Report, failed: StepFailed, tools: Tools) -> Video | None:
    """End a video whose part failed, and the jobs beside it, unless it has ended or begun again meanwhile."""
    video = _find_current(report)
    if video is None:
        return None
    ended = jobs.end_failed(VIDEO_JOB, video, failed)
    cancel_jobs(ended, tools)
    return ended


def _explain_fault(error: Exception) -> StepFailed:
    logger.exception("gave up")
    if isinstance(error, Unavailable):
        message = "The AI that checks pictures did not answer. Try again in a few minutes."
        return StepFailed(VideoFailureReason.AI_UNAVAILABLE, message, retryable=True)
    message = "Something went wrong on our side. Try again in a few minutes."
    return StepFailed(VideoFailureReason.INTERNAL, message, retryable=True)
