"""A queue before each function: a laptop cannot start eighteen interpreters at once, so callers wait their turn.

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


class Places:
    """At most `of_each` invocations of a function run at once; the rest wait in the order they came."""

    def __init__(self, of_each: int | None = None) -> None:
        self._of_each = of_each or max(2, os.cpu_count() or 2)
        self._functions: dict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(self._of_each))

    def taken(self, path: str) -> Any:
        """Return a context that holds a place where the path invokes a function, and nothing elsewhere."""
        found = _INVOKE.search(path)
        return self._held(self._functions[found[1]]) if found else nullcontext()

    @asynccontextmanager
    async def _held(self, function: asyncio.Semaphore) -> AsyncIterator[None]:
        async with function:
            yield
