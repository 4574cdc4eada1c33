"""Lambda handlers run in this process, for a debugger: one event at a time per handler, as one Lambda environment does.

A handler that keeps the current event in its module therefore never sees another caller's.
"""

import asyncio
import importlib
import json
import logging
import os
import sys
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any
from weakref import WeakKeyDictionary

from infra.local.appsync.encoding import copied

log = logging.getLogger("appsync")


class Failed(Exception):  # noqa: N818
    """What a handler raised, as Lambda reports it."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.error = {"errorType": kind, "errorMessage": message}


@dataclass
class Context:
    """What Lambda hands to a handler beside the event."""

    function_name: str
    memory_limit_in_mb: int = 1024
    function_version: str = "$LATEST"
    aws_request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    _ends: float = field(default_factory=lambda: time.monotonic() + 30)

    @property
    def invoked_function_arn(self) -> str:
        return f"arn:aws:lambda:us-east-1:000000000000:function:{self.function_name}"

    def get_remaining_time_in_millis(self) -> int:
        return max(0, int((self._ends - time.monotonic()) * 1000))


class Environment:
    """A handler in a thread of its own, where its events wait their turn; it ends with the process."""

    def __init__(self, folder: str, handler: str) -> None:
        self._folder = folder
        self._handler = handler
        self._events: SimpleQueue[tuple[Any, asyncio.Future[Any]]] = SimpleQueue()
        self._ended: deque[tuple[asyncio.Future[Any], Any, Failed | None]] = deque()
        threading.Thread(target=self._serve, name=handler, daemon=True).start()

    async def answer(self, payload: Any) -> Any:
        """Return what the handler answers; an event that is given up still runs to its end before the next."""
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._events.put((copied(payload), future))
        return await future

    def _serve(self) -> None:
        while True:
            event, future = self._events.get()
            try:
                self._ended.append((future, _run(self._folder, self._handler, event), None))
            except Failed as failure:
                self._ended.append((future, None, failure))
            if len(self._ended) == 1:  # else the loop is on its way already
                with suppress(RuntimeError):  # it is closed: nobody waits any more
                    future.get_loop().call_soon_threadsafe(self._tell)

    def _tell(self) -> None:
        while self._ended:
            future, value, failure = self._ended.popleft()
            if future.done():  # given up
                continue
            if failure is not None:
                future.set_exception(failure)
            else:
                future.set_result(value)


_Environments = dict[tuple[str, str], Environment]
_environments: WeakKeyDictionary[asyncio.AbstractEventLoop, _Environments] = WeakKeyDictionary()


async def invoke(folder: str, handler: str, payload: Any) -> Any:
    """Return what `module.function` of a folder answers, through JSON as Lambda does; raises `Failed`."""
    own = _environments.setdefault(asyncio.get_running_loop(), {})
    environment = own.get((folder, handler))
    if environment is None:
        environment = own[folder, handler] = Environment(folder, handler)
    return await environment.answer(payload)


def forget(folder: str) -> None:
    """Have a folder's modules imported again at their next call, because their files changed."""
    for name, module in list(sys.modules.items()):
        if _inside(folder, module):
            del sys.modules[name]
    importlib.invalidate_caches()


def _run(folder: str, handler: str, event: Any) -> Any:
    try:
        answer = _function(folder, handler)(event, Context(handler))
    except Exception as error:
        log.exception("%s failed", handler)
        raise Failed(type(error).__name__, str(error)) from error
    try:
        return json.loads(json.dumps(answer))
    except (TypeError, ValueError) as error:
        raise Failed("Runtime.MarshalError", f"Unable to marshal response: {error}") from error


def _function(folder: str, handler: str) -> Callable[[Any, Any], Any]:
    module, _, name = handler.rpartition(".")
    if sys.path[0] != folder:
        sys.path.insert(0, folder)
    if not _inside(folder, sys.modules.get(module)):
        sys.modules.pop(module, None)
    found: Callable[[Any, Any], Any] = getattr(importlib.import_module(module), name)
    return found


def _inside(folder: str, module: object) -> bool:
    """Whether a module was imported from a folder; its file begins with the folder as it stands in `sys.path`."""
    return str(getattr(module, "__file__", None) or "").startswith(folder.rstrip(os.sep) + os.sep)
