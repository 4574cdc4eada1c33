"""Batch invocations: the payloads of one resolver, gathered over a whole request and cut at its batch size."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from infra.local.appsync.catalog import Function, Resolver
from infra.local.appsync.plan import Field
from infra.local.appsync.sources.answer import Answer

Step = Resolver | Function
Invoke = Callable[[Step, Field, list[Any]], Awaitable[list[Answer]]]  # one invocation: an answer for each payload


@dataclass(eq=False, slots=True)
class _Group:
    """Payloads of one field, and where their answers go."""

    at: Field
    payloads: list[Any]
    answers: "asyncio.Future[list[Answer]]"


class Batches:
    """The batches of one request."""

    def __init__(self, invoke: Invoke) -> None:
        self._invoke = invoke
        self._waiting: dict[Step, list[_Group]] = {}

    async def answers(self, step: Step, at: Field, payloads: list[Any]) -> list[Answer]:
        """Return an answer for each payload; what is asked in the same turn of the loop shares invocations."""
        group = _Group(at, payloads, asyncio.get_running_loop().create_future())
        waiting = self._waiting.setdefault(step, [])
        waiting.append(group)
        if len(waiting) == 1:
            await asyncio.sleep(0)
            await self._send(step, self._waiting.pop(step))
        return await group.answers

    async def _send(self, step: Step, groups: list[_Group]) -> None:
        payloads = [payload for group in groups for payload in group.payloads]
        size = step.max_batch_size or 1
        chunks = [payloads[start : start + size] for start in range(0, len(payloads), size)]
        found = await asyncio.gather(*(self._invoke(step, groups[0].at, chunk) for chunk in chunks))
        answers = chain.from_iterable(found)
        for group in groups:
            group.answers.set_result(list(islice(answers, len(group.payloads))))
