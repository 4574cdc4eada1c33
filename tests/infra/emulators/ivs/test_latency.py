"""How old the picture is that a viewer sees: the encoder writes the time of day into each frame, as bars."""

import asyncio
import re
import statistics
import time
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Final

import av
import numpy as np

from tests.infra.emulators.ivs.conftest import Studio

BITS: Final = 16
TICK: Final = 0.01  # seconds
# A bar of 20 pixels for each bit; one thread, so that one time is read for the whole picture.
CLOCK: Final = (
    f"geq=lum='if(eq(X+Y,0),st(0,mod(floor(time(0)/{TICK}),{2**BITS})),0);"
    "if(mod(floor(ld(0)/pow(2,floor(X/20))),2),235,16)':cb=128:cr=128"
)
PICTURE: Final = ("-filter_threads", "1", "-vf", CLOCK)
CODEC: Final = ("-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-pix_fmt", "yuv420p")
SEEN: Final = 4


async def test_who_follows_parts_is_closer_to_life_than_who_follows_segments(studio: Studio) -> None:
    """Both watch the same stream; a frame's age is what has passed since the encoder drew it."""
    channel, key = await studio.create_channel()
    await studio.publish(studio.rtmp(key), seconds=120, gop=1, picture=(*PICTURE, *CODEC))
    await studio.recorder.wait_for("Stream Start")
    player = await studio.open_player(channel)
    head = await studio.get(player + _find(r'#EXT-X-MAP:URI="([^"]+)"', await _read(studio, player)))

    ages: dict[str, list[float]] = {"parts": [], "segments": []}
    async for name, is_part in _follow(studio, player):
        media = await studio.get(player + name)
        ages["parts" if is_part else "segments"].append(_measure_age(head + media))
        if min(map(len, ages.values())) >= SEEN:
            break

    parts, segments = (statistics.median(ages[each]) for each in ("parts", "segments"))
    assert 0 <= parts < segments


async def _follow(studio: Studio, player: str) -> AsyncIterator[tuple[str, bool]]:
    """Yield the name of each part and each segment as soon as the playlist has it, the first playlist's left out."""
    known: set[str] = set(re.findall(r"[\w.-]+\.m4s", await _read(studio, player)))
    while True:
        text = await _read(studio, player)
        parts = re.findall(r'#EXT-X-PART:[^\n]*URI="([^"]+)"', text)
        segments = [line for line in text.splitlines() if line and not line.startswith("#")]
        for name in [each for each in (*parts, *segments) if each not in known]:
            known.add(name)
            yield name, name in parts
        await asyncio.sleep(0.05)


async def _read(studio: Studio, player: str) -> str:
    return (await studio.get(player + "media.m3u8")).decode()


def _find(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found, text
    return found[1]


def _measure_age(media: bytes) -> float:
    """Return how long ago the first picture of a piece of media was drawn; each picture can be read by itself."""
    with av.open(BytesIO(media), "r") as container:
        frame = next(container.decode(video=0))
    row = frame.to_ndarray(format="gray")[frame.height // 2]
    drawn = sum(1 << bit for bit in range(BITS) if np.mean(row[bit * 20 + 5 : bit * 20 + 15]) > 128)
    now = int(time.time() / TICK) % 2**BITS
    return (now - drawn) % 2**BITS * TICK
