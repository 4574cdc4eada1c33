"""Draws the videos of the demo world out of its photos: `python -m infra.local.world.clips SLUG FILE`."""

import subprocess
import sys
import wave
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from infra.local.world.model import Clip, locate_photo, read
from mediaconvert_local.ffmpeg import find_ffmpeg
from polly_local.voice import JoeVoice, find_lack

_RATE: Final = 25
_DRAW_SECONDS: Final = 120
_SPEECH_RATE: Final = 16_000
_ENCODERS: Final = ("-map", "[picture]", "-map", "[sound]", "-c:v", "libx264", "-preset", "veryfast", "-c:a", "aac")


class NoFfmpegError(Exception):
    """ffmpeg is neither in a wheel nor installed."""


def draw_clip(clip: Clip, path: Path) -> None:
    """Write a clip as an MP4, or raise `NoFfmpegError` or `CalledProcessError`; without a voice it has a quiet tone."""
    flat = path.with_name(f"flat-{path.name}") if clip.rotation else path
    speech = path.with_suffix(".wav")
    sound = ["-i", str(speech)] if clip.speech and _say(clip.speech, speech) else _build_tone(clip)
    length = ["-t", str(clip.seconds)]
    inputs = [*_build_inputs(clip), *sound]
    _run_ffmpeg([*inputs, "-filter_complex", _build_filters(clip, sound), *_ENCODERS, *length, str(flat)])
    if clip.rotation:
        _run_ffmpeg(["-display_rotation", str(clip.rotation), "-i", str(flat), "-c", "copy", str(path)])
        flat.unlink()


def _build_inputs(clip: Clip) -> list[str]:
    each = str(clip.seconds / len(clip.photos))
    photos = [("-loop", "1", "-framerate", str(_RATE), "-t", each, "-i", str(locate_photo(it))) for it in clip.photos]
    return [argument for options in photos for argument in options]


def _build_tone(clip: Clip) -> list[str]:
    return ["-f", "lavfi", "-i", f"sine=frequency=196:sample_rate=48000:duration={clip.seconds}"]


def _say(text: str, path: Path) -> bool:
    """Write a text, read aloud, as a WAV file; return False where no voice is installed."""
    if find_lack():
        return False
    from polly_local.encoding import FORMATS, encode  # noqa: PLC0415 - what they need may be missing
    from polly_local.reading import Reader  # noqa: PLC0415

    pcm = encode(Reader(JoeVoice()).read(text).samples, FORMATS["pcm"], _SPEECH_RATE)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(_SPEECH_RATE)
        file.writeframes(pcm)
    return True


def _build_filters(clip: Clip, sound: Sequence[str]) -> str:
    """Return the filter graph: the frame moves across one photo after the other, over a voice or a quiet tone."""
    heard = "apad" if "lavfi" not in sound else "volume=0.1,tremolo=f=0.5"
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
    return ";".join([*pans, joined, f"[{len(numbers)}:a]{heard}[sound]"])


def _run_ffmpeg(arguments: Sequence[str]) -> None:
    ffmpeg = find_ffmpeg()
    if ffmpeg is None:
        raise NoFfmpegError
    command = (ffmpeg, "-nostdin", "-loglevel", "error", "-y", *arguments)
    subprocess.run(command, check=True, timeout=_DRAW_SECONDS)


if __name__ == "__main__":
    clips = {each.slug: each.clip for each in read().videos}
    draw_clip(clips[sys.argv[1]], Path(sys.argv[2]))
