"""The videos of the demo world: drawn, uploaded, and shown once they are processed.

A video is found by its title among its author's, so a load can be repeated.
"""

import asyncio
import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from infra.local.world import operations
from infra.local.world.api import Api, nodes
from infra.local.world.clips import NoFfmpegError, draw_clip
from infra.local.world.member import Member, Members
from infra.local.world.model import Clip, Video

Say = Callable[[str], None]
PROCESSING_SECONDS: Final = 300
LOOK_SECONDS: Final = 1.0
UNFINISHED: Final = {"AWAITING_UPLOAD", "PROCESSING"}


async def show_videos(videos: list[Video], members: Members, say: Say) -> None:
    """Upload the videos that their authors do not have; without ffmpeg there are none."""
    try:
        for video in videos:
            await _upload(video, members[video.author])
    except NoFfmpegError:
        say("without ffmpeg there are no videos")
        return
    for video in videos:
        await _wait_until_processed(video, members, say)


async def upload_clip(owner: Api, title: str, clip: Clip) -> str:
    """Draw a clip, upload it as a video, and return the video's ID. A clip is shorter than one part."""
    file = await asyncio.to_thread(draw, clip)
    key = secrets.token_hex(8)
    created = await owner.mutate(
        operations.CREATE_VIDEO_UPLOAD, title=title, contentType="video/mp4", bytes=len(file), idempotencyKey=key
    )
    video_id: str = created["video"]["id"]
    signed = await owner.mutate(operations.SIGN_VIDEO_PARTS, id=video_id, parts=[1])
    await owner.put(signed["parts"][0]["url"], file)
    await owner.mutate(operations.COMPLETE_VIDEO_UPLOAD, id=video_id)
    return video_id


async def _upload(video: Video, author: Member) -> None:
    """Upload a video and say what it shows; one whose upload broke off is replaced."""
    found = await _find(video, author)
    if found and found["state"] != "AWAITING_UPLOAD":
        return
    if found:
        await author.api.mutate(operations.DELETE_VIDEO, id=found["id"])
    video_id = await upload_clip(author.api, video.title, video.clip)
    await author.api.mutate(
        operations.UPDATE_VIDEO,
        id=video_id,
        expectedVersion=1,
        description=video.description,
        tags=video.tags,
        chapters=[each.model_dump() for each in video.chapters],
    )
    for pin in video.pins:
        position = dict(zip(("latitude", "longitude"), pin.at, strict=True))
        await author.api.mutate(operations.ADD_PIN, subjectId=video_id, position=position, placeName=pin.place)


async def _wait_until_processed(video: Video, members: Members, say: Say) -> None:
    """Wait until a video is live and add its likes, or say why it is not."""
    for _ in range(int(PROCESSING_SECONDS / LOOK_SECONDS)):
        found = await _find(video, members[video.author])
        if found is None or found["state"] not in UNFINISHED:
            break
        await asyncio.sleep(LOOK_SECONDS)
    if found is None or found["state"] != "LIVE":
        reason = (found or {}).get("failure") or {"message": "It is still being processed."}
        say(f"“{video.title}” by @{video.author} is not live. {reason['message']}")
        return
    if found["counts"]["likes"] < len(video.likes):
        for handle in video.likes:
            await members[handle].api.mutate(operations.LIKE, subjectId=found["id"])
        say(f"“{video.title}” by @{video.author}: a video of {video.clip.seconds:.0f} s")


async def _find(video: Video, author: Member) -> dict[str, Any] | None:
    own = nodes((await author.api.execute(operations.OWN_VIDEOS))["viewer"]["videos"])
    return next((each for each in own if each["title"] == video.title), None)


def draw(clip: Clip) -> bytes:
    """Return a clip as an MP4, or raise `NoFfmpegError`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clip.mp4"
        draw_clip(clip, path)
        return path.read_bytes()
