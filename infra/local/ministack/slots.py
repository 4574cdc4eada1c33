"""Slots for invocations: a laptop cannot start eighteen interpreters at once, so callers of a function wait.

AWS would start an environment for each; here more than a few cold starts at once would all miss their timeout.
"""

import asyncio
import os
import re
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from typing import Any

_INVOKE = re.compile(r"/2015-03-31/functions/([^/]+)/invocations$")


class InvocationSlots:
    """At most `per_function` invocations of a function run at once; the rest wait in the order they came."""

    def __init__(self, per_function: int | None = None) -> None:
        self._per_function = per_function or max(2, os.cpu_count() or 2)
        self._functions: dict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(self._per_function))

    def slot(self, path: str) -> Any:
        """Return a context that holds a slot if the path invokes a function, and nothing otherwise."""
        found = _INVOKE.search(path)
        return self._hold(self._functions[found[1]]) if found else nullcontext()

    @asynccontextmanager
    async def _hold(self, function: asyncio.Semaphore) -> AsyncIterator[None]:
        async with function:
            yield
