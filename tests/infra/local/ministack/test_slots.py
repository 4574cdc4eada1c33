"""Invocations wait their turn, function by function."""

import asyncio

from infra.local.ministack.slots import InvocationSlots

API = "/2015-03-31/functions/api/invocations"
WORKER = "/2015-03-31/functions/worker/invocations"


async def test_only_so_many_invocations_of_a_function_run_at_once() -> None:
    """The third caller waits; another function and other calls do not."""
    slots, running, peak = InvocationSlots(2), 0, 0

    async def invoke() -> None:
        nonlocal running, peak
        async with slots.slot(API):
            running += 1
            peak = max(peak, running)
            await asyncio.sleep(0)
            async with slots.slot(WORKER), slots.slot("/2015-03-31/functions/api"):
                running -= 1

    await asyncio.wait_for(asyncio.gather(*(invoke() for _ in range(9))), 5)

    assert (peak, running) == (2, 0)
