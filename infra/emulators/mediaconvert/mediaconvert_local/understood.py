"""The settings that this emulator acts on: a job with any other is refused by name, and never done by half."""

from collections.abc import Iterator, Mapping
from typing import Any

ANY: Mapping[str, Any] = {}
_SEGMENTS = {
    "Destination": ANY,
    "DestinationSettings": ANY,
    "SegmentLength": ANY,
    "SegmentControl": ANY,
    "CodecSpecification": ANY,
    "DirectoryStructure": ANY,
    "ManifestCompression": ANY,
    "ManifestDurationFormat": ANY,
    "MinFinalSegmentLength": ANY,
    "MinSegmentLength": ANY,
    "FragmentLength": ANY,
    "OutputSelection": ANY,
    "StreamInfResolution": ANY,
    "ClientCache": ANY,
    "WriteHlsManifest": ANY,
    "WriteDashManifest": ANY,
}
_H264: Mapping[str, Any] = {
    "Bitrate": ANY,
    "MaxBitrate": ANY,
    "QvbrSettings": ANY,
    "RateControlMode": ANY,
    "CodecProfile": ANY,
    "CodecLevel": ANY,
    "FramerateControl": ANY,
    "FramerateConversionAlgorithm": ANY,
    "FramerateNumerator": ANY,
    "FramerateDenominator": ANY,
    "GopSize": ANY,
    "GopSizeUnits": ANY,
    "GopClosedCadence": ANY,
    "ParControl": ANY,
    "ParNumerator": ANY,
    "ParDenominator": ANY,
    "QualityTuningLevel": ANY,
    "SceneChangeDetect": ANY,
    "NumberBFramesBetweenReferenceFrames": ANY,
    "InterlaceMode": ANY,
    "HrdBufferSize": ANY,
}
_VIDEO = {
    "Width": ANY,
    "Height": ANY,
    "ScalingBehavior": ANY,
    "AntiAlias": ANY,
    "Sharpness": ANY,
    "TimecodeInsertion": ANY,
    "CodecSettings": {"Codec": ANY, "H264Settings": _H264, "FrameCaptureSettings": ANY},
    "VideoPreprocessors": {
        "Deinterlacer": ANY,
        "ColorCorrector": {"ColorSpaceConversion": ANY, "HdrToSdrToneMapper": ANY},
    },
}
_AAC = dict.fromkeys(("Bitrate", "SampleRate", "CodingMode", "RateControlMode", "CodecProfile"), ANY)
_OUTPUT = {
    "NameModifier": ANY,
    "Extension": ANY,
    "ContainerSettings": {"Container": ANY, "CmfcSettings": ANY, "M3u8Settings": ANY, "Mp4Settings": ANY},
    "OutputSettings": ANY,
    "VideoDescription": _VIDEO,
    "AudioDescriptions": {
        "AudioSourceName": ANY,
        "AudioTypeControl": ANY,
        "LanguageCodeControl": ANY,
        "LanguageCode": ANY,
        "StreamName": ANY,
        "CodecSettings": {"Codec": ANY, "AacSettings": _AAC},
    },
}
UNDERSTOOD = {
    "TimecodeConfig": {"Source": ANY},
    "FollowSource": ANY,
    "Inputs": {
        "FileInput": ANY,
        "TimecodeSource": ANY,
        "VideoSelector": {"Rotate": ANY, "ColorSpace": ANY, "ColorSpaceUsage": ANY},
        "AudioSelectors": ANY,
    },
    "OutputGroups": {
        "Name": ANY,
        "CustomName": ANY,
        "OutputGroupSettings": {
            "Type": ANY,
            "CmafGroupSettings": _SEGMENTS,
            "HlsGroupSettings": _SEGMENTS,
            "FileGroupSettings": ANY,
        },
        "Outputs": _OUTPUT,
    },
}


def find_unknown(value: Any, understood: Mapping[str, Any] = UNDERSTOOD, path: str = "") -> Iterator[str]:
    """Yield the path of each setting that the emulator does not act on, as MediaConvert writes paths."""
    if not understood:
        return
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from find_unknown(item, understood, f"{path}/{index}")
        return
    for name, item in value.items():
        place = f"{path}/{name[:1].lower()}{name[1:]}"
        if name in understood:
            yield from find_unknown(item, understood[name], place)
        else:
            yield place
