"""A part of the story: Nora goes live, Omar watches, and plays the replay after the end."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urljoin

from infra.local.world import airing, chatting, operations
from infra.local.world.api import Api
from infra.local.world.listener import Event, Listener, MissedError, subscribe
from infra.local.world.model import Clip
from infra.local.world.premiere import Narrator, sum_seconds
from infra.local.world.running import Running

CLIP: Final = Clip(photos=["summit-sunset", "picos-de-europa"], width=640, height=360, seconds=8)
SAID: Final = (
    ("Omar", "Is that the pass on the left?"),
    ("Nora", "It is. We slept below it."),
    ("Omar", "Lovely light!"),
)
EVENT_SECONDS: Final = 90
SECONDS_WATCHED: Final = 4.0


async def show_livestream(nora: Api, omar: Api, token: str, system: Running, stage: Narrator) -> None:
    """Announce a livestream, send it by ffmpeg, watch it, end it, and play its replay; or raise `MissedError`."""
    if system.authority is None or not system.authority.exists():
        stage.say("", "IVS does not run here: nobody goes live")
        return
    begins = (datetime.now(UTC) + timedelta(hours=1)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    words = {"title": "Sunset, live", "scheduledFor": begins, "idempotencyKey": secrets.token_hex(8)}
    stream_id: str = (await nora.mutate(operations.CREATE_STREAM, **words))["stream"]["id"]
    stage.say("Nora", "announces “Sunset, live” for an hour from now")
    await omar.mutate(operations.REMIND, streamId=stream_id)
    stage.say("Omar", "asks to be reminded")
    watched, speakers = {"onStream": operations.ON_STREAM}, {"Nora": nora, "Omar": omar}
    async with subscribe(system, token, watched, stream_id, stage.hears("Omar")) as viewer:
        address = await airing.start(nora, stream_id)
        stage.say("Nora", "does not wait: she gets a stream key, begins, and starts her encoder")
        async with airing.publishing(CLIP, address, system.authority):
            await viewer.wait_until("that she is live", "onStream", _is("LIVE"), EVENT_SECONDS)
            await _watch(omar, stream_id, stage)
            await chatting.talk(stream_id, [(speakers[who], body) for who, body in SAID])
            for who, body in SAID:
                stage.say(who, f"writes “{body}”")
            await nora.mutate(operations.END_STREAM, id=stream_id)
        stage.say("Nora", "ends it")
        await _replay(omar, stream_id, viewer, stage)
    if await chatting.read_texts(omar, stream_id) != [body for _, body in SAID]:
        raise MissedError("The chat beside the replay is not what was said.")


async def _watch(viewer: Api, stream_id: str, stage: Narrator) -> None:
    """Play until some seconds of the livestream were there."""
    seen = await airing.wait_until(viewer, stream_id, "an address to play", lambda found: bool(found["playbackUrl"]))
    master = await viewer.read(seen["playbackUrl"])
    playlist = urljoin(seen["playbackUrl"], next(line for line in master.splitlines() if line and line[0] != "#"))

    async def read_seconds() -> float:
        return sum_seconds(await viewer.read(playlist))

    seconds = await airing.poll(read_seconds, lambda found: found >= SECONDS_WATCHED, "a few seconds to watch")
    stage.say("Omar", f"watches: {seconds:.1f} s have come")


async def _replay(viewer: Api, stream_id: str, listener: Listener, stage: Narrator) -> None:
    """Wait for the replay, and read its files as a player does."""
    await listener.wait_until("the replay", "onStream", _has_replay, EVENT_SECONDS)
    replay = (await viewer.execute(operations.STREAM, id=stream_id))["stream"]["replay"]
    if replay is None:
        raise MissedError("Omar cannot play the replay.")
    playlist = await viewer.read(replay["url"])
    names = [line for line in playlist.splitlines() if line and not line.startswith("#")]
    files = (await viewer.execute(operations.REPLAY_FILES, id=stream_id, names=names[:60]))["replayFiles"]
    if [each["name"] for each in files] != names[:60]:
        raise MissedError("The replay's files are not those of its playlist.")
    kilobytes = sum([await viewer.measure(each["url"]) for each in files]) // 1024
    stage.say("Omar", f"plays the replay: {sum_seconds(playlist):.1f} s, {len(files)} segments of {kilobytes} kB")


def _is(state: str) -> Any:
    return lambda events: any(event["state"] == state for event in events)


def _has_replay(events: list[Event]) -> bool:
    return any(event["replaySeconds"] for event in events)
