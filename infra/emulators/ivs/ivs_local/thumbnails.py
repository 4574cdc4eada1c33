"""A picture of a segment, drawn by ffmpeg in a process of its own."""

import asyncio
import logging
import shutil
from contextlib import suppress

import imageio_ffmpeg

_SECONDS = 20.0

log = logging.getLogger("ivs")


def find_ffmpeg() -> str | None:
    """Return the path of ffmpeg: the one in imageio-ffmpeg's wheel, else the one that is installed."""
    with suppress(RuntimeError):
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    return shutil.which("ffmpeg")


async def draw_thumbnail(data: bytes) -> bytes | None:
    """Return the first frame of an initialisation and its segment as JPEG; None if it cannot be drawn."""
    path = find_ffmpeg()
    if path is None:
        return None
    source = ("-protocol_whitelist", "pipe", "-format_whitelist", "mov,mp4,m4a,3gp,3g2,mj2", "-i", "pipe:0")
    process = await asyncio.create_subprocess_exec(
        *(path, "-nostdin", "-loglevel", "error", "-threads", "1", *source),
        *("-frames:v", "1", "-f", "mjpeg", "pipe:1"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(_SECONDS):
            picture, _ = await process.communicate(data)
    except TimeoutError:
        log.warning("A thumbnail took too long.")
        return None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return picture or None
