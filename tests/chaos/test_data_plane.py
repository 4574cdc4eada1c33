"""The data plane is killed while people write and listen, and its clock jumps: no subscriber misses anything unawares.

A subscriber whose connection lives has heard every event that was acknowledged meanwhile, once and in order; where
something was lost, its connection was too, which a client sees and makes up for.
"""

import asyncio
import os
import random
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientError, ClientSession

from tests.chaos.campaign import ROUNDS
from tests.chaos.clock import Clock
from tests.fakes.data_plane import free_port
from tests.fakes.echo_api import KEY, write_echo_api
from tests.fakes.socket_client import Client, connect, encode_headers, until

PATIENCE = 60.0
KEYED = {"host": "localhost", "x-api-key": KEY}
SAY = "mutation($text: String!) { say(text: $text) { text } }"
LEAST = 5  # events that a round writes before the kill


@dataclass
class Plane:
    """A data plane in a process of its own, which may be killed and started again."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/graphql"

    async def start(self) -> None:
        command = [sys.executable, "-m", "appsync_local", "--folder", str(self.folder), "--port", str(self.port)]
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL)  # noqa: ASYNC220, S603
        async with asyncio.timeout(PATIENCE), ClientSession() as session:
            while not await say(session, self.url, "hello"):  # noqa: ASYNC110  nobody tells when a port opens
                await asyncio.sleep(0.02)

    def kill(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()


async def say(session: ClientSession, url: str, text: str) -> bool:
    """Say something, and return whether it was acknowledged."""
    body = {"query": SAY, "variables": {"text": text}}
    try:
        async with session.post(url, json=body, headers={"x-api-key": KEY}) as answer:
            return bool(await answer.json() == {"data": {"say": {"text": text}}})
    except (ClientError, ConnectionError):
        return False


async def write(url: str, acknowledged: list[str], prefix: str) -> None:
    """Say one thing after the other until nobody answers."""
    async with ClientSession() as session:
        number = 0
        while await say(session, url, f"{prefix}-{number}"):
            acknowledged.append(f"{prefix}-{number}")
            number += 1


async def listen(client: Client, heard: list[str]) -> None:
    """Hear until the connection is gone."""
    while (message := await client.hears()) is not None:
        if message["type"] == "data":
            heard.append(message["payload"]["data"]["onSaid"]["text"])


@pytest.fixture
async def plane(tmp_path: Path) -> AsyncIterator[Plane]:
    made = Plane(write_echo_api(tmp_path))
    await made.start()
    yield made
    made.kill()


async def test_a_kill_is_seen_by_everybody_it_cost_something(plane: Plane) -> None:
    """At any moment; it serves again at once, on the same port, to the same clients."""
    chance = random.Random(ROUNDS)  # noqa: S311  repeatable
    for number in range(ROUNDS):
        acknowledged: list[str] = []
        heard: list[str] = []
        async with connect(plane.url, query=f"?header={encode_headers(KEYED)}&payload=e30=") as client:
            await client.joins()
            await client.starts("subscription { onSaid { text } }", headers=KEYED)
            assert (await client.hears())["type"] == "start_ack"
            listener = asyncio.create_task(listen(client, heard))
            writer = asyncio.create_task(write(plane.url, acknowledged, str(number)))
            await until(lambda: len(acknowledged) >= LEAST, PATIENCE)  # noqa: B023  asked here
            await asyncio.sleep(chance.random() * 0.1)
            plane.kill()
            await asyncio.wait_for(asyncio.gather(listener, writer), PATIENCE)  # both see it

        assert heard[: len(acknowledged)] == acknowledged
        assert len(heard) <= len(acknowledged) + 1  # the last one, whose acknowledgement was killed
        await plane.start()


async def test_a_clock_that_jumps_ends_no_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a day, in both directions: timers do not follow the clock on the wall, and nothing is lost."""
    clock = Clock(tmp_path / "clock")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([clock.path, os.environ.get("PYTHONPATH", "")]))
    folder = tmp_path / "api"
    folder.mkdir()
    plane = Plane(write_echo_api(folder))
    await plane.start()
    heard: list[Any] = []
    try:
        async with ClientSession() as session, connect(plane.url, query=f"?header={encode_headers(KEYED)}") as client:
            await client.joins()
            await client.starts("subscription { onSaid { text } }", headers=KEYED)
            assert (await client.hears())["type"] == "start_ack"
            for days in (0, 1, -1, 400, 0):
                clock.jump(days * 86_400)
                assert await say(session, plane.url, f"{days} days")
                heard.append((await client.hears_data())["data"]["onSaid"]["text"])
    finally:
        plane.kill()

    assert heard == [f"{days} days" for days in (0, 1, -1, 400, 0)]
