"""What a media file holds: its container, its tracks, and how its picture is to be shown."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

SIDEWAYS = {90, 270}  # degrees; by any others a picture keeps its frame
_HDR_TRANSFERS = {"SMPTE_2084", "ARIB_B67"}  # HDR10 and HLG


class UnreadableInput(Exception):  # noqa: N818
    """The file cannot be opened as audio or video, or takes more to decode than is allowed."""


@dataclass(frozen=True, slots=True)
class VideoTrack:
    """A picture track; `width` and `height` are in stored pixels, `rotation` in degrees clockwise.

    `aspect` is the shape of one pixel, `codec`, `transfer`, `primaries` and `matrix` are Probe's names.
    """

    index: int
    codec: str
    width: int
    height: int
    rotation: int
    aspect: Fraction
    frame_rate: Fraction
    bit_depth: int
    is_interlaced: bool
    transfer: str
    primaries: str
    matrix: str
    duration: float
    bit_rate: int

    @property
    def is_hdr(self) -> bool:
        return self.transfer in _HDR_TRANSFERS

    def compute_shown_size(self, rotation: int) -> tuple[Fraction, Fraction]:
        """Return width and height in square pixels, after turning the picture by so many degrees."""
        width, height = self.width * self.aspect, Fraction(self.height)
        return (height, width) if rotation in SIDEWAYS else (width, height)


@dataclass(frozen=True, slots=True)
class AudioTrack:
    """A sound track; `codec` is Probe's name."""

    index: int
    codec: str
    channels: int
    sample_rate: int
    duration: float
    bit_rate: int


@dataclass(frozen=True, slots=True)
class Media:
    """What one file holds; `container` is Probe's name, `duration` in seconds."""

    container: str
    duration: float
    bit_rate: int
    video: tuple[VideoTrack, ...]
    audio: tuple[AudioTrack, ...]


def parse_media(values: dict[str, Any]) -> Media:
    """Return the media that a child process described in JSON."""
    return Media(
        container=values["container"],
        duration=values["duration"],
        bit_rate=values["bit_rate"],
        video=tuple(_parse_video(track) for track in values["video"]),
        audio=tuple(AudioTrack(**track) for track in values["audio"]),
    )


def _parse_video(values: dict[str, Any]) -> VideoTrack:
    fractions = {name: Fraction(values[name]) for name in ("aspect", "frame_rate")}
    return VideoTrack(**{**values, **fractions})
