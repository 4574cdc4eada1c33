"""Coroutines that are begun without a task: they end as they would in one."""

import asyncio

import pytest

from appsync_local import eager


async def test_what_needs_no_waiting_is_done_at_once() -> None:
    done = []

    async def work() -> None:
        done.append(1)

    assert eager.start(work()) is None
    assert done == [1]


async def test_what_waits_goes_on_in_a_task() -> None:
    """Several waits, a bare turn of the loop among them, and a failure that it catches."""
    first: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    second: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    seen: list[object] = []

    async def work() -> None:
        seen.append(await first)
        await asyncio.sleep(0)
        try:
            await second
        except ValueError as error:
            seen.append(str(error))

    task = eager.start(work())
    assert task is not None
    first.set_result(1)
    second.set_exception(ValueError("lost"))
    await task

    assert seen == [1, "lost"]


async def test_a_timeout_has_its_task() -> None:
    """asyncio refuses a timeout outside a task; `wait_for_task` moves into one first."""
    seen: list[str] = []

    async def work() -> None:
        await eager.wait_for_task()
        try:
            async with asyncio.timeout(0):
                await asyncio.Event().wait()
        except TimeoutError:
            seen.append("late")

    task = eager.start(work())
    assert task is not None
    await task

    assert seen == ["late"]


@pytest.mark.parametrize("waits", [True, False])
async def test_a_cancelled_task_ends_its_coroutine(waits: bool) -> None:
    """What it waits for first receives the cancellation, and it cleans up."""
    seen: list[str] = []

    async def work() -> None:
        try:
            await (asyncio.get_running_loop().create_future() if waits else asyncio.sleep(0))
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            seen.append("cancelled")
            raise

    task = eager.start(work())
    assert task is not None
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert seen == ["cancelled"]


async def test_a_failure_is_the_callers() -> None:
    """At the first step it is raised at once, later it is the task's."""
    turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def work(*, waits: bool) -> None:
        if waits:
            await turn
        raise ValueError("lost")

    with pytest.raises(ValueError, match="lost"):
        eager.start(work(waits=False))
    task = eager.start(work(waits=True))
    assert task is not None
    turn.set_result(None)
    with pytest.raises(ValueError, match="lost"):
        await task
