"""What MediaConvert is asked to do with a video: pictures first, then the lowest rendition, then the others.

Each is a job of its own, because MediaConvert completes a job as a whole. Settings are pure functions of the file.
"""

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final

from resolvers.video.videos.ladder import Rendition, build_ladder
from resolvers.video.videos.model import Video, VideoFile, frames_folder, media_folder

MOST_FRAMES: Final = 600
SEGMENT_SECONDS: Final = 4
_GOP_SECONDS: Final = 2
_FRAME_SIDE: Final = 360  # of the pictures' short side
_SOUND: Final = "Audio Selector 1"
Settings = dict[str, Any]


class Part(StrEnum):
    """A job of MediaConvert within one attempt."""

    FRAMES = "frames"
    LOWEST = "lowest"
    OTHERS = "others"


def list_encodings(file: VideoFile) -> list[Part]:
    """Return the parts that encode a file: a small one has no other renditions than the lowest."""
    return [Part.LOWEST, Part.OTHERS] if len(build_ladder(file)) > 1 else [Part.LOWEST]


def build_settings(video: Video, part: Part, bucket: str) -> Settings:
    """Return the settings of one of a video's jobs."""
    assert video.file
    lowest, *others = build_ladder(video.file)
    if part == Part.FRAMES:
        group = _frames_group(video, video.file, bucket)
    elif part == Part.LOWEST:
        group = _cmaf_group(video, part, [lowest], bucket, has_sound=video.file.has_sound)
    else:
        group = _cmaf_group(video, part, others, bucket, has_sound=False)
    source = {
        "FileInput": f"s3://{bucket}/{video.original}",
        "TimecodeSource": "ZEROBASED",
        # A phone's portrait video lies on its side without this.
        "VideoSelector": {"Rotate": "AUTO"},
        "AudioSelectors": {_SOUND: {"DefaultSelection": "DEFAULT"}},
    }
    return {"TimecodeConfig": {"Source": "ZEROBASED"}, "Inputs": [source], "OutputGroups": [group]}


def measure_frame_interval(file: VideoFile) -> Fraction:
    """Return the seconds between two pictures: one, and more only where a video would need too many."""
    return max(Fraction(1), Fraction(file.duration).limit_denominator(1000) / MOST_FRAMES)


def list_frames(video: Video, count: int) -> list[str]:
    """Return the keys of the pictures that MediaConvert wrote."""
    return [f"{frames_folder(video)}{Part.FRAMES}.{number:07d}.jpg" for number in range(count)]


def manifest_key(video: Video, part: Part) -> str:
    """Return the key of the multivariant playlist that a part writes."""
    return f"{media_folder(video)}{part}.m3u8"


def _frames_group(video: Video, file: VideoFile, bucket: str) -> Settings:
    interval = measure_frame_interval(file)
    capture = {
        "FramerateNumerator": interval.denominator,
        "FramerateDenominator": interval.numerator,
        "MaxCaptures": MOST_FRAMES,
        "Quality": 80,
    }
    short = min(file.width, file.height)
    width = min(_FRAME_SIDE, short) * Fraction(file.width, short)
    picture = {
        "Width": round(width / 2) * 2,
        "CodecSettings": {"Codec": "FRAME_CAPTURE", "FrameCaptureSettings": capture},
        "VideoPreprocessors": _preprocessors(file),
    }
    destination = f"s3://{bucket}/{frames_folder(video)}{Part.FRAMES}"
    return {
        "OutputGroupSettings": {"Type": "FILE_GROUP_SETTINGS", "FileGroupSettings": {"Destination": destination}},
        "Outputs": [{"ContainerSettings": {"Container": "RAW"}, "VideoDescription": picture}],
    }


def _cmaf_group(video: Video, part: Part, renditions: Sequence[Rendition], bucket: str, *, has_sound: bool) -> Settings:
    settings = {
        "Destination": f"s3://{bucket}/{media_folder(video)}{part}",
        "SegmentControl": "SINGLE_FILE",
        "SegmentLength": SEGMENT_SECONDS,
        "FragmentLength": _GOP_SECONDS,
        "WriteHlsManifest": "ENABLED",
        "WriteDashManifest": "DISABLED",
    }
    assert video.file
    pictures = [_picture_output(each, video.file) for each in renditions]
    return {
        "OutputGroupSettings": {"Type": "CMAF_GROUP_SETTINGS", "CmafGroupSettings": settings},
        "Outputs": [*pictures, *([_sound_output()] if has_sound else [])],
    }


def _picture_output(rendition: Rendition, file: VideoFile) -> Settings:
    rate = Fraction(rendition.frame_rate)
    codec = {
        "RateControlMode": "QVBR",
        "MaxBitrate": rendition.bit_rate,
        "QualityTuningLevel": "SINGLE_PASS_HQ",
        "SceneChangeDetect": "DISABLED",
        "GopSize": float(_GOP_SECONDS),
        "GopSizeUnits": "SECONDS",
        "FramerateControl": "SPECIFIED",
        "FramerateNumerator": rate.numerator,
        "FramerateDenominator": rate.denominator,
        "ParControl": "SPECIFIED",
        "ParNumerator": 1,
        "ParDenominator": 1,
    }
    picture = {
        "Width": rendition.width,
        "Height": rendition.height,
        # The size is computed from the upright frame: bars would only hide a rounding.
        "ScalingBehavior": "STRETCH_TO_OUTPUT",
        "CodecSettings": {"Codec": "H_264", "H264Settings": codec},
        "VideoPreprocessors": _preprocessors(file),
    }
    return {
        "NameModifier": f"-{rendition.name}",
        "ContainerSettings": {"Container": "CMFC"},
        "VideoDescription": picture,
    }


def _sound_output() -> Settings:
    aac = {"Bitrate": 128_000, "SampleRate": 48_000, "CodingMode": "CODING_MODE_2_0"}
    sound = {"AudioSourceName": _SOUND, "CodecSettings": {"Codec": "AAC", "AacSettings": aac}}
    return {
        "NameModifier": "-sound",
        "ContainerSettings": {"Container": "CMFC"},
        "AudioDescriptions": [sound],
    }


def _preprocessors(file: VideoFile) -> Settings:
    deinterlacer = {"Deinterlacer": {"Mode": "DEINTERLACE", "Control": "NORMAL"}} if file.is_interlaced else {}
    mapper = {"HdrToSdrToneMapper": "PRESERVE_DETAILS"} if file.is_hdr else {}
    # Players take BT.709 for granted, whatever the colours of the source.
    return deinterlacer | {"ColorCorrector": {"ColorSpaceConversion": "FORCE_709", **mapper}}
