"""MP3 as frames, each of which says how long it is: parts are joined as they are, with silence between them.

Source: ISO/IEC 11172-3 and 13818-3, layer III. A frame's first four bytes tell its length and its time; one whose
other bytes are zero is silent.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

_HEADER: Final = 4
_MPEG_1: Final = 3
_RATES: Final = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_BITS_1: Final = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_BITS_2: Final = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_ID3: Final = b"ID3"
_ID3_HEADER: Final = 10
# A first frame with one of these is no sound but says how long a file is, which is wrong once it is joined.
_NOTES: Final = (b"Xing", b"Info", b"VBRI")


class NotMp3(Exception):  # noqa: N818
    """The bytes are no MP3."""


class Frame(NamedTuple):
    """One frame and how long it sounds."""

    content: bytes
    seconds: float


@dataclass(frozen=True)
class Joined:
    """Parts as one file, and when each begins and ends in it."""

    content: bytes
    times: tuple[tuple[float, float], ...]

    @property
    def seconds(self) -> float:
        return self.times[-1][1]


def join(parts: Sequence[bytes], pause_seconds: float) -> Joined:
    """Return the parts one after the other, with a pause between them, or raise `NotMp3`."""
    content, at = bytearray(), 0.0
    times: list[tuple[float, float]] = []
    for part in parts:
        frames = list(read_frames(part))
        if times:
            silence = _make_silence(frames[0])
            count = round(pause_seconds / silence.seconds)
            content += silence.content * count
            at += silence.seconds * count
        begins = at
        for frame in frames:
            content += frame.content
            at += frame.seconds
        times.append((begins, at))
    return Joined(bytes(content), tuple(times))


def read_frames(content: bytes) -> Iterator[Frame]:
    """Yield the frames of sound of a file, or raise `NotMp3`; what broke off at its end is left out."""
    place, is_first = _skip_tag(content), True
    while place + _HEADER <= len(content):
        length, seconds = _measure(content[place : place + _HEADER])
        frame = content[place : place + length]
        place += length
        if len(frame) == length and not (is_first and any(note in frame for note in _NOTES)):
            yield Frame(frame, seconds)
        is_first = False
    if is_first:
        raise NotMp3


def _measure(header: bytes) -> tuple[int, float]:
    """Return how many bytes and seconds a frame has."""
    version, layer = header[1] >> 3 & 3, header[1] >> 1 & 3
    bits, rate = header[2] >> 4, header[2] >> 2 & 3
    is_header = header[0] == 0xFF and header[1] >> 5 == 7 and layer == 1  # noqa: PLR2004 - eleven bits of sync
    if not is_header or version not in _RATES or bits in {0, 15} or rate == 3:  # noqa: PLR2004 - not allowed
        raise NotMp3
    kilobits = (_BITS_1 if version == _MPEG_1 else _BITS_2)[bits - 1]
    samples = 1152 if version == _MPEG_1 else 576
    hertz = _RATES[version][rate]
    padding = header[2] >> 1 & 1
    return samples // 8 * kilobits * 1000 // hertz + padding, samples / hertz


def _make_silence(like: Frame) -> Frame:
    """Return a silent frame of the same kind, without a checksum."""
    header = bytes([like.content[0], like.content[1] | 1, *like.content[2:_HEADER]])
    return Frame(header + bytes(len(like.content) - _HEADER), like.seconds)


def _skip_tag(content: bytes) -> int:
    if not content.startswith(_ID3) or len(content) < _ID3_HEADER:
        return 0
    size = 0
    for each in content[6:_ID3_HEADER]:
        size = size << 7 | each & 0x7F
    return _ID3_HEADER + size
