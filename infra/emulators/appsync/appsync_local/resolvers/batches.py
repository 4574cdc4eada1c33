"""Batch invocations: the payloads of one resolver in a request, split by its maximum batch size."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from appsync_local.api.model import Function, Resolver
from appsync_local.execution.selection import Field
from appsync_local.sources.result import SourceResult

Step = Resolver | Function
Invoke = Callable[[Step, Field, list[Any]], Awaitable[list[SourceResult]]]  # one result for each payload


@dataclass(eq=False, slots=True)
class _Group:
    """The payloads of one field, and the future of their results."""

    target: Field
    payloads: list[Any]
    answers: "asyncio.Future[list[SourceResult]]"


class BatchInvoker:
    """The batches of one request."""

    def __init__(self, invoke: Invoke) -> None:
        self._invoke = invoke
        self._groups: dict[Step, list[_Group]] = {}

    async def invoke(self, step: Step, target: Field, payloads: list[Any]) -> list[SourceResult]:
        """Return a result for each payload; calls in the same turn of the event loop share invocations."""
        group = _Group(target, payloads, asyncio.get_running_loop().create_future())
        waiting = self._groups.setdefault(step, [])
        waiting.append(group)
        if len(waiting) == 1:
            await asyncio.sleep(0)
            await self._invoke_groups(step, self._groups.pop(step))
        return await group.answers

    async def _invoke_groups(self, step: Step, groups: list[_Group]) -> None:
        payloads = [payload for group in groups for payload in group.payloads]
        size = step.max_batch_size or 1
        chunks = [payloads[start : start + size] for start in range(0, len(payloads), size)]
        found = await asyncio.gather(*(self._invoke(step, groups[0].target, chunk) for chunk in chunks))
        answers = chain.from_iterable(found)
        for group in groups:
            group.answers.set_result(list(islice(answers, len(group.payloads))))
