"""The request log: one line for each request, and lines for notes, warnings and denials."""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from appsync_local.auth.caller import Caller
from appsync_local.auth.permission import explain_access
from appsync_local.resolvers.context import RequestContext

_MAX_LENGTH = 200
log = logging.getLogger("appsync")


@dataclass(eq=False, slots=True)
class LogEntry:
    """What the log knows about one request."""

    started: float = field(default_factory=time.perf_counter)
    request: RequestContext | None = None
    published: tuple[str, ...] = ()


class RequestLog:
    """Where the lines of requests go: to `logging`, or straight to `write`, which costs a third."""

    write: Callable[[str], None] | None = None

    def add(self, entry: LogEntry, caller: Caller, response: Mapping[str, Any]) -> None:
        """Log a request, unless the level leaves it out."""
        if not log.isEnabledFor(logging.INFO):
            return
        text = format_entry(entry, caller.name, response)
        if self.write is None:
            log.info("%s", text)
        else:
            self.write(text)


request_log = RequestLog()


def format_entry(entry: LogEntry, caller: str, response: Mapping[str, Any]) -> str:
    """Return the lines of a request."""
    milliseconds = int((time.perf_counter() - entry.started) * 1000 + 0.5)
    request = entry.request
    line = f"{request.plan.title if request else '(refused)'}  as {caller}  {milliseconds} ms"
    effects = request.effects if request is not None and request.has_effects else None
    if effects is not None and effects.calls:
        line = "  ".join([line, *_count_calls(effects.calls)])
    if entry.published:
        line += f"  published {', '.join(entry.published)}"
    if errors := response.get("errors"):
        line += f"  {len(errors)} error{'s'[: len(errors) > 1]}: {_shorten(errors[0].get('message'))}"
    if request is not None and (effects is not None or request.plan.denied):
        line = "\n".join([line, *format_notes(request), *(f"  ? {reason}" for reason in _explain_denials(request))])
    return line


def format_notes(request: RequestContext) -> list[str]:
    """Return a line for each message that code wrote, and for each warning."""
    if not request.has_effects:
        return []
    return [
        *(f"  · {line}" for line in request.effects.logs),
        *(f"  ! {warning}" for warning in dict.fromkeys(request.effects.warnings)),
    ]


def _explain_denials(request: RequestContext) -> list[str]:
    """Return why fields of the selection are denied."""
    return [explain_access(request.api, request.caller, *place) for place in sorted(request.plan.denied)]


def _shorten(message: object) -> str:
    line = str(message).partition("\n")[0]
    return line if len(line) <= _MAX_LENGTH else line[:_MAX_LENGTH] + "…"


def _count_calls(calls: list[str]) -> list[str]:
    """Return the calls, with a count for repeated ones."""
    counted: dict[str, int] = {}
    for call in calls:
        counted[call] = counted.get(call, 0) + 1
    return [f"{call} ×{count}" if count > 1 else call for call, count in counted.items()]  # noqa: RUF001
