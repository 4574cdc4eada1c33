"""The emulator on a port of its own, boto3 as its client, sockets of participants, and review handlers in memory."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
import boto3
import pytest
from aiohttp import web
from botocore.config import Config
from botocore.exceptions import ClientError

from ivschat_local.application import Options, build_application
from ivschat_local.review import ReviewFailed
from tests.fakes.data_plane import free_port

DEADLINE = 120.0
HANDLER = "arn:aws:lambda:us-east-1:000000000000:function:review"
WRITER = ("SEND_MESSAGE",)
MODERATOR = ("SEND_MESSAGE", "DELETE_MESSAGE", "DISCONNECT_USER")
Said = dict[str, Any]


class Reviewers:
    """Lambda functions in memory: `answer` is what they say, or how they find out; `events` is what they were asked."""

    def __init__(self) -> None:
        self.answer: Callable[[Said], Any] = lambda event: {"ReviewResult": "ALLOW", "Content": event["Content"]}
        self.events: list[Said] = []
        self.gates: dict[str, asyncio.Event] = {}  # the review of a content waits for its gate
        self._asked = asyncio.Condition()

    async def invoke(self, function_arn: str, event: Mapping[str, Any]) -> Any:
        assert function_arn == HANDLER
        async with self._asked:
            self.events.append(dict(event))
            self._asked.notify_all()
        if event["Content"] in self.gates:
            await self.gates[event["Content"]].wait()
        return self.answer(dict(event))

    async def wait_for(self, count: int) -> None:
        """Wait until so many messages came for review."""
        async with asyncio.timeout(DEADLINE), self._asked:
            await self._asked.wait_for(lambda: len(self.events) >= count)

    def fail(self, _: Said) -> Any:
        raise ReviewFailed("it is down")


class Person:
    """A participant's socket."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def says(self, action: str, **fields: Any) -> None:
        await self.socket.send_json({"Action": action, **fields})

    async def writes(self, content: str, **fields: Any) -> None:
        await self.says("SEND_MESSAGE", Content=content, **fields)

    async def hears(self) -> Said:
        said: Said = await self.socket.receive_json(timeout=DEADLINE)
        return said

    async def reads(self, count: int) -> list[str]:
        """Return the contents of the next messages."""
        return [(await self.hears())["Content"] for _ in range(count)]

    async def is_let_go(self) -> int | None:
        """Return the close code, when everything before it is read."""
        async with asyncio.timeout(DEADLINE):
            while (await self.socket.receive()).type is aiohttp.WSMsgType.TEXT:
                pass
        return self.socket.close_code


class Venue:
    """The emulator with a clock that stands still unless a test moves it."""

    def __init__(self, folder: Path) -> None:
        self.now = 1_800_000_000.0
        self.reviewers = Reviewers()
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.application = build_application(Options(folder, self.reviewers, lambda: self.now))
        self.http = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        self.client: Any = boto3.client(
            "ivschat",
            endpoint_url=self.url,
            region_name="us-east-1",
            aws_access_key_id="local",
            aws_secret_access_key="local",
            config=Config(retries={"total_max_attempts": 1}, parameter_validation=False),
        )

    async def call(self, operation: str, **given: Any) -> Any:
        return await asyncio.to_thread(partial(getattr(self.client, operation), **given))

    async def refusal(self, operation: str, **given: Any) -> tuple[str, int, str]:
        """Return code, status and text of an error."""
        with pytest.raises(ClientError) as caught:
            await self.call(operation, **given)
        response: Any = caught.value.response
        return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Message"]

    async def create_room(self, **given: Any) -> str:
        room = await self.call("create_room", **{"maximumMessageRatePerSecond": 100, **given})
        return str(room["arn"])

    async def ask_token(self, room: str, user: str, capabilities: tuple[str, ...] = WRITER, **given: Any) -> str:
        answer = await self.call(
            "create_chat_token", roomIdentifier=room, userId=user, capabilities=[*capabilities], **given
        )
        return str(answer["token"])

    async def connect(self, token: str) -> Person:
        socket = await self.http.ws_connect(f"ws://127.0.0.1:{self.port}", protocols=[token])
        assert socket.protocol == token
        return Person(socket)

    async def join(self, room: str, user: str, capabilities: tuple[str, ...] = WRITER, **given: Any) -> Person:
        return await self.connect(await self.ask_token(room, user, capabilities, **given))


@asynccontextmanager
async def serving(folder: Path) -> AsyncIterator[Venue]:
    """Serve the emulator from a folder for the length of a block."""
    venue = Venue(folder)
    runner = web.AppRunner(venue.application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", venue.port).start()
    try:
        yield venue
    finally:
        await venue.http.close()
        await runner.cleanup()


@pytest.fixture
async def venue(tmp_path: Path) -> AsyncIterator[Venue]:
    async with serving(tmp_path) as served:
        yield served
