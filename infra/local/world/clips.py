"""Draws the videos of the demo world out of its photos: `python -m infra.local.world.clips SLUG FILE`."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from infra.local.world.model import Clip, locate_photo, read
from mediaconvert_local.ffmpeg import find_ffmpeg

_RATE: Final = 25
_DRAW_SECONDS: Final = 120
_ENCODERS: Final = ("-map", "[picture]", "-map", "[sound]", "-c:v", "libx264", "-preset", "veryfast", "-c:a", "aac")


class NoFfmpegError(Exception):
    """ffmpeg is neither in a wheel nor installed."""


def draw_clip(clip: Clip, path: Path) -> None:
    """Write a clip as an MP4, or raise `NoFfmpegError` or `CalledProcessError`."""
    flat = path.with_name(f"flat-{path.name}") if clip.rotation else path
    _run_ffmpeg([*_build_inputs(clip), "-filter_complex", _build_filters(clip), *_ENCODERS, str(flat)])
    if clip.rotation:
        _run_ffmpeg(["-display_rotation", str(clip.rotation), "-i", str(flat), "-c", "copy", str(path)])
        flat.unlink()


def _build_inputs(clip: Clip) -> list[str]:
    each = str(clip.seconds / len(clip.photos))
    photos = [("-loop", "1", "-framerate", str(_RATE), "-t", each, "-i", str(locate_photo(it))) for it in clip.photos]
    tone = ("-f", "lavfi", "-i", f"sine=frequency=196:sample_rate=48000:duration={clip.seconds}")
    return [argument for options in (*photos, tone) for argument in options]


def _build_filters(clip: Clip) -> str:
    """Return the filter graph: the frame moves across one photo after the other, over a quiet tone."""
    numbers = range(len(clip.photos))
    each = clip.seconds / len(clip.photos)
    wide, high = round(clip.width * 0.6) * 2, round(clip.height * 0.6) * 2
    turn = {90: "transpose=clock,", 270: "transpose=cclock,"}.get(clip.rotation, "")
    pan = (
        f"scale={wide}:{high}:force_original_aspect_ratio=increase,"
        f"crop={clip.width}:{clip.height}:x='(iw-ow)*t/{each}':y='(ih-oh)/2',{turn}setsar=1,format=yuv420p"
    )
    pans = [f"[{number}:v]{pan}[photo{number}]" for number in numbers]
    joined = "".join(f"[photo{number}]" for number in numbers) + f"concat=n={len(numbers)}:v=1:a=0[picture]"
    return ";".join([*pans, joined, f"[{len(numbers)}:a]volume=0.1,tremolo=f=0.5[sound]"])


def _run_ffmpeg(arguments: Sequence[str]) -> None:
    ffmpeg = find_ffmpeg()
    if ffmpeg is None:
        raise NoFfmpegError
    command = (ffmpeg, "-nostdin", "-loglevel", "error", "-y", *arguments)
    subprocess.run(command, check=True, timeout=_DRAW_SECONDS)


if __name__ == "__main__":
    clips = {each.slug: each.clip for each in read().videos}
    draw_clip(clips[sys.argv[1]], Path(sys.argv[2]))
