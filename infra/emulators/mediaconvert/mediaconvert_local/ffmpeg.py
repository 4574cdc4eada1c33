"""ffmpeg as a process of its own: its progress, its time limit, and its end when nobody wants the result any more."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

import imageio_ffmpeg

_TAIL_LINES = 3

OnProgress = Callable[[float, int], Awaitable[None]]


class FfmpegFailed(Exception):  # noqa: N818
    """ffmpeg ended with an error; the message is the end of its log."""


def find_ffmpeg() -> str | None:
    """Return the path of ffmpeg: the one in imageio-ffmpeg's wheel, else the one that is installed."""
    with suppress(RuntimeError):
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    return shutil.which("ffmpeg")


async def run(arguments: Sequence[str], on_progress: OnProgress, *, timeout_seconds: float) -> None:
    """Run ffmpeg and call `on_progress(seconds written, frames)`; raises `FfmpegFailed` and `TimeoutError`.

    A cancelled call ends the process, too.
    """
    path = find_ffmpeg()
    if path is None:
        raise FfmpegFailed("ffmpeg is not installed.")
    process = await asyncio.create_subprocess_exec(
        path,
        "-progress",
        "pipe:1",
        "-stats_period",
        "0.2",
        *arguments,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(timeout_seconds):
            _, log = await asyncio.gather(_follow(process, on_progress), _read_log(process))
            status = await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if status:
        raise FfmpegFailed(log or f"ffmpeg ended with status {status}.")


async def _follow(process: asyncio.subprocess.Process, on_progress: OnProgress) -> None:
    assert process.stdout is not None
    frames = 0
    async for line in process.stdout:
        name, _, value = line.decode().strip().partition("=")
        if name == "frame":
            frames = int(value)
        elif name == "out_time_us" and value.lstrip("-").isdecimal():
            await on_progress(max(int(value), 0) / 1e6, frames)


async def _read_log(process: asyncio.subprocess.Process) -> str:
    assert process.stderr is not None
    lines = (await process.stderr.read()).decode(errors="replace").strip().splitlines()
    return " ".join(lines[-_TAIL_LINES:])
