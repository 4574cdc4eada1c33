"""The renditions of a video, computed from its file: by the short side, never larger than the source."""

from fractions import Fraction
from typing import Final

from resolvers.core.model import Model
from resolvers.video.videos.model import VideoFile

# Short side in pixels, and the most bits a second that its picture may take.
RUNGS: Final = ((360, 800_000), (480, 1_400_000), (720, 2_800_000), (1080, 5_000_000))
_MOST_FRAMES: Final = 30
_USUAL_RATES: Final = tuple(Fraction(each) for each in ("24000/1001", "24", "25", "30000/1001", "30"))
_CLOSE: Final = Fraction(1, 100)


class Rendition(Model):
    """One rendition: its size in square pixels, its bit rate, its constant frame rate as a fraction."""

    width: int
    height: int
    bit_rate: int
    frame_rate: str

    @property
    def name(self) -> str:
        """The name by its short side, such as `360p`."""
        return f"{min(self.width, self.height)}p"


def build_ladder(file: VideoFile) -> list[Rendition]:
    """Return the renditions of a file, the lowest first; a source below the first rung gets one of its own size."""
    short = min(file.width, file.height)
    rate = str(choose_frame_rate(file.rate))
    own = (short - short % 2, RUNGS[0][1])
    fitting = [(side, bits) for side, bits in RUNGS if side <= short] or [own]
    return [_build_rendition(file, Fraction(side, short), bits, rate) for side, bits in fitting]


def choose_frame_rate(rate: Fraction) -> Fraction:
    """Return a constant frame rate of at most 30: a usual one that is close, or the source's own."""
    if rate > _MOST_FRAMES:
        halves = rate / 2  # every second frame: 60 becomes 30, 59.94 becomes 29.97
        return choose_frame_rate(halves) if halves <= _MOST_FRAMES else Fraction(_MOST_FRAMES)
    usual = min(_USUAL_RATES, key=lambda each: abs(each - rate))
    return usual if abs(usual - rate) <= _CLOSE * usual else max(rate, Fraction(1)).limit_denominator(1001)


def _build_rendition(file: VideoFile, scale: Fraction, bits: int, rate: str) -> Rendition:
    return Rendition(
        width=_to_even(file.width * scale), height=_to_even(file.height * scale), bit_rate=bits, frame_rate=rate
    )


def _to_even(length: Fraction) -> int:
    """Return the nearest even number of pixels: H.264 has no odd ones."""
    return max(2, round(length / 2) * 2)
