"""Settings of jobs as people write them: a CMAF ladder with its own sound, frames, a file."""

from typing import Any

Settings = dict[str, Any]


def job(address: str, *groups: Settings, rotate: str = "AUTO") -> Settings:
    selectors = {"Audio Selector 1": {"DefaultSelection": "DEFAULT"}}
    source = {"FileInput": address, "VideoSelector": {"Rotate": rotate}, "AudioSelectors": selectors}
    return {"Inputs": [source], "OutputGroups": list(groups)}


def ladder(*pictures: Settings, has_sound: bool = True) -> Settings:
    settings = {"Destination": "s3://media/out/clip", "SegmentControl": "SINGLE_FILE", "SegmentLength": 2}
    sound = [{"NameModifier": "-audio", "ContainerSettings": {"Container": "CMFC"}, "AudioDescriptions": [aac()]}]
    return {
        "OutputGroupSettings": {"Type": "CMAF_GROUP_SETTINGS", "CmafGroupSettings": settings},
        "Outputs": [*pictures, *(sound if has_sound else [])],
    }


def picture(width: int | None, height: int | None, *, name: str = "-video", **more: Any) -> Settings:
    codec = {
        "RateControlMode": "QVBR",
        "MaxBitrate": 900_000,
        "GopSize": 1,
        "GopSizeUnits": "SECONDS",
        "FramerateControl": "SPECIFIED",
        "FramerateNumerator": 25,
        "FramerateDenominator": 1,
        "ParControl": "SPECIFIED",
        "ParNumerator": 1,
        "ParDenominator": 1,
    }
    size = {name: value for name, value in (("Width", width), ("Height", height)) if value}
    video = {**size, "CodecSettings": {"Codec": "H_264", "H264Settings": codec}, **more}
    return {"NameModifier": name, "ContainerSettings": {"Container": "CMFC"}, "VideoDescription": video}


def aac() -> Settings:
    settings = {"Bitrate": 96_000, "SampleRate": 48_000, "CodingMode": "CODING_MODE_2_0"}
    return {"AudioSourceName": "Audio Selector 1", "CodecSettings": {"Codec": "AAC", "AacSettings": settings}}


def captures(count: int, *, width: int = 160) -> Settings:
    capture = {"FramerateNumerator": 1, "FramerateDenominator": 1, "MaxCaptures": count, "Quality": 80}
    video = {"Width": width, "CodecSettings": {"Codec": "FRAME_CAPTURE", "FrameCaptureSettings": capture}}
    output = {"NameModifier": "-frame", "ContainerSettings": {"Container": "RAW"}, "VideoDescription": video}
    return {
        "OutputGroupSettings": {
            "Type": "FILE_GROUP_SETTINGS",
            "FileGroupSettings": {"Destination": "s3://media/out/clip"},
        },
        "Outputs": [output],
    }
