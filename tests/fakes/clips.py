"""Short clips of every kind that people upload, drawn by ffmpeg when a test asks for one."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from mediaconvert_local.ffmpeg import find_ffmpeg

_SOUND = ("-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000:duration={seconds}")
_H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
_AAC = ("-c:a", "aac", "-shortest")
_HDR10 = (
    *("-c:v", "libx265", "-preset", "ultrafast", "-pix_fmt", "yuv420p10le", "-tag:v", "hvc1"),
    *("-x265-params", "log-level=none:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc"),
    *("-color_primaries", "bt2020", "-color_trc", "smpte2084", "-colorspace", "bt2020nc"),
)


class Clips:
    """Draws each clip once, into one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def landscape(self, seconds: float = 2) -> Path:
        return self._draw("landscape", f"{seconds}.mp4", "640x360", seconds, (*_H264, *_AAC))

    def portrait(self) -> Path:
        return self._draw("portrait", "mp4", "360x640", 1, (*_H264, *_AAC))

    def odd(self) -> Path:
        return self._draw("odd", "mp4", "853x481", 1, ("-c:v", "libx264", "-preset", "ultrafast", *_AAC))

    def non_square(self) -> Path:
        return self._draw("wide-pixels", "mp4", "720x576", 1, ("-vf", "setsar=16/15", *_H264, *_AAC))

    def silent(self) -> Path:
        return self._draw("silent", "mp4", "320x240", 1, _H264, has_sound=False)

    def hdr(self) -> Path:
        return self._draw("hdr", "mp4", "320x180", 1, _HDR10, has_sound=False)

    def interlaced(self) -> Path:
        return self._draw(
            "interlaced", "ts", "640x480", 1, ("-vf", "interlace", "-c:v", "mpeg2video", "-flags", "+ilme+ildct", *_AAC)
        )

    def variable_rate(self) -> Path:
        picked = "select='not(mod(n,3))+lt(n,12)'"
        return self._draw("variable", "mp4", "320x240", 2, ("-vf", picked, "-fps_mode", "vfr", *_H264, *_AAC))

    def webm(self) -> Path:
        encoders = ("-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus", "-shortest")
        return self._draw("webm", "webm", "320x240", 1, encoders)

    def blink(self) -> Path:
        return self._draw("blink", "mp4", "320x240", 0.04, _H264, has_sound=False)

    def rotated(self) -> Path:
        """A landscape picture that the file says to show turned by a quarter, as phones write it."""
        path = self._folder / "rotated.mp4"
        if not path.exists():
            draw("-display_rotation", "90", "-i", self.landscape(), "-c", "copy", path)
        return path

    def sound_only(self) -> Path:
        path = self._folder / "sound.mp3"
        if not path.exists():
            draw(*(part.format(seconds=1) for part in _SOUND), path)
        return path

    def cut_off(self) -> Path:
        """A file whose index is at its end, which never arrived."""
        path = self._folder / "cut-off.mp4"
        path.write_bytes(self.landscape().read_bytes()[:20_000])
        return path

    def text(self, name: str, content: str) -> Path:
        path = self._folder / name
        path.write_text(content)
        return path

    def picture(self) -> Path:
        path = self._folder / "picture.mp4"
        draw("-f", "lavfi", "-i", "testsrc2=size=64x64", "-frames:v", "1", "-f", "image2", "-c:v", "png", path)
        return path

    def _draw(
        self, name: str, suffix: str, size: str, seconds: float, encoders: Sequence[str], *, has_sound: bool = True
    ) -> Path:
        path = self._folder / f"{name}.{suffix}"
        if not path.exists():
            picture = ("-f", "lavfi", "-i", f"testsrc2=size={size}:rate=25:duration={seconds}")
            sound = tuple(part.format(seconds=seconds) for part in _SOUND) if has_sound else ()
            draw(*picture, *sound, *encoders, path)
        return path


def draw(*arguments: str | Path) -> None:
    """Run ffmpeg, or raise with what it said."""
    ffmpeg = find_ffmpeg()
    assert ffmpeg is not None
    subprocess.run([ffmpeg, "-nostdin", "-loglevel", "error", "-y", *arguments], check=True, timeout=60)  # noqa: S603


def measure_psnr(left: Path, right: Path) -> float:
    """Return how alike the first frames of two files are, in decibels; 100 for the same."""
    ffmpeg = find_ffmpeg()
    assert ffmpeg is not None
    command: list[str | Path] = [
        ffmpeg,
        "-nostdin",
        "-i",
        left,
        "-i",
        right,
        "-frames:v",
        "1",
        "-lavfi",
        "psnr",
        "-f",
        "null",
        "-",
    ]
    log = subprocess.run(command, capture_output=True, check=True, timeout=60).stderr.decode()  # noqa: S603
    mean = log.rpartition("average:")[2].split()[0]
    return 100.0 if mean == "inf" else float(mean)
