"""One readable line per request: who asked what, which resolvers answered how fast, who received what."""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from infra.local.appsync.auth.permission import explain
from infra.local.appsync.context import Request

_LONGEST = 200
log = logging.getLogger("appsync")


@dataclass(eq=False, slots=True)
class Entry:
    """What is known of one request when it ends."""

    started: float = field(default_factory=time.perf_counter)
    request: Request | None = None
    published: list[str] = field(default_factory=list)


def written(entry: Entry, caller: str, response: Mapping[str, Any]) -> str:
    """Return the line of a request, and one more for each thing that it has to tell."""
    milliseconds = (time.perf_counter() - entry.started) * 1000
    errors = response.get("errors") or []
    parts = [_operation(entry.request), f"as {caller}", f"{milliseconds:.0f} ms"]
    if entry.request is not None:
        parts += [*_calls(entry.request.calls)]
    if entry.published:
        parts.append("published " + ", ".join(entry.published))
    if errors:
        parts.append(f"{len(errors)} error{'s'[: len(errors) > 1]}: {_short(errors[0].get('message'))}")
    lines = ["  ".join(parts)]
    if entry.request is not None:
        lines += notes(entry.request)
        lines += [f"  ? {reason}" for reason in _denials(entry.request)]
    return "\n".join(lines)


def notes(request: Request) -> list[str]:
    """Return a line for everything that the code wrote, and one for each warning."""
    return [
        *(f"  · {line}" for line in request.logs),
        *(f"  ! {warning}" for warning in dict.fromkeys(request.warnings)),
    ]


def _denials(request: Request) -> list[str]:
    """Return why fields of the selection are closed to the caller."""
    return [explain(request.api, request.caller, *place) for place in sorted(request.plan.denied)]


def _short(message: object) -> str:
    line = str(message).partition("\n")[0]
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "…"


def _operation(request: Request | None) -> str:
    if request is None:
        return "(refused)"
    operation = request.plan.operation
    name = f" {operation.name.value}" if operation.name else ""
    fields = ", ".join(field.key for field in request.plan.root.fields)
    return f"{operation.operation.value}{name} {{{fields}}}"


def _calls(calls: list[str]) -> list[str]:
    """Return the calls, repeated ones counted."""
    counted: dict[str, int] = {}
    for call in calls:
        counted[call] = counted.get(call, 0) + 1
    return [f"{call} ×{count}" if count > 1 else call for call, count in counted.items()]  # noqa: RUF001
