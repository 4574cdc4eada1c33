"""Which files are videos that can be played: the probe's answer read, and every refusal by its name."""

from fractions import Fraction
from typing import Any, Final

from resolvers.platform.jobs.service import StepFailed
from resolvers.video.videos.model import VideoFile
from resolvers.video.videos.processing import VideoFailureReason

LEAST_SECONDS: Final = 0.5
MOST_SECONDS: Final = 4 * 3600.0
LEAST_SIDE: Final = 32  # pixels, as MediaConvert has it
MOST_SIDE: Final = 8192
MOST_FRAMES_A_SECOND: Final = 240
_LEAST_SHARE: Final = 0.5  # of the probed duration that must be there
_SIDEWAYS: Final = {90, 270}
_HDR: Final = {"SMPTE_2084", "ARIB_B67"}  # HDR10 and HLG
_DEFAULT_RATE: Final = {"Numerator": 30, "Denominator": 1}


def read_file(answer: dict[str, Any]) -> VideoFile:
    """Return what a file holds, from the answer of MediaConvert's Probe, or raise `StepFailed`."""
    container = answer["Container"]
    pictures = [each for each in container["Tracks"] if each["TrackType"] == "video"]
    if not pictures:
        message = "The file has sound and no picture. Upload a video."
        raise StepFailed(VideoFailureReason.NO_PICTURE, message)
    picture = pictures[0]["VideoProperties"]
    width, height = _measure_upright(picture)
    rate = picture.get("FrameRate") or _DEFAULT_RATE
    file = VideoFile(
        width=width,
        height=height,
        frame_rate=str(_to_fraction(rate)),
        duration=container.get("Duration") or 0.0,
        picture_duration=pictures[0].get("Duration") or None,
        is_hdr=picture.get("TransferCharacteristics") in _HDR,
        is_interlaced=picture.get("CodecMetadata", {}).get("ScanType", "").upper() == "INTERLACED",
        has_sound=any(each["TrackType"] == "audio" for each in container["Tracks"]),
    )
    _require_size(file)
    _require_length(file)
    return file


def require_whole(file: VideoFile, seconds: float) -> None:
    """Raise `StepFailed` where encoding gave less than half of what the file promised."""
    promised = _measure_picture(file)
    if seconds < promised * _LEAST_SHARE:
        message = f"The file says {promised:.0f} seconds and holds {seconds:.0f}. Export it again and upload that."
        raise StepFailed(VideoFailureReason.CUT_OFF, message)


def _require_length(file: VideoFile) -> None:
    if _measure_picture(file) < LEAST_SECONDS:
        message = f"The video is shorter than {LEAST_SECONDS} seconds, or a still picture. Upload a longer one."
        raise StepFailed(VideoFailureReason.TOO_SHORT, message)
    if file.duration > MOST_SECONDS:
        message = f"The video is longer than {MOST_SECONDS / 3600:.0f} hours. Upload it in parts."
        raise StepFailed(VideoFailureReason.TOO_LONG, message)


def _require_size(file: VideoFile) -> None:
    if min(file.width, file.height) < LEAST_SIDE:
        message = (
            f"The picture is {file.width} by {file.height} pixels. Upload one of at least {LEAST_SIDE} on each side."
        )
        raise StepFailed(VideoFailureReason.TOO_SMALL, message)
    if max(file.width, file.height) > MOST_SIDE:
        message = (
            f"The picture is {file.width} by {file.height} pixels. Upload one of at most {MOST_SIDE} on each side."
        )
        raise StepFailed(VideoFailureReason.TOO_LARGE, message)
    if file.rate > MOST_FRAMES_A_SECOND:
        message = f"The video has {float(file.rate):.0f} frames a second. Upload one of at most {MOST_FRAMES_A_SECOND}."
        raise StepFailed(VideoFailureReason.TOO_LARGE, message)


def _measure_picture(file: VideoFile) -> float:
    """Return the seconds of the picture: sound may go on after it."""
    return file.duration if file.picture_duration is None else min(file.picture_duration, file.duration)


def _measure_upright(picture: dict[str, Any]) -> tuple[int, int]:
    """Return width and height as they are shown: with square pixels, and turned as the file says."""
    aspect = _to_fraction(picture.get("SampleAspectRatio") or {"Numerator": 1, "Denominator": 1})
    width, height = round(picture["Width"] * aspect), picture["Height"]
    return (height, width) if picture.get("Rotation", 0) in _SIDEWAYS else (width, height)


def _to_fraction(value: dict[str, int]) -> Fraction:
    return Fraction(value["Numerator"], value["Denominator"] or 1)
