"""Livestreams as an encoder sends them; those of the demo world, which are over, and have a replay.

A livestream is found by its title among its author's, so a load can be repeated.
"""

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any, Final, TypeVar

from infra.local.world import chatting, operations
from infra.local.world.api import Api, ApiError, nodes
from infra.local.world.clips import NoFfmpegError, draw_clip
from infra.local.world.listener import MissedError
from infra.local.world.member import Member, Members
from infra.local.world.model import Broadcast, Clip
from infra.local.world.running import Running
from mediaconvert_local.ffmpeg import find_ffmpeg

Say = Callable[[str], None]
T = TypeVar("T")
LOOK_SECONDS: Final = 0.5
STATE_SECONDS: Final = 60
_CODECS: Final = ("-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-pix_fmt", "yuv420p", "-c:a", "aac")


async def show_broadcasts(broadcasts: list[Broadcast], members: Members, running: Running, say: Say) -> None:
    """Send the livestreams that their authors do not have, each to its end; without IVS there are none."""
    if running.authority is None or not running.authority.exists():
        say("without IVS there are no livestreams")
        return
    for broadcast in broadcasts:
        author = members[broadcast.author]
        found = await _find(broadcast, author.api)
        if found and found["replay"]:
            continue
        try:
            await _send(broadcast, author, members, running.authority, found)
        except (ApiError, NoFfmpegError, MissedError) as problem:
            say(f"“{broadcast.title}” by @{broadcast.author} has no replay. {problem or 'There is no ffmpeg.'}")
        else:
            say(
                f"“{broadcast.title}” by @{broadcast.author}: a livestream of {broadcast.clip.seconds:.0f} s, to replay"
            )


async def start(owner: Api, stream_id: str) -> str:
    """Begin a livestream and return the address that an encoder sends it to."""
    (answer,) = (await owner.execute(operations.ROTATE_STREAM_KEY)).values()
    if answer["errors"]:
        raise ApiError(answer["errors"][0]["message"])
    await owner.mutate(operations.START_STREAM, id=stream_id)
    key: dict[str, str] = answer["key"]
    return f"{key['url']}{key['value']}"


@contextlib.asynccontextmanager
async def publishing(clip: Clip, address: str, authority: Path) -> AsyncIterator[None]:
    """Send a clip again and again, at the pace of life, as long as the context lasts."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clip.mp4"
        await asyncio.to_thread(draw_clip, clip, path)
        source = ("-re", "-stream_loop", "-1", "-i", str(path))
        options = (*source, *_CODECS, "-f", "flv", "-ca_file", str(authority), address)
        ffmpeg = find_ffmpeg()
        assert ffmpeg  # it has drawn the clip
        encoder = await asyncio.create_subprocess_exec(ffmpeg, "-nostdin", "-loglevel", "quiet", *options)
        try:
            yield
        finally:
            with contextlib.suppress(ProcessLookupError):  # the server has ended it
                encoder.kill()
            await encoder.wait()


async def wait_until(
    viewer: Api, stream_id: str, what: str, wanted: Callable[[dict[str, Any]], bool]
) -> dict[str, Any]:
    """Return a livestream once it is as wanted, or raise `MissedError` with `what`."""

    async def read() -> dict[str, Any]:
        return dict((await viewer.execute(operations.STREAM, id=stream_id))["stream"])

    return await poll(read, wanted, what)


async def poll(read: Callable[[], Awaitable[T]], wanted: Callable[[T], bool], what: str) -> T:
    """Read again and again until something is as wanted, and return it; or raise `MissedError` with `what`."""
    for _ in range(int(STATE_SECONDS / LOOK_SECONDS)):
        found = await read()
        if wanted(found):
            return found
        await asyncio.sleep(LOOK_SECONDS)
    raise MissedError(f"Not seen within {STATE_SECONDS} s: {what}")


async def _send(
    broadcast: Broadcast, author: Member, members: Members, authority: Path, found: dict[str, Any] | None
) -> None:
    """Send a livestream; one whose sending broke off is replaced."""
    if found:
        await author.api.mutate(operations.END_STREAM, id=found["id"])
        await author.api.mutate(operations.DELETE_STREAM, id=found["id"])
    words = {"title": broadcast.title, "description": broadcast.description}
    stream_id: str = (await author.api.mutate(operations.CREATE_STREAM, **words))["stream"]["id"]
    address = await start(author.api, stream_id)
    async with publishing(broadcast.clip, address, authority):
        await wait_until(author.api, stream_id, "that it is live", lambda stream: bool(stream["state"] == "LIVE"))
        lines = [(members[line.by].api, line.text) for line in broadcast.chat]
        pause = broadcast.clip.seconds / (len(lines) + 1)
        await chatting.talk(stream_id, lines, pause)
        await asyncio.sleep(pause)
        await author.api.mutate(operations.END_STREAM, id=stream_id)
    await wait_until(author.api, stream_id, "its replay", lambda stream: bool(stream["replay"]))
    for handle in broadcast.likes:
        await members[handle].api.mutate(operations.LIKE, subjectId=stream_id)


async def _find(broadcast: Broadcast, author: Api) -> dict[str, Any] | None:
    own = nodes((await author.execute(operations.OWN_STREAMS))["viewer"]["streams"])
    return next((each for each in own if each["title"] == broadcast.title), None)
