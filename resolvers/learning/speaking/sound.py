"""A recording as sound: decoded by FFmpeg's libraries to one form, whatever a browser recorded.

The length is what was decoded: the length that a container declares is missing, or wrong where a file broke off.
"""

import io
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import av
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.error import FFmpegError

SAMPLE_RATE: Final = 16_000
SAMPLE_BYTES: Final = 2


class NotAudio(Exception):  # noqa: N818
    """The file has no sound that can be decoded."""


@dataclass(frozen=True)
class Sound:
    """Mono sound with 16,000 samples a second, each a signed integer of 16 bits in the machine's order."""

    samples: bytes
    is_cut: bool = False  # it goes on after what was decoded

    @property
    def seconds(self) -> float:
        return len(self.samples) / SAMPLE_BYTES / SAMPLE_RATE


def decode(file: bytes, most_seconds: float) -> Sound:
    """Return the sound of a file, no more than so many seconds of it, or raise `NotAudio`."""
    most_bytes = round(most_seconds * SAMPLE_RATE) * SAMPLE_BYTES
    samples = bytearray()
    try:
        with av.open(io.BytesIO(file), "r") as container:
            if not container.streams.audio:
                raise NotAudio
            for part in _resample(container):
                samples += part
                if len(samples) > most_bytes:
                    return Sound(bytes(samples[:most_bytes]), is_cut=True)
    except (FFmpegError, ValueError) as error:
        # A file that broke off ends in an error; what came before is sound.
        if not samples:
            raise NotAudio from error
    if not samples:
        raise NotAudio
    return Sound(bytes(samples))


def write_flac(sound: Sound) -> bytes:
    """Return the sound as a FLAC file, which every browser plays and Transcribe reads."""
    target = io.BytesIO()
    with av.open(target, "w", format="flac") as container:
        stream = container.add_stream("flac", rate=SAMPLE_RATE, layout="mono")
        frame = AudioFrame(format="s16", layout="mono", samples=len(sound.samples) // SAMPLE_BYTES)
        frame.sample_rate = SAMPLE_RATE
        frame.planes[0].update(_pad(sound.samples, frame.planes[0].buffer_size))
        resampler = AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE, frame_size=4096)
        for part in (*resampler.resample(frame), *resampler.resample(None)):
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    return target.getvalue()


def measure_power(samples: bytes) -> float:
    """Return the mean square of samples, each from -1 to 1."""
    numbers = array("h", samples)
    return sum(each * each for each in numbers) / max(1, len(numbers)) / 32768**2


def _resample(container: av.container.InputContainer) -> Iterator[bytes]:
    resampler = AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
    for frame in container.decode(audio=0):
        for part in resampler.resample(frame):
            yield _read(part)
    for part in resampler.resample(None):
        yield _read(part)


def _read(frame: AudioFrame) -> bytes:
    return bytes(frame.planes[0])[: frame.samples * SAMPLE_BYTES]


def _pad(samples: bytes, size: int) -> bytes:
    """Return samples with silence up to the size of a plane, which is aligned."""
    return samples + bytes(size - len(samples))
