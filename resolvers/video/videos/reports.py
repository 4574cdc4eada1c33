"""What MediaConvert reports of a job: EventBridge's "MediaConvert Job State Change", as far as a video needs it."""

import re
from dataclasses import dataclass
from typing import Any, Final

from resolvers.platform.jobs.service import StepFailed
from resolvers.video.videos.conversions import Part
from resolvers.video.videos.processing import VideoFailureReason

_NUMBER: Final = re.compile(r"\.(\d+)\.jpg$")
# MediaConvert's error codes of an input that cannot be read or has too little in it.
_UNREADABLE: Final = frozenset({1010, 1020, 1030, 1040})


@dataclass(frozen=True)
class Report:
    """What one event says of one part of one attempt; `frames` and `seconds` only where it is complete."""

    video_id: str
    attempt: int
    part: Part
    percent: int | None = None
    is_complete: bool = False
    frames: int = 0
    seconds: float = 0.0
    failure: StepFailed | None = None


def read_report(event: dict[str, Any]) -> Report | None:
    """Return what an event says; None where it is of another's job, or says nothing that a video needs."""
    detail = event["detail"]
    metadata = detail.get("userMetadata") or {}
    if not {"videoId", "attempt", "part"} <= metadata.keys():
        return None
    about = {
        "video_id": metadata["videoId"],
        "attempt": int(metadata["attempt"]),
        "part": Part(metadata["part"]),
    }
    if detail["status"] == "STATUS_UPDATE":
        return Report(**about, percent=detail["jobProgress"]["jobPercentComplete"])
    if detail["status"] == "COMPLETE":
        return Report(**about, is_complete=True, frames=_count_frames(detail), seconds=_measure_seconds(detail))
    if detail["status"] in {"ERROR", "CANCELED"}:
        return Report(**about, failure=_explain_failure(detail.get("errorCode")))
    return None


def read_job(job: dict[str, Any], frames: int) -> Report | None:
    """Return what a job's last event would have said, from GetJob's answer and the number of pictures that are there.

    None while the job goes on.
    """
    metadata = job["UserMetadata"]
    about = {
        "video_id": metadata["videoId"],
        "attempt": int(metadata["attempt"]),
        "part": Part(metadata["part"]),
    }
    if job["Status"] == "COMPLETE":
        outputs = [output for group in job["OutputGroupDetails"] for output in group["OutputDetails"]]
        lengths = [output["DurationInMs"] for output in outputs if "VideoDetails" in output]
        return Report(**about, is_complete=True, frames=frames, seconds=min(lengths, default=0) / 1000)
    if job["Status"] in {"ERROR", "CANCELED"}:
        return Report(**about, failure=_explain_failure(job.get("ErrorCode")))
    return None


def _count_frames(detail: dict[str, Any]) -> int:
    """Return how many pictures were taken: the event names the last one, and the first has the number 0."""
    paths = [path for output in _list_outputs(detail) for path in output.get("outputFilePaths", [])]
    found = _NUMBER.search(paths[-1]) if paths else None
    return int(found[1]) + 1 if found else 0


def _measure_seconds(detail: dict[str, Any]) -> float:
    """Return the length of the shortest picture that was encoded."""
    lengths = [output["durationInMs"] for output in _list_outputs(detail) if "videoDetails" in output]
    return min(lengths, default=0) / 1000


def _list_outputs(detail: dict[str, Any]) -> list[dict[str, Any]]:
    return [output for group in detail.get("outputGroupDetails", []) for output in group.get("outputDetails", [])]


def _explain_failure(code: int | None) -> StepFailed:
    if code in _UNREADABLE:
        message = "The file is damaged. Export it again, as MP4 for example, and upload that."
        return StepFailed(VideoFailureReason.UNREADABLE, message)
    message = "The encoder failed. Try again in a few minutes."
    return StepFailed(VideoFailureReason.ENCODER_FAILED, message, retryable=True)
