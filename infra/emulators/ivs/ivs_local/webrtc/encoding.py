"""From decoded frames to AVC and AAC as RTMP carries them, with a keyframe every two seconds.

Sources: ISO/IEC 14496-15, 5.3.3 (the record of AVC); Adobe, "Video File Format", E.4.2 and E.4.3 (tags).
"""

import re
from fractions import Fraction
from typing import Final

import av
from av.audio.codeccontext import AudioCodecContext
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.codec.context import Flags
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType, VideoFrame

from ivs_local.webrtc.tags import PICTURE, SOUND, write_tag

KEYFRAME_MS: Final = 2000
SOUND_RATE: Final = 48_000
SOUND_FRAME: Final = 1024
_SOUND_BITS = 128_000
_HALF_FRAME_MS = 16
_SLIP_MS = 80
_ROUNDING = 4  # pixels, where a smaller picture's sides are not quite in proportion
_MILLISECONDS = Fraction(1, 1000)
_START_CODE = re.compile(rb"\0\0\0?\x01")
_SEQUENCE, _PICTURE = 7, 8  # the NAL units that the record holds


class PictureEncoder:
    """Writes pictures as AVC. A smaller picture of the same shape is enlarged, another one begins a new format."""

    def __init__(self, bits: int) -> None:
        self._bits = bits
        self._codec: VideoCodecContext | None = None
        self._last_ms = -1
        self._key_ms = 0

    def encode(self, frame: VideoFrame, time_ms: int) -> bytes:
        """Return the tags of a picture."""
        written = b""
        codec = self._codec
        if codec is None or not _fits(frame, codec):
            codec = self._codec = _open_picture(frame.width & ~1, frame.height & ~1, self._bits)
            body = b"\x17\0\0\0\0" + _write_record(codec.extradata or b"")
            written, self._key_ms = write_tag(PICTURE, max(time_ms, self._last_ms + 1), body), -KEYFRAME_MS
        picture = frame.reformat(codec.width, codec.height, "yuv420p")
        # The encoder takes times that rise, and repeated pictures come between others.
        self._last_ms = picture.pts = max(time_ms, self._last_ms + 1)
        picture.time_base = _MILLISECONDS
        is_due = self._last_ms - self._key_ms > KEYFRAME_MS - _HALF_FRAME_MS
        picture.pict_type = PictureType.I if is_due else PictureType.NONE
        for packet in codec.encode(picture):
            if packet.is_keyframe:
                self._key_ms = self._last_ms
            head = b"\x17\1\0\0\0" if packet.is_keyframe else b"\x27\1\0\0\0"
            written += write_tag(PICTURE, packet.pts or 0, head + _write_lengths(bytes(packet)))
        return written


class SoundEncoder:
    """Writes sound as AAC in stereo."""

    def __init__(self) -> None:
        self._resampler = AudioResampler("fltp", "stereo", SOUND_RATE, SOUND_FRAME)
        self._codec: AudioCodecContext | None = None
        self._begins_ms = 0
        self._taken = 0

    def encode(self, frame: AudioFrame, time_ms: int) -> bytes:
        """Return the tags that are ready; what a frame leaves over waits for the next one."""
        written = b""
        if self._codec is None:
            self._codec = _open_sound()
            written = write_tag(SOUND, time_ms, b"\xaf\0" + (self._codec.extradata or b""))
        here_ms = self._begins_ms + self._taken * 1000 // SOUND_RATE
        if not self._taken or abs(time_ms - here_ms) > _SLIP_MS:
            self._begins_ms += time_ms - here_ms  # sound was lost, or this is the first
        self._taken += frame.samples * SOUND_RATE // frame.sample_rate
        frame.pts = None
        for piece in self._resampler.resample(frame):
            for packet in self._codec.encode(piece):
                at_ms = self._begins_ms + max(packet.pts or 0, 0) * 1000 // SOUND_RATE
                written += write_tag(SOUND, at_ms, b"\xaf\1" + bytes(packet))
        return written


def _fits(frame: VideoFrame, codec: VideoCodecContext) -> bool:
    """Whether a picture may be shown at the size that was begun: a page sends smaller ones while its line is slow."""
    is_smaller = frame.width <= codec.width + 1 and frame.height <= codec.height + 1
    slant = abs(frame.width * codec.height - frame.height * codec.width)
    return is_smaller and slant <= _ROUNDING * max(codec.width, codec.height)


def _open_picture(width: int, height: int, bits: int) -> VideoCodecContext:
    codec = av.CodecContext.create("libx264", "w")
    assert isinstance(codec, VideoCodecContext)
    codec.width, codec.height, codec.pix_fmt = width, height, "yuv420p"
    codec.time_base, codec.framerate = _MILLISECONDS, Fraction(30)
    codec.thread_count = 1
    codec.gop_size = 100_000  # keyframes are asked for by time
    codec.flags |= Flags.global_header
    rate = {"crf": "23", "maxrate": str(bits), "bufsize": str(bits)}
    codec.options = {"preset": "ultrafast", "tune": "zerolatency", "profile": "baseline", "forced-idr": "1", **rate}
    codec.open()
    return codec


def _open_sound() -> AudioCodecContext:
    codec = av.CodecContext.create("aac", "w")
    assert isinstance(codec, AudioCodecContext)
    codec.sample_rate, codec.layout, codec.format = SOUND_RATE, "stereo", "fltp"
    codec.time_base, codec.bit_rate = Fraction(1, SOUND_RATE), _SOUND_BITS
    codec.flags |= Flags.global_header
    codec.open()
    return codec


def _split(stream: bytes) -> list[bytes]:
    """Return the NAL units of a byte stream."""
    return [unit for unit in _START_CODE.split(stream) if unit]


def _write_lengths(stream: bytes) -> bytes:
    units = (unit for unit in _split(stream) if unit[0] & 31 not in (_SEQUENCE, _PICTURE))
    return b"".join(len(unit).to_bytes(4, "big") + unit for unit in units)


def _write_record(stream: bytes) -> bytes:
    units = _split(stream)
    sequence = next(unit for unit in units if unit[0] & 31 == _SEQUENCE)
    picture = next(unit for unit in units if unit[0] & 31 == _PICTURE)
    head = b"\1" + sequence[1:4] + b"\xff"
    return head + b"\xe1" + _with_size(sequence) + b"\1" + _with_size(picture)


def _with_size(unit: bytes) -> bytes:
    return len(unit).to_bytes(2, "big") + unit
