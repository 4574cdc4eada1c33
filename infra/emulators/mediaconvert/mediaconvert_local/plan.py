"""What a job asks for: its input, its output groups, and the names of what it writes."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from aws_wire.errors import ServiceError
from mediaconvert_local.understood import find_unknown

_S3_URI = re.compile(r"s3://(?P<bucket>[^/]+)/(?P<key>.+)")
_GROUPS = {"CMAF_GROUP_SETTINGS": "Cmaf", "HLS_GROUP_SETTINGS": "Hls", "FILE_GROUP_SETTINGS": "File"}
_CONTAINERS = {
    "CMAF_GROUP_SETTINGS": {"CMFC"},
    "HLS_GROUP_SETTINGS": {"M3U8"},
    "FILE_GROUP_SETTINGS": {"MP4", "RAW"},
}
_EXTENSIONS = {"MP4": "mp4", "M3U8": "ts", "RAW": "jpg"}
Settings = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Output:
    """One output: `name` is the name of its files without their extension."""

    name: str
    container: str
    extension: str
    video: Settings | None
    audio: Settings | None

    @property
    def codec(self) -> str | None:
        return self.video["CodecSettings"]["Codec"] if self.video else None


@dataclass(frozen=True, slots=True)
class Group:
    """Outputs that belong together, all in one `folder` of a bucket; `name` is that of the manifest."""

    index: int
    kind: str
    bucket: str
    folder: str
    name: str
    segment_seconds: int
    outputs: tuple[Output, ...]

    @property
    def event_type(self) -> str:
        return self.kind.removesuffix("_SETTINGS")


@dataclass(frozen=True, slots=True)
class Plan:
    """A job's settings, judged; `rotate` is VideoSelector's."""

    bucket: str
    key: str
    rotate: str
    groups: tuple[Group, ...]

    @property
    def outputs(self) -> Iterator[tuple[Group, Output]]:
        return ((group, output) for group in self.groups for output in group.outputs)


def plan_job(settings: Settings) -> Plan:
    """Return what a job asks for, or raise the `BadRequestException` that names the setting."""
    if unknown := next(find_unknown(settings), None):
        raise _refuse(unknown, "This setting is not implemented by the emulator.")
    inputs, groups = settings.get("Inputs", []), settings.get("OutputGroups", [])
    if len(inputs) != 1:
        raise _refuse("/inputs", "Should have exactly one input; the emulator does not join several.")
    if not groups:
        raise _refuse("/outputGroups", "Should have at least one output group.")
    bucket, key = parse_s3_uri(inputs[0].get("FileInput", ""), "/inputs/0/fileInput")
    rotate = inputs[0].get("VideoSelector", {}).get("Rotate", "DEGREE_0")
    base = PurePosixPath(key).stem
    plan = Plan(bucket, key, rotate, tuple(_plan_group(group, base, index) for index, group in enumerate(groups)))
    _require_distinct_names(plan)
    return plan


def parse_s3_uri(uri: str, path: str) -> tuple[str, str]:
    """Return the bucket and the key of an `s3://` address, or raise `BadRequestException`."""
    found = _S3_URI.fullmatch(uri)
    if found is None:
        raise _refuse(path, "Should be an s3:// address of an object.")
    return found["bucket"], found["key"]


def _plan_group(group: Settings, base: str, index: int) -> Group:
    path = f"/outputGroups/{index}"
    kind = group.get("OutputGroupSettings", {}).get("Type", "")
    if kind not in _GROUPS:
        raise _refuse(f"{path}/outputGroupSettings/type", f"The emulator has {', '.join(_GROUPS)}.")
    settings = group["OutputGroupSettings"].get(f"{_GROUPS[kind]}GroupSettings", {})
    bucket, key = parse_s3_uri(settings.get("Destination", ""), f"{path}/outputGroupSettings/destination")
    folder, slash, name = key.rpartition("/")
    name = name or base
    _require_segments(kind, settings, path)
    outputs = group.get("Outputs", [])
    if not outputs:
        raise _refuse(f"{path}/outputs", "Should have at least one output.")
    planned = (_plan_output(output, kind, name, f"{path}/outputs/{number}") for number, output in enumerate(outputs))
    return Group(index, kind, bucket, folder + slash, name, settings.get("SegmentLength", 10), tuple(planned))


def _require_segments(kind: str, settings: Settings, path: str) -> None:
    """Refuse the forms of segments that are not written here."""
    written = {"CMAF_GROUP_SETTINGS": "SINGLE_FILE", "HLS_GROUP_SETTINGS": "SEGMENTED_FILES"}.get(kind)
    if written and settings.get("SegmentControl", "SEGMENTED_FILES") != written:
        raise _refuse(f"{path}/outputGroupSettings/segmentControl", f"The emulator writes {written} for this group.")
    if settings.get("WriteDashManifest", "DISABLED") != "DISABLED":
        raise _refuse(f"{path}/outputGroupSettings/writeDashManifest", "The emulator writes no DASH manifests.")


def _plan_output(output: Settings, kind: str, name: str, path: str) -> Output:
    container = output.get("ContainerSettings", {}).get("Container")
    if container not in _CONTAINERS[kind]:
        known = " or ".join(sorted(_CONTAINERS[kind]))
        raise _refuse(f"{path}/containerSettings/container", f"Should be {known} in this group.")
    video, audio = output.get("VideoDescription"), output.get("AudioDescriptions", [])
    _require_video(video, container, f"{path}/videoDescription")
    _require_audio(audio, f"{path}/audioDescriptions")
    if video is None and not audio:
        raise _refuse(path, "Should have a video description or an audio description.")
    if container == "CMFC" and video is not None and audio:
        raise _refuse(f"{path}/audioDescriptions", "CMAF keeps sound in an output of its own.")
    extension = output.get("Extension") or _EXTENSIONS.get(container) or ("cmfv" if video else "cmfa")
    return Output(name + output.get("NameModifier", ""), container, extension, video, audio[0] if audio else None)


def _require_video(video: Settings | None, container: str, path: str) -> None:
    if video is None:
        return
    codec = video.get("CodecSettings", {}).get("Codec")
    wanted = "FRAME_CAPTURE" if container == "RAW" else "H_264"
    if codec != wanted:
        raise _refuse(f"{path}/codecSettings/codec", f"Should be {wanted} in this container.")
    if any(video.get(side, 0) % 2 for side in ("Width", "Height")):
        raise _refuse(path, "Width and height should be even numbers.")


def _require_audio(audio: list[Settings], path: str) -> None:
    if len(audio) > 1:
        raise _refuse(path, "The emulator writes one audio track an output.")
    if any(each.get("CodecSettings", {}).get("Codec") != "AAC" for each in audio):
        raise _refuse(f"{path}/0/codecSettings/codec", "The emulator encodes AAC.")


def _require_distinct_names(plan: Plan) -> None:
    names = [(group.bucket, group.folder, output.name, output.extension) for group, output in plan.outputs]
    if len(set(names)) != len(names):
        raise _refuse("/outputGroups", "Two outputs would write the same files: give them different name modifiers.")


def _refuse(path: str, reason: str) -> ServiceError:
    return ServiceError("BadRequestException", f"{path}: {reason}")
