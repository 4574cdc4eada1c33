"""Looking into a file: the demuxer's child process, with a limit on its time, and Probe's answer."""

import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

from mediaconvert_local.media import AudioTrack, Media, UnreadableInput, VideoTrack, parse_media

PROBE_SECONDS = 10.0


def read_media(path: Path) -> Media:
    """Return what a file holds, or raise `UnreadableInput`."""
    command = [sys.executable, "-m", "mediaconvert_local.demux", str(path)]
    try:
        child = subprocess.run(command, capture_output=True, timeout=PROBE_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise UnreadableInput(f"The file could not be read within {PROBE_SECONDS:.0f} seconds.") from error
    if child.returncode:
        reason = child.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise UnreadableInput(reason.replace(str(path), path.name) or "The decoder crashed.")
    return parse_media(json.loads(child.stdout))


def describe_media(media: Media) -> dict[str, Any]:
    """Return a file as Probe answers it."""
    tracks = sorted(
        [*map(_describe_video, media.video), *map(_describe_audio, media.audio)], key=lambda it: it["Index"]
    )
    container = {"Format": media.container, "Duration": media.duration, "BitRate": media.bit_rate, "Tracks": tracks}
    mapping = {
        "VideoTrackIndexes": [track.index for track in media.video],
        "AudioTrackIndexes": [track.index for track in media.audio],
        "DataTrackIndexes": [],
    }
    return {"Container": container, "TrackMappings": [mapping]}


def _describe_video(track: VideoTrack) -> dict[str, Any]:
    properties = {
        "BitDepth": track.bit_depth,
        "BitRate": track.bit_rate,
        "ColorPrimaries": track.primaries,
        "FrameRate": _describe_fraction(track.frame_rate),
        "Height": track.height,
        "MatrixCoefficients": track.matrix,
        "Rotation": track.rotation,
        "SampleAspectRatio": _describe_fraction(track.aspect),
        "TransferCharacteristics": track.transfer,
        "Width": track.width,
        "CodecMetadata": {"ScanType": "INTERLACED" if track.is_interlaced else "PROGRESSIVE"},
    }
    return _describe_track(track, "video") | {"VideoProperties": properties}


def _describe_audio(track: AudioTrack) -> dict[str, Any]:
    properties = {"BitRate": track.bit_rate, "Channels": track.channels, "SampleRate": track.sample_rate}
    return _describe_track(track, "audio") | {"AudioProperties": properties}


def _describe_track(track: VideoTrack | AudioTrack, kind: str) -> dict[str, Any]:
    return {"Index": track.index, "Codec": track.codec, "Duration": track.duration, "TrackType": kind}


def _describe_fraction(value: Fraction) -> dict[str, int]:
    return {"Numerator": value.numerator, "Denominator": value.denominator}
