"""Fragmented MP4 (CMAF): the initialisation of its tracks, and one fragment after the other.

Sources: ISO/IEC 14496-12, 8.8 (movie fragments), 14496-14 and -15 (sample entries), 23000-19 (CMAF).
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ivs_local.codecs import Picture, Sound

PICTURE_TRACK: Final = 1
SOUND_TRACK: Final = 2
PICTURE_SCALE: Final = 1000  # RTMP counts milliseconds
AAC_FRAME: Final = 1024
_SYNC, _NO_SYNC = 0x02000000, 0x01010000
_MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)


@dataclass(slots=True)
class Sample:
    """One frame: its decoding time, duration and offset of presentation, in its track's time scale."""

    time: int
    duration: int
    data: bytes
    is_key: bool = True
    offset: int = 0


def write_initialisation(picture: Picture | None, sound: Sound | None) -> bytes:
    """Return the segment that players read first."""
    header = struct.pack(">IIII", 0, 0, PICTURE_SCALE, 0) + struct.pack(">IH", 0x10000, 0x0100) + bytes(10)
    header += _MATRIX + bytes(24) + struct.pack(">I", SOUND_TRACK + 1)
    tracks = [_write_picture_track(picture)] if picture else []
    tracks += [_write_sound_track(sound)] if sound else []
    numbers = ([PICTURE_TRACK] if picture else []) + ([SOUND_TRACK] if sound else [])
    extends = [_full("trex", struct.pack(">5I", number, 1, 0, 0, 0)) for number in numbers]
    movie = _box("moov", _full("mvhd", header), *tracks, _box("mvex", *extends))
    return _box("ftyp", b"iso6\0\0\0\0iso6cmfcmp41") + movie


def write_fragment(number: int, pictures: Sequence[Sample], sounds: Sequence[Sample]) -> bytes:
    """Return the fragment of these samples; either may be empty."""
    tracks = [(PICTURE_TRACK, pictures)] if pictures else []
    tracks += [(SOUND_TRACK, sounds)] if sounds else []
    head = _write_head(number, tracks, 0)
    payload = b"".join(sample.data for _, samples in tracks for sample in samples)
    return _write_head(number, tracks, len(head)) + _box("mdat", payload)


def write_text_event(number: int, time: int, text: str) -> bytes:
    """Return text as timed metadata: an ID3 frame in an event message, at a time of the picture's scale."""
    frame = b"\3\0" + text.encode()
    frame = b"TXXX" + _synchsafe(len(frame)) + b"\0\0" + frame
    tag = b"ID3\4\0\0" + _synchsafe(len(frame)) + frame
    times = struct.pack(">IQII", PICTURE_SCALE, time, 0, number)
    return _full("emsg", times + b"https://aomedia.org/emsg/ID3\0\0" + tag, version=1)


def _write_head(number: int, tracks: Sequence[tuple[int, Sequence[Sample]]], size: int) -> bytes:
    """Return the `moof` whose own size is `size`; its length does not depend on it."""
    at = size + 8
    parts = [_full("mfhd", struct.pack(">I", number))]
    for track, samples in tracks:
        parts.append(_write_track_fragment(track, samples, at))
        at += sum(len(sample.data) for sample in samples)
    return _box("moof", *parts)


def _write_track_fragment(track: int, samples: Sequence[Sample], at: int) -> bytes:
    rows = b"".join(
        struct.pack(">IIIi", each.duration, len(each.data), _SYNC if each.is_key else _NO_SYNC, each.offset)
        for each in samples
    )
    return _box(
        "traf",
        _full("tfhd", struct.pack(">I", track), flags=0x020000),
        _full("tfdt", struct.pack(">Q", samples[0].time), version=1),
        _full("trun", struct.pack(">Ii", len(samples), at) + rows, version=1, flags=0x0F01),
    )


def _write_picture_track(picture: Picture) -> bytes:
    entry = bytes(6) + b"\0\1" + bytes(16) + struct.pack(">HHII", picture.width, picture.height, 0x480000, 0x480000)
    entry += bytes(4) + b"\0\1" + bytes(32) + b"\0\x18\xff\xff"
    description = _box("avc1", entry, _box("avcC", picture.record))
    head = _full("vmhd", bytes(8), flags=1)
    size = struct.pack(">II", picture.width << 16, picture.height << 16)
    return _write_track(PICTURE_TRACK, PICTURE_SCALE, b"vide", head, description, size, volume=0)


def _write_sound_track(sound: Sound) -> bytes:
    entry = bytes(6) + b"\0\1" + bytes(8) + struct.pack(">HHII", sound.channels, 16, 0, sound.rate << 16 & 0xFFFFFFFF)
    decoder = b"\x40\x15" + bytes(11) + _descriptor(5, sound.config)
    stream = struct.pack(">HB", SOUND_TRACK, 0) + _descriptor(4, decoder) + _descriptor(6, b"\2")
    description = _box("mp4a", entry, _full("esds", _descriptor(3, stream)))
    head = _full("smhd", bytes(4))
    return _write_track(SOUND_TRACK, sound.rate, b"soun", head, description, bytes(8), volume=0x0100)


def _write_track(
    number: int, scale: int, handler: bytes, head: bytes, description: bytes, size: bytes, *, volume: int
) -> bytes:
    header = struct.pack(">IIIII", 0, 0, number, 0, 0) + bytes(8) + struct.pack(">hhHH", 0, 0, volume, 0)
    media = struct.pack(">IIII", 0, 0, scale, 0) + struct.pack(">HH", 0x55C4, 0)  # the language is undetermined
    empty = [_full(name, bytes(4)) for name in ("stts", "stsc", "stco")] + [_full("stsz", bytes(8))]
    table = _box("stbl", _full("stsd", struct.pack(">I", 1) + description), *empty)
    references = _box("dinf", _full("dref", struct.pack(">I", 1) + _full("url ", b"", flags=1)))
    return _box(
        "trak",
        _full("tkhd", header + _MATRIX + size, flags=3),
        _box(
            "mdia",
            _full("mdhd", media),
            _full("hdlr", bytes(4) + handler + bytes(12) + b"\0"),
            _box("minf", head, references, table),
        ),
    )


def _box(kind: str, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return struct.pack(">I", len(content) + 8) + kind.encode() + content


def _full(kind: str, content: bytes, *, version: int = 0, flags: int = 0) -> bytes:
    return _box(kind, struct.pack(">I", version << 24 | flags), content)


def _descriptor(tag: int, content: bytes) -> bytes:
    return bytes([tag, 0x80, 0x80, 0x80, len(content)]) + content


def _synchsafe(size: int) -> bytes:
    return bytes(size >> shift & 127 for shift in (21, 14, 7, 0))
