"""The request log: one line for each request, and lines for notes, warnings and denials."""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from appsync_local.auth.permission import explain_access
from appsync_local.resolvers.context import RequestContext

_MAX_LENGTH = 200
log = logging.getLogger("appsync")


@dataclass(eq=False, slots=True)
class LogEntry:
    """What the log knows about one request."""

    started: float = field(default_factory=time.perf_counter)
    request: RequestContext | None = None
    published: list[str] = field(default_factory=list)


def format_entry(entry: LogEntry, caller: str, response: Mapping[str, Any]) -> str:
    """Return the lines of a request."""
    milliseconds = (time.perf_counter() - entry.started) * 1000
    errors = response.get("errors") or []
    parts = [_describe_operation(entry.request), f"as {caller}", f"{milliseconds:.0f} ms"]
    if entry.request is not None:
        parts += [*_count_calls(entry.request.calls)]
    if entry.published:
        parts.append("published " + ", ".join(entry.published))
    if errors:
        parts.append(f"{len(errors)} error{'s'[: len(errors) > 1]}: {_shorten(errors[0].get('message'))}")
    lines = ["  ".join(parts)]
    if entry.request is not None:
        lines += format_notes(entry.request)
        lines += [f"  ? {reason}" for reason in _explain_denials(entry.request)]
    return "\n".join(lines)


def format_notes(request: RequestContext) -> list[str]:
    """Return a line for each message that code wrote, and for each warning."""
    return [
        *(f"  · {line}" for line in request.logs),
        *(f"  ! {warning}" for warning in dict.fromkeys(request.warnings)),
    ]


def _explain_denials(request: RequestContext) -> list[str]:
    """Return why fields of the selection are denied."""
    return [explain_access(request.api, request.caller, *place) for place in sorted(request.plan.denied)]


def _shorten(message: object) -> str:
    line = str(message).partition("\n")[0]
    return line if len(line) <= _MAX_LENGTH else line[:_MAX_LENGTH] + "…"


def _describe_operation(request: RequestContext | None) -> str:
    if request is None:
        return "(refused)"
    operation = request.plan.operation
    name = f" {operation.name.value}" if operation.name else ""
    fields = ", ".join(field.key for field in request.plan.root.fields)
    return f"{operation.operation.value}{name} {{{fields}}}"


def _count_calls(calls: list[str]) -> list[str]:
    """Return the calls, with a count for repeated ones."""
    counted: dict[str, int] = {}
    for call in calls:
        counted[call] = counted.get(call, 0) + 1
    return [f"{call} ×{count}" if count > 1 else call for call, count in counted.items()]  # noqa: RUF001
