"""Coroutines begun without a task: most answers are ready at their first step, and a task would cost as much again."""

import asyncio
from collections.abc import Coroutine, Generator
from types import coroutine
from typing import Any

_first_steps = 0  # that are being taken


def start(work: Coroutine[Any, Any, None]) -> "asyncio.Task[None] | None":
    """Take the first step of a coroutine, and return the task that takes the others, or None if it is done."""
    global _first_steps  # noqa: PLW0603 - all run in the thread of the event loop
    _first_steps += 1
    try:
        waiting_for = work.send(None)
    except StopIteration:
        return None
    finally:
        _first_steps -= 1
    return asyncio.get_running_loop().create_task(work if waiting_for is None else _resume(work, waiting_for))


async def wait_for_task() -> None:
    """Return once the caller has a task of its own, which asyncio's timeouts need."""
    if _first_steps:
        await asyncio.sleep(0)


@coroutine
def _resume(work: Coroutine[Any, Any, None], waiting_for: Any) -> Generator[Any, Any, None]:
    """Go on with a coroutine from what its first step waits for."""
    while True:
        step: Any = work.send
        given: Any = None
        try:
            yield waiting_for
        except BaseException as error:  # noqa: BLE001 - what it waited for failed, or it is cancelled
            step, given = work.throw, error
        try:
            waiting_for = step(given)
        except StopIteration:
            return
