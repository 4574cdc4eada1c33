"""A child process that opens one file and prints what it holds: a crash of the decoder ends nothing else.

Run as `python -m mediaconvert_local.demux FILE`. It prints JSON; a file it cannot open ends it with status 2 and a
sentence. The names of containers, codecs and colours are those of MediaConvert's Probe.
"""

import itertools
import json
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from mediaconvert_local.media import AudioTrack, Media, UnreadableInput, VideoTrack

# By their content: a playlist or a list of files would make the demuxer read other files and addresses.
CONTAINERS = {
    "mov": "mp4",
    "matroska": "matroska",
    "webm": "webm",
    "avi": "avi",
    "mpegts": "mpegts",
    "mpeg": "mpegps",
    "mp3": "mp3",
    "wav": "wave",
    "flac": "flac",
    "ogg": "ogg",
    "asf": "asf",
    "mxf": "mxf",
}
FORMAT_WHITELIST = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mp3,wav,flac,ogg,asf,mxf"
MAX_SIDE = 8192  # MediaConvert's own limit
_MOST_FRAMES_A_SECOND = 240  # a container that promises more only lacks a rate: it is counted then
_MOST_PACKETS = 20_000  # that are looked through for the first sound
_CODECS = {
    "h264": "AVC",
    "hevc": "HEVC",
    "av1": "AV1",
    "vp8": "VP8",
    "vp9": "VP9",
    "mpeg4": "MP4V",
    "mpeg1video": "MPEG1",
    "mpeg2video": "MPEG2",
    "prores": "PRORES",
    "mjpeg": "MJPEG",
    "h263": "H263",
    "theora": "THEORA",
    "rawvideo": "UNCOMPRESSED",
    "aac": "AAC",
    "mp3": "MP3",
    "mp2": "MP2",
    "opus": "OPUS",
    "vorbis": "VORBIS",
    "flac": "FLAC",
    "ac3": "AC3",
    "eac3": "EAC3",
}
# The numbers of ITU-T H.273, which the decoders use.
_TRANSFERS = {
    1: "ITU_709",
    4: "ITU_470M",
    5: "ITU_470BG",
    6: "SMPTE_170M",
    7: "SMPTE_240M",
    8: "LINEAR",
    13: "IEC_61966_2_1",
    14: "ITU_2020_10bit",
    15: "ITU_2020_12bit",
    16: "SMPTE_2084",
    18: "ARIB_B67",
}
_PRIMARIES = {
    1: "ITU_709",
    4: "ITU_470M",
    5: "ITU_470BG",
    6: "SMPTE_170M",
    7: "SMPTE_240M",
    9: "ITU_2020",
    12: "SMPTE_EG_432_1",
}
_MATRICES = {
    0: "RGB",
    1: "ITU_709",
    4: "FCC",
    5: "ITU_470BG",
    6: "SMPTE_170M",
    7: "SMPTE_240M",
    8: "YCgCo",
    9: "ITU_2020_NCL",
    10: "ITU_2020_CL",
}


@dataclass
class Span:
    """From when to when a track lasts, in seconds, and the number of its packets."""

    start: float
    end: float = 0.0
    packets: int = 0

    def add(self, start: float, end: float) -> None:
        self.start, self.end = min(self.start, start), max(self.end, end)
        self.packets += 1

    @property
    def seconds(self) -> float:
        """The length; a still picture has none."""
        return self.end - self.start if self.packets > 1 else 0.0

    @property
    def frame_rate(self) -> Fraction:
        """The packets a second, by the time between the first and the last."""
        return Fraction(self.packets / self.seconds).limit_denominator(1001) if self.seconds else Fraction(0)


