"""What people say in the chat of a livestream, one after the other, as Amazon's chat SDK sends it."""

import asyncio
from collections.abc import Sequence
from typing import Any, Final

import aiohttp

from infra.local.world import operations
from infra.local.world.api import Api
from infra.local.world.listener import MissedError

HEARD_SECONDS: Final = 30.0


async def talk(stream_id: str, lines: Sequence[tuple[Api, str]], pause: float = 0.0) -> None:
    """Say each line once the one before is shown to everybody, after a pause; or raise `ApiError` or `MissedError`."""
    for speaker, body in lines:
        await asyncio.sleep(pause)
        token = (await speaker.mutate(operations.CREATE_CHAT_TOKEN, streamId=stream_id))["chatToken"]
        async with speaker.http.ws_connect(token["url"], protocols=[token["token"]]) as socket:
            await socket.send_json({"Action": "SEND_MESSAGE", "Content": body})
            await _hear(socket, body)


async def read_texts(viewer: Api, stream_id: str) -> list[str]:
    """Return what was said, in its order, as it is shown beside the replay."""
    page = (await viewer.execute(operations.CHAT_MESSAGES, id=stream_id))["stream"]["chatMessages"]
    return [edge["node"]["body"] for edge in page["edges"]]


async def _hear(socket: aiohttp.ClientWebSocketResponse, body: str) -> None:
    """Wait until a message comes back as everybody sees it; raise `MissedError` where it is denied, or does not."""
    try:
        async with asyncio.timeout(HEARD_SECONDS):
            while True:
                heard: dict[str, Any] = await socket.receive_json()
                if heard["Type"] == "ERROR":
                    raise MissedError(f"“{body}” is not shown: {heard['ErrorMessage']}")
                if heard["Type"] == "MESSAGE" and heard["Content"] == body:
                    return
    except (TimeoutError, TypeError):  # nothing came, or the connection has ended
        raise MissedError(f"“{body}” was not shown within {HEARD_SECONDS:.0f} s") from None
