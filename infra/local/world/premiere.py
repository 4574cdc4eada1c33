"""A part of the story: Nora uploads a video, follows its processing, and Omar plays it."""

from collections.abc import Callable
from typing import Any, Final, Protocol

from infra.local.world import operations
from infra.local.world.api import Api
from infra.local.world.filming import upload_clip
from infra.local.world.listener import Event, MissedError, subscribe
from infra.local.world.model import Clip
from infra.local.world.running import Running

CLIP: Final = Clip(photos=["petra", "canyon-de-chelly"], width=360, height=640, seconds=6, rotation=90)
PROCESSING_SECONDS: Final = 180


class Narrator(Protocol):
    """Prints what people do and hear."""

    def say(self, who: str, line: str) -> None: ...

    def hears(self, who: str) -> Callable[[str, Event], None]: ...


async def show_video(nora: Api, token: str, omar: Api, system: Running, stage: Narrator) -> None:
    """Upload a clip filmed with the phone turned, and play it once it is live, or raise `MissedError`."""
    video_id = await upload_clip(nora, "Around the corner", CLIP)
    stage.say("Nora", f"uploads a video of {CLIP.seconds:.0f} s, filmed with the phone turned")
    watched = {"onVideoProcessing": operations.ON_VIDEO_PROCESSING}
    async with subscribe(system, token, watched, video_id, stage.hears("Nora")) as owner:
        await owner.wait_until("that her video is live", "onVideoProcessing", _has_ended, PROCESSING_SECONDS)
    video = (await omar.execute(operations.PLAYBACK, id=video_id))["video"]
    if video is None:
        raise MissedError("Omar cannot watch the video.")
    seconds = await _read_seconds(omar, video["playback"])
    stage.say("Omar", f"plays it: {video['width']}x{video['height']}, {seconds:.1f} s")


def _has_ended(events: list[Event]) -> bool:
    return bool(events) and events[-1]["videoState"] != "PROCESSING"


async def _read_seconds(viewer: Api, playback: dict[str, Any]) -> float:
    """Read the playlists as a player does, and return how long the first rendition is."""
    urls = {each["name"]: each["url"] for each in playback["files"]}
    manifest = await viewer.read(urls[playback["manifest"]])
    name = next(line for line in manifest.splitlines() if line and not line.startswith("#"))
    return sum_seconds(await viewer.read(urls[name]))


def sum_seconds(playlist: str) -> float:
    """Return how long a media playlist is."""
    lines = playlist.splitlines()
    return sum(float(line.removeprefix("#EXTINF:").partition(",")[0]) for line in lines if line.startswith("#EXTINF:"))