def main() -> int:
    try:
        print(json.dumps(asdict(read_media(sys.argv[1])), default=str))
    except (UnreadableInput, av.FFmpegError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def read_media(path: str) -> Media:
    """Return what a file holds, or raise `UnreadableInput` or an error of the demuxer."""
    options = {"protocol_whitelist": "file", "format_whitelist": FORMAT_WHITELIST}
    with av.open(path, options=options) as container:
        pictures = [each for each in container.streams.video if _has_decoder(each) and not _is_cover(each)]
        sounds = [each for each in container.streams.audio if _has_decoder(each) and _has_sound(container, each)]
        if not pictures and not sounds:
            raise UnreadableInput("The file has no picture and no sound.")
        spans = _measure_spans(container) if _lacks_length(container, pictures) else {}
        longest = max((span.seconds for span in spans.values()), default=0.0)
        names = container.format.name.split(",")
        return Media(
            container=next(known for name, known in CONTAINERS.items() if name in names),
            duration=longest or (container.duration or 0) / av.time_base,
            bit_rate=container.bit_rate or 0,
            video=tuple(_read_video(container, stream, spans.get(stream.index)) for stream in pictures),
            audio=tuple(_read_audio(stream, spans.get(stream.index)) for stream in sounds),
        )


def _has_decoder(stream: VideoStream | AudioStream) -> bool:
    """Tell whether a track can be decoded: phones write a second sound in a codec of their own."""
    return bool(stream.codec_context)


def _is_cover(stream: VideoStream) -> bool:
    return bool(stream.disposition & av.stream.Disposition.attached_pic)


def _has_sound(container: InputContainer, stream: AudioStream) -> bool:
    """Tell whether a sound track holds any sound: cameras write empty ones."""
    container.seek(0)
    packets = itertools.islice(container.demux(stream), _MOST_PACKETS)
    return any(packet.size for packet in packets)


def _lacks_length(container: InputContainer, pictures: Sequence[VideoStream]) -> bool:
    """Tell whether length or frame rate have to be counted: browsers record without either."""
    return not container.duration or any(not 0 < _read_rate(each) <= _MOST_FRAMES_A_SECOND for each in pictures)


def _read_rate(stream: VideoStream) -> Fraction:
    return stream.average_rate or Fraction(0)


def _measure_spans(container: InputContainer) -> dict[int, Span]:
    """Return how long each track lasts, by the times of all its packets."""
    spans: dict[int, Span] = {}
    container.seek(0)
    for packet in container.demux():
        if packet.pts is not None and packet.time_base:
            start = float(packet.pts * packet.time_base)
            end = start + float((packet.duration or 0) * packet.time_base)
            spans.setdefault(packet.stream_index, Span(start)).add(start, end)
    return spans


def _read_video(container: InputContainer, stream: VideoStream, span: Span | None) -> VideoTrack:
    rate = span.frame_rate if span else _read_rate(stream)
    # A picture that is too large is described by its header: decoding it would take all memory.
    frame = _decode_first(container, stream) if max(stream.width, stream.height) <= MAX_SIDE else None
    return VideoTrack(
        index=stream.index,
        codec=_CODECS.get(stream.codec_context.codec.canonical_name, "UNKNOWN"),
        width=frame.width if frame else stream.width,
        height=frame.height if frame else stream.height,
        rotation=-frame.rotation % 360 if frame else 0,  # a display matrix turns anticlockwise
        aspect=stream.sample_aspect_ratio or Fraction(1),
        frame_rate=rate or stream.guessed_rate or Fraction(30),
        bit_depth=frame.format.components[0].bits if frame else 8,
        is_interlaced=frame is not None and frame.interlaced_frame,
        duration=span.seconds if span else _measure_duration(stream),
        bit_rate=stream.bit_rate or 0,
        **_read_colours(frame),
    )


def _read_colours(frame: VideoFrame | None) -> dict[str, str]:
    if frame is None:
        return {"transfer": "UNSPECIFIED", "primaries": "UNSPECIFIED", "matrix": "UNSPECIFIED"}
    matrix = "RGB" if frame.format.is_rgb else _MATRICES.get(int(frame.colorspace), "UNSPECIFIED")
    return {
        "transfer": _TRANSFERS.get(int(frame.color_trc), "UNSPECIFIED"),
        "primaries": _PRIMARIES.get(int(frame.color_primaries), "UNSPECIFIED"),
        "matrix": matrix,
    }


def _decode_first(container: InputContainer, stream: VideoStream) -> VideoFrame:
    """Return the first frame: only a decoded frame says how it is turned, and whether it is interlaced."""
    container.seek(0)
    for packet in container.demux(stream):
        # What was cut out of a broadcast begins in the middle of a picture.
        with suppress(av.InvalidDataError):
            for frame in packet.decode():
                assert isinstance(frame, VideoFrame)
                return frame
    raise UnreadableInput("The picture track has no frame that can be decoded.")


def _read_audio(stream: AudioStream, span: Span | None) -> AudioTrack:
    name = stream.codec_context.codec.canonical_name
    return AudioTrack(
        index=stream.index,
        codec="PCM" if name.startswith("pcm") else _CODECS.get(name, "UNKNOWN"),
        channels=stream.channels,
        sample_rate=stream.sample_rate,
        duration=span.seconds if span else _measure_duration(stream),
        bit_rate=stream.bit_rate or 0,
    )


def _measure_duration(stream: Any) -> float:
    return float(stream.duration * stream.time_base) if stream.duration and stream.time_base else 0.0


if __name__ == "__main__":
    sys.exit(main())
