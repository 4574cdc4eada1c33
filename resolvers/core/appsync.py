"""From AppSync's event to a typed handler and back: registration, parsing, answering.

A handler is one function per GraphQL field. Its signature is the field's: snake_case arguments, pydantic types.
The answer travels in an envelope, `{"data": …}` or `{"error": {message, type, data, info}}`, which the shared
APPSYNC_JS function (infra/appsync/lambda-field.js) turns into data or a GraphQL error.
"""

import inspect
import json
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final, TypeVar, cast, get_type_hints

from aws_lambda_powertools.event_handler import AppSyncResolver
from aws_lambda_powertools.utilities.data_classes import AppSyncResolverEvent
from pydantic import ConfigDict, Field, ValidationError, validate_call
from pydantic.alias_generators import to_snake

from resolvers.core.errors import Fault, InvalidInput, NotFound, Refusal, UserError
from resolvers.core.identity import acting, from_event
from resolvers.core.model import Member, Model, dumped
from resolvers.core.observability import logger

F = TypeVar("F", bound=Callable[..., Any])
Envelope = dict[str, Any]

BATCH_SIZE: Final = 100  # items of one nested field in one invocation; a page has at most as many rows


class Payload(Model):
    """What a mutation answers: the thing it made or changed, and the mistakes to mend."""

    errors: list[UserError] = Field(default=[], description="Why it was refused; empty when it was done.")


class Listening(Model):
    """What a subscription field answers when it starts: the events to let through, and what ends it."""

    filter: dict[str, Any]
    invalidation: dict[str, Any] | None = None


@dataclass(frozen=True)
class Registered:
    """One GraphQL field and the function that answers it."""

    type_name: str
    field_name: str
    function: Callable[..., Any]
    batch: bool


class Fields(AppSyncResolver):
    """Powertools' resolver whose functions speak in models; `registered` lists every field for the templates."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.registered: dict[tuple[str, str], Registered] = {}

    def resolver(self, type_name: str = "*", field_name: str | None = None) -> Callable[[F], F]:
        """Register the handler of one field."""

        def register(function: F) -> F:
            self._remember(type_name, field_name, function, batch=False)
            answer = _answering(function, is_mutation=type_name == "Mutation")

            def resolve(**arguments: Any) -> Envelope:
                return answer(cast("AppSyncResolverEvent", self.current_event), arguments)

            super(Fields, self).resolver(type_name, field_name)(resolve)
            return function

        return register

    def batch_resolver(  # type: ignore[override]
        self, type_name: str = "*", field_name: str | None = None
    ) -> Callable[[F], F]:
        """Register the handler of a nested field: it gets all parents of a request, answers one for each."""

        def register(function: F) -> F:
            self._remember(type_name, field_name, function, batch=True)
            answer = _answering_many(function)

            def resolve(event: list[AppSyncResolverEvent]) -> list[Envelope]:
                return answer(event)

            super(Fields, self).batch_resolver(type_name, field_name, raise_on_error=True)(resolve)
            return function

        return register

    def _remember(self, type_name: str, field_name: str | None, function: Callable[..., Any], *, batch: bool) -> None:
        key = (type_name, str(field_name))
        if key in self.registered:
            raise ValueError(f"{type_name}.{field_name} has two handlers.")
        self.registered[key] = Registered(*key, function, batch)


app = Fields()

_selected: ContextVar[frozenset[str]] = ContextVar("selected", default=frozenset())


def wants(field: str) -> bool:
    """Tell whether the request selects this field anywhere; an alias we cannot read counts as yes."""
    names = _selected.get()
    return not names or field in names or not names <= Model.names


def refused(payload: type[Payload], error: Refusal) -> Payload:
    """Answer a refusal as data."""
    return payload(errors=[error.shown()])


def shown(value: Any) -> Any:
    """Turn a handler's answer into JSON types: models by camelCase name, interface members with `__typename`."""
    return dumped(value, _shown_model)


def _shown_model(model: Model) -> dict[str, Any]:
    typename = {"__typename": model.typename()} if isinstance(model, Member) else {}
    fields = type(model).model_fields.items()
    return typename | {info.alias or name: shown(getattr(model, name)) for name, info in fields}


def _answering(function: Callable[..., Any], *, is_mutation: bool) -> Callable[..., Envelope]:
    call = validate_call(config=ConfigDict(arbitrary_types_allowed=True))(function)
    payload = get_type_hints(function).get("return")

    def answer(event: AppSyncResolverEvent, arguments: Mapping[str, Any]) -> Envelope:
        try:
            with acting(from_event(event.raw_event.get("identity"))):
                _selected.set(_selection(event))
                return _enveloped(call(**_snake(arguments)))
        except ValidationError as error:
            refusals = _invalid(error)
        except Refusal as error:
            refusals = [error]
        except Fault as error:
            return _error(type(error).__name__, str(error))
        if is_mutation:
            return {"data": shown(cast("type[Payload]", payload)(errors=[each.shown() for each in refusals]))}
        if isinstance(refusals[0], NotFound) and event.type_name == "Query":
            return {"data": None}
        return _error(type(refusals[0]).__name__, refusals[0].message, path=refusals[0].path)

    return answer


def _answering_many(function: Callable[..., Any]) -> Callable[..., list[Envelope]]:
    parents = next(iter(inspect.signature(function).parameters))
    call = validate_call(config=ConfigDict(arbitrary_types_allowed=True))(function)

    def answer_group(events: Sequence[AppSyncResolverEvent]) -> list[Envelope]:
        arguments = _snake(events[0].arguments or {})
        sources = [event.raw_event.get("source") for event in events]
        try:
            with acting(from_event(events[0].raw_event.get("identity"))):
                _selected.set(_selection(events[0]))
                return [_enveloped(value) for value in call(**{parents: sources}, **arguments)]
        except ValidationError as error:
            first = _invalid(error)[0]
            return [_error("InvalidInput", first.message, path=first.path) for _ in events]
        except (Refusal, Fault) as error:
            return [_error(type(error).__name__, str(error)) for _ in events]

    def answer(events: Sequence[AppSyncResolverEvent]) -> list[Envelope]:
        groups: dict[str, list[int]] = {}
        for place, event in enumerate(events):
            groups.setdefault(json.dumps(event.arguments, sort_keys=True), []).append(place)
        answers: dict[int, Envelope] = {}
        for places in groups.values():
            answers |= zip(places, answer_group([events[place] for place in places]), strict=True)
        return [answers[place] for place in range(len(events))]

    return answer


def _enveloped(value: Any) -> Envelope:
    if isinstance(value, Listening):
        return {"data": None, "subscription": value.model_dump(exclude_none=True)}
    return {"data": shown(value)}


def _error(kind: str, message: str, **info: Any) -> Envelope:
    logger.info("refused", extra={"error_type": kind, "reason": message})
    return {"error": {"message": message, "type": kind, "info": info or None}}


def _invalid(error: ValidationError) -> list[Refusal]:
    return [
        InvalidInput(f"{item['msg']}.".replace("..", "."), *(str(part) for part in item["loc"]))
        for item in error.errors(include_url=False, include_input=False, include_context=False)
    ]


def _snake(arguments: Mapping[str, Any]) -> dict[str, Any]:
    return {to_snake(name): value for name, value in arguments.items()}


def _selection(event: AppSyncResolverEvent) -> frozenset[str]:
    paths = (event.raw_event.get("info") or {}).get("selectionSetList") or []
    return frozenset(part for path in paths for part in path.split("/") if not part.startswith("__"))
