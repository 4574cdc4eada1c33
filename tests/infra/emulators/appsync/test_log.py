"""The log's lines: written in groups, in their order, warnings at once, and all of them at the end."""

import asyncio
import io
import logging
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from appsync_local.cli.log import GroupedHandler
from tests.fakes.socket_client import until


class FakeTerminal(io.StringIO):
    """Counts the writes that reach it."""

    def __init__(self) -> None:
        super().__init__()
        self.writes = 0

    def write(self, text: str) -> int:
        self.writes += 1
        return super().write(text)


@pytest.fixture
def terminal() -> FakeTerminal:
    return FakeTerminal()


@pytest.fixture
def log(terminal: FakeTerminal) -> Iterator[logging.Logger]:
    made = logging.getLogger("grouped")
    made.setLevel(logging.INFO)
    made.propagate = False
    made.addHandler(GroupedHandler(terminal))
    yield made
    made.handlers.clear()


async def test_lines_of_a_moment_are_written_together(log: logging.Logger, terminal: FakeTerminal) -> None:
    """A hundred lines are one write, each with its time."""
    for number in range(100):
        log.info("line %d", number)
    assert terminal.writes == 0
    await until(lambda: terminal.writes)

    lines = terminal.getvalue().splitlines()
    assert [re.fullmatch(r"\d\d:\d\d:\d\d (line \d+)", line)[1] for line in lines] == [  # type: ignore[index]
        f"line {number}" for number in range(100)
    ]
    assert terminal.writes == 1


async def test_lines_of_requests_stand_between_the_others(log: logging.Logger, terminal: FakeTerminal) -> None:
    """They take a shorter way to the same group, from any thread."""
    handler = next(each for each in log.handlers if isinstance(each, GroupedHandler))
    log.info("before")
    handler.write("query {hello}")
    log.info("after")
    assert terminal.writes == 0
    await asyncio.to_thread(handler.write, "from a thread")
    await until(lambda: terminal.writes)

    lines = [line.partition(" ")[2] for line in terminal.getvalue().splitlines()]
    assert lines == ["before", "query {hello}", "after", "from a thread"]


async def test_a_warning_does_not_wait(log: logging.Logger, terminal: FakeTerminal) -> None:
    """Nor do the lines before it; a failure has its stack."""
    log.info("before")
    try:
        int("lost")
    except ValueError:
        log.exception("a failure")

    assert re.search(r"before\n.*a failure\nTraceback .*ValueError: .*lost.*\n$", terminal.getvalue(), re.DOTALL)


async def test_other_threads_write_at_once(log: logging.Logger, terminal: FakeTerminal) -> None:
    """They have no loop that could write for them later."""
    await asyncio.to_thread(log.info, "from a thread")

    assert terminal.getvalue().endswith("from a thread\n")


def test_the_last_lines_are_written_before_the_end() -> None:
    """A process that ends inside the moment loses no line."""
    code = (
        "import asyncio, logging, sys; from appsync_local.cli.log import start_log\n"
        "async def main(): start_log(sys.stderr, 'info'); logging.getLogger('appsync').info('goodbye')\n"
        "asyncio.run(main())"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)  # noqa: S603

    assert ended.stderr.endswith("goodbye\n")
