"""Python handlers of a folder, run in this process, each with one event at a time as in a Lambda environment.

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
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any
from weakref import WeakKeyDictionary

from appsync_local.json_values import copy_json

log = logging.getLogger("appsync")


class HandlerFailed(Exception):  # noqa: N818
    """A handler's exception, as Lambda reports it."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.error = {"errorType": kind, "errorMessage": message}


@dataclass
class Context:
    """The Lambda context object."""

    function_name: str
    memory_limit_in_mb: int = 1024
    function_version: str = "$LATEST"
    aws_request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    _deadline: float = field(default_factory=lambda: time.monotonic() + 30)

    @property
    def invoked_function_arn(self) -> str:
        return f"arn:aws:lambda:us-east-1:000000000000:function:{self.function_name}"

    def get_remaining_time_in_millis(self) -> int:
        return max(0, int((self._deadline - time.monotonic()) * 1000))


class Environment:
    """A handler with a thread and a queue of events; it ends with the process."""

    def __init__(self, folder: str, handler: str) -> None:
        self._folder = folder
        self._handler = handler
        self._events: SimpleQueue[tuple[Any, asyncio.Future[Any]]] = SimpleQueue()
        self._results: deque[tuple[asyncio.Future[Any], Any, HandlerFailed | None]] = deque()
        threading.Thread(target=self._run_events, name=handler, daemon=True).start()

    async def invoke(self, payload: Any) -> Any:
        """Return the handler's result; a cancelled event still finishes before the next one starts."""
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._events.put((copy_json(payload), future))
        return await future

    def _run_events(self) -> None:
        while True:
            event, future = self._events.get()
            try:
                self._results.append((future, _run_handler(self._folder, self._handler, event), None))
            except HandlerFailed as failure:
                self._results.append((future, None, failure))
            if len(self._results) == 1:  # otherwise the loop has been woken already
                with suppress(RuntimeError):  # the loop is closed
                    future.get_loop().call_soon_threadsafe(self._deliver_results)

    def _deliver_results(self) -> None:
        while self._results:
            future, value, failure = self._results.popleft()
            if future.done():  # cancelled
                continue
            if failure is not None:
                future.set_exception(failure)
            else:
                future.set_result(value)


_fingerprints: dict[str, str | None] = {}  # of the files that a folder's modules were imported from
_Environments = dict[tuple[str, str], Environment]
_environments: WeakKeyDictionary[asyncio.AbstractEventLoop, _Environments] = WeakKeyDictionary()


async def invoke(config: Mapping[str, Any], payload: Any) -> Any:
    """Return the result of a folder's `module.function` through JSON, as Lambda does; raises `HandlerFailed`.

    The configuration names `folder` and `handler`; with a new `fingerprint` the folder's modules are imported again.
    """
    folder, handler, fingerprint = config["folder"], config["handler"], config.get("fingerprint")
    if _fingerprints.setdefault(folder, fingerprint) != fingerprint:
        _fingerprints[folder] = fingerprint
        forget_modules(folder)
    environments = _environments.setdefault(asyncio.get_running_loop(), {})
    environment = environments.get((folder, handler))
    if environment is None:
        environment = environments[folder, handler] = Environment(folder, handler)
    return await environment.invoke(payload)


def forget_modules(folder: str) -> None:
    """Forget a folder's modules, so that the next call imports them again."""
    for name, module in list(sys.modules.items()):
        if _is_from_folder(folder, module):
            del sys.modules[name]
    importlib.invalidate_caches()


def _run_handler(folder: str, handler: str, event: Any) -> Any:
    try:
        answer = _load_function(folder, handler)(event, Context(handler))
    except Exception as error:
        log.exception("%s failed", handler)
        raise HandlerFailed(type(error).__name__, str(error)) from error
    try:
        return json.loads(json.dumps(answer))
    except (TypeError, ValueError) as error:
        raise HandlerFailed("Runtime.MarshalError", f"Unable to marshal response: {error}") from error


def _load_function(folder: str, handler: str) -> Callable[[Any, Any], Any]:
    module, _, name = handler.rpartition(".")
    if sys.path[0] != folder:
        sys.path.insert(0, folder)
    if not _is_from_folder(folder, sys.modules.get(module)):
        sys.modules.pop(module, None)
    found: Callable[[Any, Any], Any] = getattr(importlib.import_module(module), name)
    return found


def _is_from_folder(folder: str, module: object) -> bool:
    """Return whether a module was imported from a folder."""
    return str(getattr(module, "__file__", None) or "").startswith(folder.rstrip(os.sep) + os.sep)
