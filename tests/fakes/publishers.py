"""An encoder for tests of livestreams: ffmpeg, which publishes a test card with a tone until it is told to end.

The lowest ninth of the picture is a clock: 16 columns, black or white, are the bits of the time in milliseconds when
the frame was drawn, the lowest on the left. `frontend/e2e/support/delay.ts` reads it from what a viewer sees.

`python -m tests.fakes.publishers ADDRESS AUTHORITY` becomes that encoder.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ivs_local.thumbnails import find_ffmpeg

Encoder = subprocess.Popen[bytes]
_CARD = "testsrc2=size=320x180:rate=15,format=yuv420p[card]"
_CLOCK = (
    "color=black:size=16x2:rate=15,format=yuv420p,geq=lum='16+219*mod(floor(time(0)*1000/pow(2,X)),2)':cb=128:cr=128,"
    "scale=320:20:flags=neighbor[clock]"
)
_PICTURE = ("-f", "lavfi", "-i", f"{_CARD};{_CLOCK};[card][clock]overlay=y=160")
_TONE = ("-f", "lavfi", "-i", "sine=sample_rate=48000")
_CODECS = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "15", "-c:a", "aac", "-b:a", "64k")


@contextmanager
def publishing(address: str, authority: Path, *, seconds: int = 600) -> Iterator[Encoder]:
    """Publish at the pace of life; `authority` is the certificate that the server's is issued by."""
    encoder = subprocess.Popen(build_command(address, authority, seconds), stderr=subprocess.PIPE)  # noqa: S603
    try:
        yield encoder
    finally:
        encoder.kill()
        encoder.communicate()


def build_command(address: str, authority: Path, seconds: int = 600) -> list[str]:
    """Return the command of ffmpeg that publishes to an address."""
    program = (find_ffmpeg() or "ffmpeg", "-nostdin", "-loglevel", "error", "-re")
    return [*program, *_PICTURE, *_TONE, "-t", str(seconds), *_CODECS, "-f", "flv", "-ca_file", str(authority), address]


if __name__ == "__main__":
    command = build_command(sys.argv[1], Path(sys.argv[2]))
    os.execvp(command[0], command)  # noqa: S606  ending this process ends the encoder
