"""The multivariant playlist of a ladder, written from what was really encoded."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from mediaconvert_local.plan import Group

AUDIO_GROUP = "program_audio_0"


@dataclass(frozen=True, slots=True)
class Rendition:
    """One encoded output of a ladder; `codec` as in RFC 6381, rates in bits a second."""

    playlist: str
    codec: str
    peak_bit_rate: int
    mean_bit_rate: int
    width: int = 0
    height: int = 0
    frame_rate: float = 0.0

    @property
    def is_video(self) -> bool:
        return self.width > 0


def write_multivariant(group: Group, renditions: Sequence[Rendition]) -> str:
    """Return the playlist that names every rendition; sound of its own is a group that each picture names."""
    pictures = [each for each in renditions if each.is_video]
    sounds = [each for each in renditions if not each.is_video]
    # A muxed or silent ladder must name no group, and a ladder of sound only has no picture to name one.
    audio = sounds[0] if pictures and sounds else None
    lines = ["#EXTM3U", "#EXT-X-VERSION:6", "#EXT-X-INDEPENDENT-SEGMENTS"]
    if audio:
        name = PurePosixPath(group.name).name
        lines.append(
            f'#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="{AUDIO_GROUP}",NAME="{name}",DEFAULT=YES,AUTOSELECT=YES,'
            f'CHANNELS="2",URI="{audio.playlist}"'
        )
    for each in pictures or sounds:
        lines += [f"#EXT-X-STREAM-INF:{','.join(_attributes(each, audio))}", each.playlist]
    return "\n".join(lines) + "\n"


def _attributes(rendition: Rendition, audio: Rendition | None) -> Iterator[str]:
    yield f"BANDWIDTH={rendition.peak_bit_rate + (audio.peak_bit_rate if audio else 0)}"
    yield f"AVERAGE-BANDWIDTH={rendition.mean_bit_rate + (audio.mean_bit_rate if audio else 0)}"
    codecs = [rendition.codec, *([audio.codec] if audio else [])]
    yield f'CODECS="{",".join(filter(None, codecs))}"'
    if rendition.is_video:
        yield f"RESOLUTION={rendition.width}x{rendition.height}"
        yield f"FRAME-RATE={rendition.frame_rate:.3f}"
    if audio:
        yield f'AUDIO="{AUDIO_GROUP}"'


def measure_bit_rates(playlist: str, size: int) -> tuple[int, int]:
    """Return the peak and mean bit rate of a media playlist whose segments have `size` bytes together."""
    durations = [float(line[8:].split(",")[0]) for line in playlist.splitlines() if line.startswith("#EXTINF:")]
    ranges = [int(line[17:].split("@")[0]) for line in playlist.splitlines() if line.startswith("#EXT-X-BYTERANGE:")]
    mean = round(size * 8 / sum(durations)) if durations else 0
    peaks = [round(length * 8 / seconds) for length, seconds in zip(ranges, durations, strict=False) if seconds]
    return max([*peaks, mean]), mean


def read_duration(playlist: str) -> float:
    """Return the seconds of a media playlist."""
    return sum(float(line[8:].split(",")[0]) for line in playlist.splitlines() if line.startswith("#EXTINF:"))


def read_codecs(path: Path) -> str:
    """Return the codecs of a file that ffmpeg wrote, as RFC 6381 names them."""
    command = [sys.executable, "-m", "mediaconvert_local.codecs", str(path)]
    return subprocess.run(command, capture_output=True, check=True, text=True, timeout=10).stdout.strip()
