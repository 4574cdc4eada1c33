"""Running a plan: fields with resolvers in waves, a batch resolver once per wave, errors and nulls where they belong.

The answer equals that of a depth-first executor whatever the order in which resolvers finish: errors are sorted by the
place of their field in the document, and those under a position that an earlier error made null are dropped.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from infra.local.appsync import wording
from infra.local.appsync.coercion import NullRefused
from infra.local.appsync.completion import NULLED, Place, complete_field, fill, path_of, path_text
from infra.local.appsync.plan import Field, Plan, Selection

Instance = tuple[Any, Place]  # the parent value, and where this field's value goes


class FieldError(Exception):
    """A resolver's failure, as its error object shows it."""

    def __init__(self, message: str, error_type: str | None = None, data: Any = None, info: Any = None) -> None:
        super().__init__(message)
        self.message = message
        self.error_type = error_type
        self.data = data
        self.info = info


@dataclass(slots=True)
class Outcome:
    """What a resolver made of one parent: a value, the error instead of it, and errors it added beside it."""

    value: Any = None
    error: FieldError | None = None
    appended: Sequence[FieldError] = ()


Outcomes = list[Outcome]
# Answers one outcome per source, at once or later; the mapping holds the field's arguments.
Resolve = Callable[[Field, Mapping[str, Any], list[Any]], "Outcomes | Awaitable[Outcomes]"]


