"""APPSYNC_JS code, evaluated in QuickJS: one engine context for each distinct code.

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
_MAX_VIOLATIONS = 5  # violations in one message
_MAX_HOST_CALLS = 1000  # of one call, each with one answer more
_UNKNOWN_AUTH = "Unknown Authorization"
Globals = Literal["documented", "engine"]  # the globals that code sees
Replace = Literal["pattern", "text"]  # what String.replace looks for


class CodeRefused(ValueError):  # noqa: N818
    """Code that AppSync does not accept; the text says why."""


@dataclass(slots=True)
class ScriptError:
    """An error that the code raised or appended."""

    message: str | None = None
    type: str | None = None
    data: Any = None
    info: Any = None


@dataclass(slots=True)
class Evaluation:
    """The result of one handler call, and its effects."""

    value: Any = None
    stash: dict[str, Any] = field(default_factory=dict)
    raised: ScriptError | None = None
    defect: str | None = None  # a defect of the code, with its stack
    skip_to: str | None = None
    appended: list[ScriptError] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    subscription_filter: Any = None
    invalidation_filter: Any = None
    invalidations: list[dict[str, Any]] = field(default_factory=list)
    evictions: list[dict[str, Any]] = field(default_factory=list)
    logs: list[str] = field(default_factory=list)


class Script:
    """One module; calls are synchronous and share only the module's globals.

    Processor time, memory and stack of a call are bounded.
    """

    def __init__(self, code: str, names: Globals = "documented", replace: Replace = "pattern") -> None:
        if len(code) > CODE_LIMIT:
            raise CodeRefused(f"Code is longer than {CODE_LIMIT} characters.")
        refuse_unsupported(code)
        self._context = quickjs.Context()
        self._context.set_memory_limit(_MEMORY)
        self._context.set_time_limit(TIME_LIMIT)
        try:
            self._context.eval(_load_runtime())
            self._context.eval(f"__appsync.restrict('{names}', '{replace}')")
            self._invoke = self._context.eval(_wrap_module(code))
        except quickjs.JSException as error:
            raise CodeRefused(f"The code contains one or more errors. {error}") from error

    def call(
        self, handler: str, context: Mapping[str, Any], auth_type: str = _UNKNOWN_AUTH, seconds: float = TIME_LIMIT
    ) -> Evaluation:
        """Call `request` or `response` with a context; a defect of the code is returned as `defect`, never raised.

        To use a function of the host, the call ends and is repeated with the answer.
        """
        text = json.dumps(context)
        now = float(time.time_ns() // 1_000_000)  # the engine takes only integers of 32 bits
        host_answers: dict[str, Any] = {}
        self._context.set_time_limit(seconds)
        for _ in range(_MAX_HOST_CALLS):
            try:
                answered = self._invoke(handler, text, now, auth_type, json.dumps(host_answers) if host_answers else "")
            except (quickjs.JSException, quickjs.StackOverflow) as error:
                late = f"The code ran longer than {seconds:g} s." if "interrupted" in str(error) else str(error)
                return Evaluation(stash=dict(context.get("stash") or {}), defect=late)
            if len(answered) > RESULT_LIMIT:
                raised = ScriptError(TOO_LARGE, "MappingTemplate")
                return Evaluation(stash=dict(context.get("stash") or {}), raised=raised)
            answer = json.loads(answered)
            if "asks" not in answer:
                return _parse_evaluation(answer)
            host_answers |= _ask_host(answer["asks"])
        return Evaluation(defect=f"The code asked its host more than {_MAX_HOST_CALLS} different questions.")


def _wrap_module(code: str) -> str:
    from appsync_local.javascript import modules  # noqa: PLC0415 - loads a parser

    try:
        return modules.wrap_module(code)
    except modules.UnknownModule as unknown:
        raise CodeRefused(str(unknown)) from unknown


def _ask_host(question: str) -> dict[str, dict[str, Any]]:
    from appsync_local.javascript import host  # noqa: PLC0415 - dates and XML, which little code needs

    return host.answer_question(question)


def refuse_unsupported(code: str) -> None:
    """Raise `CodeRefused` for syntax that APPSYNC_JS does not support."""
    from appsync_local.javascript import restrictions  # noqa: PLC0415 - loads a parser, which a start does not need

    if found := restrictions.find_violations(code):
        listed = "; ".join(f"line {line}: {what} ({rule})" for line, rule, what in found[:_MAX_VIOLATIONS])
        raise CodeRefused(f"Not supported by APPSYNC_JS: {listed}.")


@lru_cache(maxsize=256)
def compile_script(code: str, names: Globals = "documented", replace: Replace = "pattern") -> Script:
    """Return the compiled script of a code."""
    return Script(code, names, replace)


def _parse_evaluation(answer: dict[str, Any]) -> Evaluation:
    effects = answer["effects"]
    raised = answer.get("raised")
    return Evaluation(
        value=answer.get("value"),
        stash=answer.get("stash") or {},
        raised=ScriptError(**raised) if raised is not None else None,
        defect=answer.get("failed"),
        skip_to=answer.get("skipTo"),
        appended=[ScriptError(**item) for item in effects["errors"]],
        headers=effects["headers"],
        subscription_filter=effects.get("subscriptionFilter"),
        invalidation_filter=effects.get("invalidationFilter"),
        invalidations=effects.get("invalidations", []),
        evictions=effects.get("evictions", []),
        logs=effects.get("logs", []),
    )


@cache
def _load_runtime() -> str:
    """Return the runtime's code, which defines `__appsync`."""
    folder = Path(__file__).parent / "runtime"
    code = "\n".join((folder / f"{name}.js").read_text() for name in _FILES)
    exports = "{ invoke, restrict, modules: { utils: { util, extensions, runtime }, dynamodb: dynamodbModule } }"
    return f"globalThis.__appsync = (() => {{ {code}\nreturn {exports}; }})();"
