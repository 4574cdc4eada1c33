"""ExecuteSelectionSet: fields with resolvers in waves, a batch resolver once per wave, errors and nulls.

The response equals that of a depth-first executor, in whatever order resolvers finish: errors are sorted by the place
of their field in the document, and dropped below a place that an earlier error made null.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from appsync_local import eager, messages
from appsync_local.execution.coercion import NullNotAllowed
from appsync_local.execution.complete_value import (
    PROPAGATE_NULL,
    complete_object,
    format_path,
    response_path,
)
from appsync_local.execution.plan import Plan
from appsync_local.execution.selection import Field, Place, Selection

_TOO_DEEP, _TOO_MANY_RESOLVERS = "QueryDepthLimitReached", "ResolverExecutionLimitReached"
_RESOLVER_LIMIT = 10_000  # of an API that sets none
_LIMITS = frozenset({_TOO_DEEP, _TOO_MANY_RESOLVERS})
Instance = tuple[Any, Place]  # the parent value, and where this field's value goes


class FieldError(Exception):
    """A field's error, with the members of AppSync's error objects."""

    def __init__(self, message: str, error_type: str | None = None, data: Any = None, info: Any = None) -> None:
        super().__init__(message)
        self.message = message
        self.error_type = error_type
        self.data = data
        self.info = info


@dataclass(slots=True)
class Outcome:
    """What a resolver returns for one parent in the place of a bare value: an error, or a value and appended errors."""

    value: Any = None
    error: FieldError | None = None
    appended: Sequence[FieldError] = ()


Outcomes = list[Any]  # a value or an `Outcome` for each parent
# Returns them for these parents, at once or as an awaitable; the mapping holds the field's arguments.
Resolve = Callable[[Field, Mapping[str, Any], list[Any]], "Outcomes | Awaitable[Outcomes]"]
Publish = Callable[[Field, Any], Awaitable[None] | None]


@dataclass(eq=False, slots=True)
class Execution:
    """The execution of one plan."""

    plan: Plan
    variables: Mapping[str, Any]
    resolve: Resolve
    resolver_limit: int = 0
    seconds: float | None = None  # for all data sources together
    data: dict[str, Any] | None = None
    object_selections: dict[int, Selection] | None = None
    resolver_calls: int = 0
    deferred: defaultdict[Field, list[Instance]] = field(default_factory=partial(defaultdict, list))
    _errors: list[tuple[list[int], list[int], dict[str, Any]]] = field(default_factory=list)
    _data_is_null: bool = False

    async def execute_query(self, root: Any = None) -> None:
        """Execute a query: all root fields concurrently."""
        if waiting := self.begin_query(root):
            await waiting

    def begin_query(self, root: Any = None) -> Awaitable[None] | None:
        """Execute a query as far as nothing has to be awaited; return the rest, or None if it is done."""
        self.data = complete_object(self, self.plan.root, root, None)
        if waiting := self._execute_deferred():
            return self._await_rest(iter(()), self._await_timed(waiting, self.seconds))
        self._finish()
        return None

    def begin_mutation(self, publish: Publish) -> Awaitable[None] | None:
        """Execute a mutation, its root fields serially, as far as nothing has to be awaited; return the rest, or None.

        `publish` gets each field's completed value.
        """
        self.data = complete_object(self, self.plan.root, None, None)
        steps = self._resolve_root_fields(publish)
        waiting = next(steps, None)
        if waiting is not None:
            return self._await_rest(steps, waiting)
        self._finish()
        return None

    def _resolve_root_fields(self, publish: Publish) -> Iterator[Awaitable[None]]:
        """Resolve and publish one root field after the other; yield what has to be awaited before the next."""
        deferred, self.deferred = self.deferred, defaultdict(list)
        holder: dict[str, Any] = self.data if self.data is not PROPAGATE_NULL else {}  # type: ignore[assignment]
        started = time.monotonic()
        for root_field, instances in deferred.items():
            if self._data_is_null:
                break
            if waiting := self._resolve_field(root_field, instances):
                left = self.seconds and self.seconds - (time.monotonic() - started)
                yield self._await_timed(waiting, left)
            if not self._data_is_null:
                publishing = publish(root_field, holder.get(root_field.key))
                if publishing is not None:
                    yield publishing

    async def _await_rest(self, steps: Iterator[Awaitable[None]], waiting: Awaitable[None] | None) -> None:
        while waiting is not None:
            await waiting
            waiting = next(steps, None)
        self._finish()

    async def _await_timed(self, waiting: list[Coroutine[Any, Any, None]], seconds: float | None) -> None:
        await eager.wait_for_task()
        async with asyncio.timeout(seconds):
            await _await_all(waiting)

    def complete_event(self, root: Any) -> None:
        """Complete an event's value; no resolver runs."""
        self.data = complete_object(self, self.plan.root, root, None)
        self._finish()

    @property
    def has_errors(self) -> bool:
        return bool(self._errors)

    @property
    def errors(self) -> list[dict[str, Any]]:
        """The errors in document order, without those below a place that an earlier error made null.

        A limit is told once, where it is first exceeded.
        """
        if len(self._errors) < 2:  # noqa: PLR2004
            return [error for _, _, error in self._errors]
        null_paths: set[tuple[int, ...]] = set()
        kept: list[dict[str, Any]] = []
        for _, null_place, error in sorted(self._errors, key=lambda item: item[0]):
            path = tuple(null_place)
            if not any(path[:length] in null_paths for length in range(len(path) + 1)):
                null_paths.add(path)
                kept.append(error)
        return _tell_limits_once(kept)

    def report_error(self, place: Place, field: Field, message: str) -> None:
        path = response_path(place)
        text = message or messages.null_for_non_null(field.type_name, field.parent, format_path(path))
        self._record_error(place, {"path": path, "locations": None, "message": text})

    def refuse_field(self, place: Place, field: Field) -> None:
        texts = {
            "Unauthorized": messages.field_denied(field.parent, field.name),
            _TOO_DEEP: messages.TOO_DEEP,
        }
        kind = field.refusal or ""
        self._record_field_error(field, place, FieldError(texts[kind], kind))

    def _execute_deferred(self) -> list[Coroutine[Any, Any, None]]:
        """Resolve every deferred field; return what has to be awaited."""
        waiting: list[Coroutine[Any, Any, None]] = []
        while self.deferred:
            deferred, self.deferred = self.deferred, defaultdict(list)
            for found, instances in deferred.items():
                waiting += self._resolve_field(found, instances)
        return waiting

    def _resolve_field(self, field: Field, instances: list[Instance]) -> list[Coroutine[Any, Any, None]]:
        self.resolver_calls += len(instances)
        if self.resolver_calls > (self.resolver_limit or _RESOLVER_LIMIT):
            instances = self._apply_resolver_limit(field, instances)
            if not instances:
                return []
        try:
            arguments = field.coerce_arguments(self.variables)
        except NullNotAllowed as refusal:
            error = FieldError(messages.null_argument(str(refusal)), "BadRequestException")
            outcomes: Any = [Outcome(error=error)] * len(instances)
        else:
            sources = [source for source, _ in instances] if len(instances) > 1 else [instances[0][0]]
            outcomes = self.resolve(field, arguments, sources)
        if outcomes.__class__ is list:
            self._complete_outcomes(field, instances, outcomes)
            return self._execute_deferred() if self.deferred else []
        return [self._await_outcomes(field, instances, outcomes)]

    def _apply_resolver_limit(self, field: Field, instances: list[Instance]) -> list[Instance]:
        """Return the instances within the resolver limit; record its error for the others."""
        left = (self.resolver_limit or _RESOLVER_LIMIT) - (self.resolver_calls - len(instances))
        for _, place in instances[max(left, 0) :]:
            self._record_field_error(field, place, FieldError(messages.TOO_MANY_RESOLVERS, _TOO_MANY_RESOLVERS))
        return instances[: max(left, 0)]

    async def _await_outcomes(self, field: Field, instances: list[Instance], outcomes: Awaitable[Outcomes]) -> None:
        self._complete_outcomes(field, instances, await outcomes)
        await _await_all(self._execute_deferred())

    def _complete_outcomes(self, field: Field, instances: list[Instance], outcomes: Outcomes) -> None:
        expected, complete = field.expected, field.complete
        for (_, place), value in zip(instances, outcomes, strict=True):
            if value.__class__ is expected:
                place[2][place[1]] = value
            elif value.__class__ is Outcome:
                self._complete_outcome(field, place, value)
            elif value is None:
                if not field.nullable:
                    self.report_error(place, field, "")
            elif (done := complete(self, value, place)) is not PROPAGATE_NULL:
                place[2][place[1]] = done

    def _complete_outcome(self, field: Field, place: Place, outcome: Outcome) -> None:
        """Record the errors of an outcome, and complete its value if it has none of its own."""
        for error in outcome.appended:
            self._record_error(None, self._format_error(field, place, error), origin=place)
        if outcome.error is not None:
            self._record_field_error(field, place, outcome.error)
        else:
            self._complete_outcomes(field, [(None, place)], [outcome.value])

    def _record_field_error(self, field: Field, place: Place, error: FieldError) -> None:
        self._record_error(place, self._format_error(field, place, error))

    def _format_error(self, field: Field, place: Place, error: FieldError) -> dict[str, Any]:
        """Return a resolver's error as AppSync orders its keys."""
        return {
            "path": response_path(place),
            "data": error.data,
            "errorType": error.error_type,
            "errorInfo": error.info,
            "locations": field.locations,
            "message": error.message,
        }

    def _record_error(self, place: Place | None, error: dict[str, Any], origin: Place | None = None) -> None:
        """Record an error and put null in the nearest nullable place; without a place nothing becomes null."""
        if place is None:
            order = _order_path(origin)
            self._errors.append((order, [*order, -1, len(self._errors)], error))
            return
        null_place: Place | None = place
        while null_place is not None and not null_place[3]:
            null_place = null_place[0]
        if null_place is None:
            self._data_is_null = True
        else:
            null_place[2][null_place[1]] = None
        self._errors.append((_order_path(place), _order_path(null_place), error))

    def _finish(self) -> None:
        if self._data_is_null:
            self.data = None


def _tell_limits_once(errors: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the errors without the repetitions of a limit."""
    first = {kind: error for error in reversed(errors) if (kind := error.get("errorType")) in _LIMITS}
    return [error for error in errors if first.get(error.get("errorType"), error) is error]


def _order_path(place: Place | None) -> list[int]:
    """Return a place's position in document order."""
    orders: list[int] = []
    while place is not None:
        orders.append(place[4])
        place = place[0]
    return orders[::-1]


async def _await_all(waiting: list[Coroutine[Any, Any, None]]) -> None:
    if len(waiting) == 1:
        await waiting[0]
    elif waiting:
        await asyncio.gather(*waiting)