@dataclass(eq=False, slots=True)
class Run:
    """One request on its way through a plan."""

    plan: Plan
    variables: Mapping[str, Any]
    resolve: Resolve
    resolver_limit: int = 0
    seconds: float | None = None  # that data sources may take, all in all
    data: dict[str, Any] | None = None
    made: dict[int, Selection] | None = None
    resolved: int = 0
    _deferred: dict[Field, list[Instance]] = field(default_factory=dict)
    _errors: list[tuple[list[int], list[int], dict[str, Any]]] = field(default_factory=list)
    _lost: bool = False  # the answer's data is null as a whole

    async def query(self, root: Any = None) -> None:
        """Run all root fields at once."""
        self.data = fill(self, self.plan.root, root, None)
        if waiting := self._advance():
            async with asyncio.timeout(self.seconds):
                await _all(waiting)
        self._settle()

    async def mutation(self, after: Callable[[Field, Any], Awaitable[None]]) -> None:
        """Run the root fields one after the other and tell `after` each one's value when its whole tree is done."""
        self.data = data = fill(self, self.plan.root, None, None)
        deferred, self._deferred = self._deferred, {}
        holder: dict[str, Any] = data if data is not NULLED else {}
        loop = asyncio.get_running_loop()
        until = loop.time() + self.seconds if self.seconds is not None else None
        for root_field, instances in deferred.items():
            if self._lost:
                break
            if waiting := self._launch(root_field, instances):
                async with asyncio.timeout_at(until):
                    await _all(waiting)
            if not self._lost:
                await after(root_field, holder.get(root_field.key))
        self._settle()

    def project(self, root: Any) -> None:
        """Complete a value that is already there; nothing is resolved."""
        self.data = fill(self, self.plan.root, root, None)
        self._settle()

    @property
    def errors(self) -> list[dict[str, Any]]:
        """The errors in document order, without those that an earlier null made meaningless."""
        if len(self._errors) < 2:  # noqa: PLR2004
            return [error for _, _, error in self._errors]
        nulled: list[list[int]] = []
        kept: list[dict[str, Any]] = []
        for _, landing, error in sorted(self._errors, key=lambda item: item[0]):
            if not any(landing[: len(position)] == position for position in nulled):
                nulled.append(landing)
                kept.append(error)
        return kept

    # What completion tells.

    def fail(self, place: Place, field: Field, message: str) -> None:
        path = path_of(place)
        text = message or wording.null_for_non_null(field.type_name, field.parent, path_text(path))
        self._record(place, {"path": path, "locations": None, "message": text})

    def refuse(self, place: Place, field: Field) -> None:
        texts = {"Unauthorized": wording.denied(field.parent, field.name), "QueryDepthLimitReached": wording.TOO_DEEP}
        kind = field.refusal or ""
        self._reject(field, place, FieldError(texts[kind], kind))

    def defer(self, field: Field, source: Any, place: Place) -> None:
        instances = self._deferred.get(field)
        if instances is None:
            instances = self._deferred[field] = []
        instances.append((source, place))

    # Fields with resolvers.

    def _advance(self) -> list[Coroutine[Any, Any, None]]:
        """Start every field deferred so far; return what is still to be awaited."""
        waiting: list[Coroutine[Any, Any, None]] = []
        while self._deferred:
            deferred, self._deferred = self._deferred, {}
            for found, instances in deferred.items():
                waiting += self._launch(found, instances)
        return waiting

    def _launch(self, field: Field, instances: list[Instance]) -> list[Coroutine[Any, Any, None]]:
        allowed = self._counted(field, instances)
        if not allowed:
            return []
        try:
            arguments = field.arguments(self.variables)
        except NullRefused as refusal:
            error = FieldError(wording.null_argument(str(refusal)), "BadRequestException")
            outcomes: Any = [Outcome(error=error)] * len(allowed)
        else:
            outcomes = self.resolve(field, arguments, [source for source, _ in allowed])
        if isinstance(outcomes, list):
            self._finish(field, allowed, outcomes)
            return self._advance() if self._deferred else []
        return [self._later(field, allowed, outcomes)]

    def _counted(self, field: Field, instances: list[Instance]) -> list[Instance]:
        """Return the instances that the resolver limit leaves; the others are answered with its error."""
        left = (self.resolver_limit or 10_000) - self.resolved
        self.resolved += len(instances)
        for _, place in instances[max(left, 0) :]:
            self._reject(field, place, FieldError(wording.TOO_MANY_RESOLVERS, "ResolverExecutionLimitReached"))
        return instances[: max(left, 0)]

    async def _later(self, field: Field, instances: list[Instance], outcomes: Awaitable[Outcomes]) -> None:
        self._finish(field, instances, await outcomes)
        await _all(self._advance())

    def _finish(self, field: Field, instances: list[Instance], outcomes: Outcomes) -> None:
        for (_, place), outcome in zip(instances, outcomes, strict=True):
            for error in outcome.appended:
                self._record(None, self._shown(field, place, error), origin=place)
            if outcome.error is not None:
                self._reject(field, place, outcome.error)
            else:
                complete_field(self, field, outcome.value, place)

    def _reject(self, field: Field, place: Place, error: FieldError) -> None:
        self._record(place, self._shown(field, place, error))

    def _shown(self, field: Field, place: Place, error: FieldError) -> dict[str, Any]:
        """Return a resolver's error as AppSync orders its keys."""
        return {
            "path": path_of(place),
            "data": error.data,
            "errorType": error.error_type,
            "errorInfo": error.info,
            "locations": field.locations,
            "message": error.message,
        }

    # Errors and nulls.

    def _record(self, place: Place | None, error: dict[str, Any], origin: Place | None = None) -> None:
        """Keep an error and put null at the nearest place that takes one; without a place nothing becomes null."""
        if place is None:
            order = _orders(origin)
            self._errors.append((order, [*order, -1, len(self._errors)], error))
            return
        landing: Place | None = place
        while landing is not None and not landing[3]:
            landing = landing[0]
        if landing is None:
            self._lost = True
        else:
            landing[2][landing[1]] = None
        self._errors.append((_orders(place), _orders(landing), error))

    def _settle(self) -> None:
        if self._lost:
            self.data = None


def _orders(place: Place | None) -> list[int]:
    """Return a place's position in document order."""
    orders: list[int] = []
    while place is not None:
        orders.append(place[4])
        place = place[0]
    return orders[::-1]


async def _all(waiting: list[Coroutine[Any, Any, None]]) -> None:
    if len(waiting) == 1:
        await waiting[0]
    elif waiting:
        await asyncio.gather(*waiting)
