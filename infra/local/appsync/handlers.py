"""Lambda handlers run in this process, for a debugger: one event at a time per handler, as one Lambda environment does.

A handler that keeps the current event in its module therefore never sees another caller's.
"""

import asyncio
import importlib
import json
import logging
import os
import sys
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

log = logging.getLogger("appsync")
_locks: dict[tuple[str, str], asyncio.Lock] = {}


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


async def invoke(folder: str, handler: str, payload: Any) -> Any:
    """Return what `module.function` of a folder answers, through JSON as Lambda does; raises `Failed`."""
    async with _locks.setdefault((folder, handler), asyncio.Lock()):
        return await asyncio.to_thread(_run, folder, handler, json.dumps(payload))


def forget(folder: str) -> None:
    """Have a folder's modules imported again at their next call, because their files changed."""
    for name, module in list(sys.modules.items()):
        if _inside(folder, module):
            del sys.modules[name]
    importlib.invalidate_caches()


def _run(folder: str, handler: str, event: str) -> Any:
    try:
        answer = _function(folder, handler)(json.loads(event), Context(handler))
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
