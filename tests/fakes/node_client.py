"""A client in Node: a script of tests/clients that is given a task and talks in lines of JSON."""

import asyncio
import contextlib
import fcntl
import json
import subprocess
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

CLIENTS = Path(__file__).parent.parent / "clients"
PATIENCE = 30.0


class NodeClient:
    """A running script; `heard` is everything it has said."""

    def __init__(self, process: Process) -> None:
        self.heard: list[dict[str, Any]] = []
        self._process = process
        self._news = asyncio.Condition()
        self._listening = asyncio.create_task(self._listen())

    async def says(self, mode: str, **variables: Any) -> None:
        """Let it send the mutation of its task."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"mode": mode, "variables": variables}).encode() + b"\n")
        await self._process.stdin.drain()

    async def waits(self, wanted: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
        """Return the first line that is wanted, said or still to come."""
        try:
            async with asyncio.timeout(PATIENCE), self._news:
                await self._news.wait_for(lambda: any(map(wanted, self.heard)))
        except TimeoutError:
            raise AssertionError(f"The client never said it, but: {self.heard}") from None
        return next(filter(wanted, self.heard))

    async def _listen(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            async with self._news:
                with contextlib.suppress(ValueError):
                    self.heard.append(json.loads(line))
                self._news.notify_all()

    async def leaves(self) -> None:
        """End the script by closing its input."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), 5)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
        await self._listening


@asynccontextmanager
async def node(folder: str, script: str, **task: Any) -> AsyncIterator[NodeClient]:
    """Run a script for the length of a block."""
    process = await asyncio.create_subprocess_exec(
        "node", script, json.dumps(task), cwd=CLIENTS / folder, stdin=PIPE, stdout=PIPE, limit=1024 * 1024
    )
    client = NodeClient(process)
    try:
        yield client
    finally:
        await client.leaves()


def install(folder: str | Path) -> None:
    """Install the packages of a folder (of tests/clients unless absolute) by its lock file, once after each change."""
    home = CLIENTS / folder
    lock = home / "package-lock.json"
    done = home / "node_modules" / ".installed"
    with (home / "package.json").open() as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        if done.exists() and done.read_text() == lock.read_text():
            return
        subprocess.run(["npm", "ci", "--no-progress", "--loglevel=error"], cwd=home, check=True)  # noqa: S607
        done.write_text(lock.read_text())
