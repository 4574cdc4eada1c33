"""APPSYNC_JS code, really evaluated: one QuickJS context per distinct code, handlers called with a JSON context.

Source: AppSync Developer Guide, "JavaScript resolvers overview" and "Runtime features and utilities".
"""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

import quickjs  # type: ignore[import-untyped]

CODE_LIMIT = 32_768
TIME_LIMIT = 2.0  # seconds of processor time
RESULT_LIMIT = 5 * 1024 * 1024
TOO_LARGE = "Transformation too large"
_MEMORY = 64 * 1024 * 1024
_FILES = ("runtime", "dynamodb", "transform", "util", "lacking")
_TOLD = 5  # violations in one message
_REPEATS = 1000  # of one call, each with one answer more
_UNKNOWN = "Unknown Authorization"
Names = Literal["documented", "engine"]  # the globals that code sees
Replace = Literal["pattern", "text"]  # what String.replace looks for


class CodeRefused(ValueError):  # noqa: N818
    """Code that AppSync would not accept; the text says why."""


@dataclass(slots=True)
class Raised:
    """An error that the code raised or appended."""

    message: str | None = None
    type: str | None = None
    data: Any = None
    info: Any = None


@dataclass(slots=True)
class Evaluation:
    """What one call of a handler gave, and everything it asked for on the side."""

    value: Any = None
    stash: dict[str, Any] = field(default_factory=dict)
    raised: Raised | None = None
    failed: str | None = None  # a defect of the code, with its stack
    skip_to: str | None = None
    appended: list[Raised] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    subscription_filter: Any = None
    invalidation_filter: Any = None
    invalidations: list[dict[str, Any]] = field(default_factory=list)
    evictions: list[dict[str, Any]] = field(default_factory=list)
    logs: list[str] = field(default_factory=list)


class Script:
    """One piece of code and its exports; calls are synchronous and share no state but the code's own globals.

    Processor time, memory and stack of a call are bounded.
    """

    def __init__(self, code: str, names: Names = "documented", replace: Replace = "pattern") -> None:
        if len(code) > CODE_LIMIT:
            raise CodeRefused(f"Code is longer than {CODE_LIMIT} characters.")
        refuse_unsupported(code)
        self._context = quickjs.Context()
        self._context.set_memory_limit(_MEMORY)
        self._context.set_time_limit(TIME_LIMIT)
        try:
            self._context.eval(_prelude())
            self._context.eval(f"__appsync.restrict('{names}', '{replace}')")
            self._invoke = self._context.eval(_wrapped(code))
        except quickjs.JSException as error:
            raise CodeRefused(f"The code contains one or more errors. {error}") from error

    def call(
        self, handler: str, context: Mapping[str, Any], auth_type: str = _UNKNOWN, seconds: float = TIME_LIMIT
    ) -> Evaluation:
        """Call `request` or `response` with a context; a defect of the code is told in `failed`, never raised.

        What only the host knows is asked for by ending the call, which is then repeated with the answer.
        """
        text = json.dumps(context)
        now = float(time.time_ns() // 1_000_000)  # the engine takes whole numbers of 32 bits only
        told: dict[str, Any] = {}
        self._context.set_time_limit(seconds)
        for _ in range(_REPEATS):
            try:
                answered = self._invoke(handler, text, now, auth_type, json.dumps(told) if told else "")
            except (quickjs.JSException, quickjs.StackOverflow) as error:
                late = f"The code ran longer than {seconds:g} s." if "interrupted" in str(error) else str(error)
                return Evaluation(stash=dict(context.get("stash") or {}), failed=late)
            if len(answered) > RESULT_LIMIT:
                raised = Raised(TOO_LARGE, "MappingTemplate")
                return Evaluation(stash=dict(context.get("stash") or {}), raised=raised)
            answer = json.loads(answered)
            if "asks" not in answer:
                return _evaluation(answer)
            told |= _of_host(answer["asks"])
        return Evaluation(failed=f"The code asked its host more than {_REPEATS} different questions.")


def _wrapped(code: str) -> str:
    from infra.local.appsync import modules  # noqa: PLC0415 - as below

    try:
        return modules.wrapped(code)
    except modules.ModuleUnknown as unknown:
        raise CodeRefused(str(unknown)) from unknown


def _of_host(question: str) -> dict[str, dict[str, Any]]:
    from infra.local.appsync import host  # noqa: PLC0415 - calendars and XML, which little code asks for

    return host.answers(question)


def refuse_unsupported(code: str) -> None:
    """Raise `CodeRefused` for syntax that APPSYNC_JS does not have."""
    from infra.local.appsync import restrictions  # noqa: PLC0415 - its parser is loaded by the first code, not at start

    if found := restrictions.violations(code):
        told = "; ".join(f"line {line}: {what} ({rule})" for line, rule, what in found[:_TOLD])
        raise CodeRefused(f"Not supported by APPSYNC_JS: {told}.")


@lru_cache(maxsize=256)
def script(code: str, names: Names = "documented", replace: Replace = "pattern") -> Script:
    """Return the script of a code, compiled on first use."""
    return Script(code, names, replace)


def _evaluation(answer: dict[str, Any]) -> Evaluation:
    effects = answer["effects"]
    raised = answer.get("raised")
    return Evaluation(
        value=answer.get("value"),
        stash=answer.get("stash") or {},
        raised=Raised(**raised) if raised is not None else None,
        failed=answer.get("failed"),
        skip_to=answer.get("skipTo"),
        appended=[Raised(**item) for item in effects["errors"]],
        headers=effects["headers"],
        subscription_filter=effects.get("subscriptionFilter"),
        invalidation_filter=effects.get("invalidationFilter"),
        invalidations=effects.get("invalidations", []),
        evictions=effects.get("evictions", []),
        logs=effects.get("logs", []),
    )


@cache
def _prelude() -> str:
    """Return the runtime's own code as one expression that leaves `__appsync` behind."""
    folder = Path(__file__).parent / "runtime"
    code = "\n".join((folder / f"{name}.js").read_text() for name in _FILES)
    exports = "{ invoke, restrict, modules: { utils: { util, extensions, runtime }, dynamodb: dynamodbModule } }"
    return f"globalThis.__appsync = (() => {{ {code}\nreturn {exports}; }})();"
