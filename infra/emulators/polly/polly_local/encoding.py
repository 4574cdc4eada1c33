"""Sound in Polly's formats, encoded by FFmpeg's libraries."""

import io
from dataclasses import dataclass
from typing import Any, Final

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler

from polly_local.voice import SAMPLE_RATE, Samples


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its media type, FFmpeg's codec and container, its sample rates with the usual one first."""

    content_type: str
    codec: str
    container: str
    rates: tuple[int, ...]
    options: tuple[tuple[str, str], ...] = ()


FORMATS: Final = {
    # Without the header that tells how long a file is, as streams have none: files may be put one after the other.
    "mp3": Format(
        "audio/mpeg",
        "libmp3lame",
        "mp3",
        (24_000, 22_050, 16_000, 8_000),
        (("write_xing", "0"), ("id3v2_version", "0")),
    ),
    "ogg_opus": Format("audio/ogg", "libopus", "ogg", (48_000, 24_000, 16_000, 8_000)),
    "pcm": Format("audio/pcm", "pcm_s16le", "s16le", (16_000, 8_000)),
    "mulaw": Format("audio/mulaw", "pcm_mulaw", "mulaw", (8_000,)),
    "alaw": Format("audio/alaw", "pcm_alaw", "alaw", (8_000,)),
}
_BIT_RATE: Final = 48_000
_FRAME: Final = 1152


def encode(samples: Samples, format: Format, rate: int) -> bytes:
    """Return samples of the voice's rate as a file of a format."""
    target = io.BytesIO()
    with av.open(target, "w", format=format.container, container_options=dict(format.options)) as container:
        stream: Any = container.add_stream(format.codec, rate=rate, layout="mono")
        if not format.codec.startswith("pcm"):
            stream.bit_rate = _BIT_RATE
        codec = stream.codec_context
        resampler = AudioResampler(codec.format or "s16", "mono", rate, frame_size=codec.frame_size or _FRAME)
        for part in (*resampler.resample(_make_frame(samples)), *resampler.resample(None)):
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    return target.getvalue()


def _make_frame(samples: Samples) -> AudioFrame:
    """Return the samples as one frame; what says nothing is a moment of silence."""
    numbers = samples if len(samples) else np.zeros(SAMPLE_RATE // 10, np.float32)
    frame = AudioFrame.from_ndarray((numbers * 32767).astype(np.int16).reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate = SAMPLE_RATE
    return frame
