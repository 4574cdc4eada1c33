"""From AppSync's event to a typed handler and back: registration, parsing, answering.

A handler is one function per GraphQL field. Its signature is the field's: snake_case arguments, pydantic types.
The answer travels in an envelope, `{"data": …}` or `{"error": {message, type, data, info}}`, which the shared
APPSYNC_JS function (infra/appsync/lambda-field.js) turns into data or a GraphQL error. An exception that nobody
expected becomes one `InternalError`: what a store or a library says is for the log, never for a client.
"""

import inspect
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from types import NoneType
from typing import Any, Final, TypeVar, cast, get_args, get_type_hints

from aws_lambda_powertools.event_handler import AppSyncResolver
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.data_classes import AppSyncResolverEvent
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import ConfigDict, Field, ValidationError, validate_call
from pydantic.alias_generators import to_snake

from resolvers.core import charge, rates
from resolvers.core.errors import Fault, LimitReached, NotFound, Refusal, UserError
from resolvers.core.identity import Caller, act_as, from_event
from resolvers.core.model import Member, Model, serialize
from resolvers.core.observability import logger, metrics, read_correlation_id
from resolvers.core.rates import Rate
from resolvers.core.selection import ANY_TYPE, find_models, has_alias, nested_fields
from resolvers.core.validation import describe_mistakes

F = TypeVar("F", bound=Callable[..., Any])
Envelope = dict[str, Any]

SUBJECT: Final = ANY_TYPE  # the type of a nested field that every kind of subject has
INTERNAL_ERROR: Final = "InternalError"  # the errorType of what nobody expected, and the metric that counts it
BATCH_SIZE: Final = 100  # items of one nested field in one invocation; a page has at most as many rows
# AppSync takes 5 MB from a resolver: long texts have a fifth of it, and rows of any other kind the rest.
LONG_TEXT_BYTES: Final = 1_000_000
LONG_TEXT_BATCH: Final = 12  # long texts read in one invocation: of 300 kB at most, so less than AppSync takes
MOST_ROWS: Final = 1000  # of one nested list in one invocation: its parents times `first`

_TOO_MANY_ROWS: Final = (
    f"This asks for {{rows:,}} rows: `first` of each of {{parents}} parents. At most {MOST_ROWS:,} are read at once. "
    "Ask for fewer, or page through the parents."
)


class Payload(Model):
    """What a mutation answers: the thing it made or changed, and the mistakes to mend."""

    errors: list[UserError] = Field(default=[], description="Why the request was refused. Empty if it succeeded.")


class SubscriptionFilter(Model):
    """What a subscription field answers when it starts: the events to let through, and what ends it."""

    filter: dict[str, Any]
    invalidation: dict[str, Any] | None = None


@dataclass(frozen=True)
class Registered:
    """One GraphQL field, the function that answers it, and the product whose Lambda entry runs that function."""

    type_name: str
    field_name: str
    function: Callable[..., Any]
    batch: bool
    product: str
    counts: tuple[Rate, ...] = ()
    batch_size: int = BATCH_SIZE


class App(AppSyncResolver):
    """Powertools' resolver whose functions speak in models: the fields of one product, each in `registered`."""

    def __init__(self, product: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.product = product
        self.registered: dict[tuple[str, str], Registered] = {}
        self.load_field: Callable[[str, str], None] = _load_nothing
        """Called with the type and name of each field that is asked for, before its handler is looked up."""

    def resolver(
        self, type_name: str = "*", field_name: str | None = None, *, counts: tuple[Rate, ...] = ()
    ) -> Callable[[F], F]:
        """Register the handler of one field. `counts` are the rates of a mutation, which every mutation declares."""

        def register(function: F) -> F:
            self._register(Registered(type_name, str(field_name), function, False, self.product, counts))
            answer = _wrap_handler(function, counts, is_mutation=type_name == "Mutation")

            def resolve(**arguments: Any) -> Envelope:
                return answer(cast("AppSyncResolverEvent", self.current_event), arguments)

            super(App, self).resolver(type_name, field_name)(resolve)
            return function

        return register

    def batch_resolver(  # type: ignore[override]
        self, type_name: str = "*", field_name: str | None = None, *, batch_size: int = BATCH_SIZE
    ) -> Callable[[F], F]:
        """Register the handler of a nested field: it gets up to `batch_size` parents of a request, answers each."""

        def register(function: F) -> F:
            field = Registered(type_name, str(field_name), function, True, self.product, batch_size=batch_size)
            self._register(field)
            answer = _wrap_batch_handler(function)

            def resolve(event: list[AppSyncResolverEvent]) -> list[Envelope]:
                return answer(event)

            super(App, self).batch_resolver(type_name, field_name, raise_on_error=True)(resolve)
            return function

        return register

    def resolve(
        self,
        event: dict[str, Any] | list[dict[str, Any]],
        context: LambdaContext,
        data_model: type[AppSyncResolverEvent] = AppSyncResolverEvent,
    ) -> Any:
        """Answer an event of AppSync, or a batch of them; whatever fails unexpectedly is logged, counted and hidden."""
        try:
            info = (event[0] if isinstance(event, list) else event)["info"]
            self.load_field(info["parentTypeName"], info["fieldName"])
            return super().resolve(event, context, data_model)
        except Exception:  # noqa: BLE001  the last place before the client
            failed = _internal_error(context.aws_request_id)
            return [failed for _ in event] if isinstance(event, list) else failed

    def _register(self, field: Registered) -> None:
        key = (field.type_name, field.field_name)
        if key in self.registered:
            raise ValueError(f"{'.'.join(key)} has two handlers.")
        if (field.type_name == "Mutation") != any(rate.minute for rate in field.counts):
            raise ValueError(f"{'.'.join(key)}: mutations, and only they, say what they count (resolvers/rates.py).")
        self.registered[key] = field
        if field.batch:
            nested_fields[key] = find_models(get_type_hints(field.function).get("return"))


def _load_nothing(_type_name: str, _field_name: str) -> None:
    """All handlers of an app are loaded with its entry."""


_selected: ContextVar[frozenset[str]] = ContextVar("selected", default=frozenset())
_room: ContextVar[int] = ContextVar("room", default=0)  # bytes of long texts that the answer can still take


def wants(field: str) -> bool:
    """Tell whether the request selects this field anywhere; where an alias may hide it, that counts as yes."""
    names = _selected.get()
    return not names or field in names


def wants_list() -> bool:
    """Tell whether the request selects a connection's rows or where they end, not only what is beside them."""
    return any(map(wants, ("edges", "pageInfo", "totalCount")))


def to_json(value: Any) -> Any:
    """Turn a handler's answer into JSON types: models by camelCase name, interface members with `__typename`."""
    return serialize(value, _model_to_json)


def _model_to_json(model: Model) -> dict[str, Any]:
    typename = {"__typename": model.typename()} if isinstance(model, Member) else {}
    left_out = {name for name in type(model).long_texts if not _claim_room(name, getattr(model, name))}
    fields = type(model).model_fields.items()
    return typename | {
        info.alias or name: to_json(getattr(model, name)) for name, info in fields if name not in left_out
    }


def _claim_room(field: str, text: str) -> bool:
    """Claim room in the answer for a long text, and return whether there was any and the request selects it.

    Its own handler answers it otherwise, so an alias that hides what is selected costs a request and no text.
    """
    room = _room.get() - len(text.encode())
    if room < 0 or not wants(field):
        return False
    _room.set(room)
    return True


def _wrap_handler(
    function: Callable[..., Any], counts: tuple[Rate, ...], *, is_mutation: bool
) -> Callable[..., Envelope]:
    call = validate_call(config=ConfigDict(arbitrary_types_allowed=True))(function)
    answered = get_type_hints(function).get("return")
    models = () if answered is SubscriptionFilter else find_models(answered)
    (payload,) = [each for each in get_args(answered) or (answered,) if each is not NoneType]
    input_fields = _input_fields(function)

    def answer(event: AppSyncResolverEvent, arguments: Mapping[str, Any]) -> Envelope:
        _room.set(LONG_TEXT_BYTES)
        try:
            caller = from_event(event.raw_event)
            with act_as(caller), _limit_rates(caller, counts, arguments):
                _selected.set(_read_selection(event, models))
                return _wrap_value(call(**_to_snake_case(arguments)))
        except ValidationError as error:
            refusals: Sequence[Refusal] = describe_mistakes(error)
        except Refusal as error:
            refusals = [_locate_in_input(error, input_fields) if input_fields else error]
        except Fault as error:
            return _wrap_error(type(error).__name__, str(error))
        if is_mutation:
            return {"data": to_json(cast("type[Payload]", payload)(errors=[each.to_user_error() for each in refusals]))}
        if isinstance(refusals[0], NotFound) and event.type_name == "Query":
            return {"data": None}
        return _wrap_error(type(refusals[0]).__name__, refusals[0].message, **refusals[0].info())

    return answer


def _limit_rates(
    caller: Caller, counts: tuple[Rate, ...], arguments: Mapping[str, Any]
) -> AbstractContextManager[None]:
    """Count a mutation with what it writes: once, or as much as its input says."""
    if not counts:
        return nullcontext()
    amounts = {each: _measure(each, arguments.get("input") or {}) for each in counts}
    return charge.charging(rates.charge_of(caller, amounts))


def _measure(rate: Rate, input: Mapping[str, Any]) -> int:
    measured = input.get(rate.measure) if rate.measure else 1
    return measured if isinstance(measured, int) else 0  # the handler refuses an input that has no number there


def _wrap_batch_handler(function: Callable[..., Any]) -> Callable[..., list[Envelope]]:
    parents, *_ = signature = inspect.signature(function).parameters
    (answered,) = get_args(get_type_hints(function)["return"])
    is_nullable = NoneType in get_args(answered)
    models = find_models(answered)
    call = validate_call(config=ConfigDict(arbitrary_types_allowed=True))(function)

    def answer_group(events: Sequence[AppSyncResolverEvent]) -> list[Envelope]:
        arguments = _to_snake_case(events[0].arguments or {})
        sources = [event.raw_event.get("source") for event in events]
        try:
            with act_as(from_event(events[0].raw_event)):
                _selected.set(_read_selection(events[0], models))
                return [_wrap_value(value) for value in call(**{parents: sources}, **arguments)]
        except ValidationError as error:
            return refuse(describe_mistakes(error)[0], events)
        except (Refusal, Fault) as error:
            return refuse(error, events)

    def refuse(error: Refusal | Fault, events: Sequence[AppSyncResolverEvent]) -> list[Envelope]:
        """Tell an error of all parents at the first one; the others are null, where the field may be."""
        info = error.info() if isinstance(error, Refusal) else {}
        told = _wrap_error(type(error).__name__, str(error), **info)
        others: Envelope = {"data": None} if is_nullable else told
        return [told, *(others for _ in events[1:])]

    def answer(events: Sequence[AppSyncResolverEvent]) -> list[Envelope]:
        _room.set(LONG_TEXT_BYTES)
        rows = sum(_count_requested_rows(event, signature) for event in events)
        if rows > MOST_ROWS:
            return refuse(LimitReached(_TOO_MANY_ROWS.format(rows=rows, parents=len(events)), "first"), events)
        groups: dict[str, list[int]] = {}
        for place, event in enumerate(events):
            groups.setdefault(json.dumps(event.arguments, sort_keys=True), []).append(place)
        answers: dict[int, Envelope] = {}
        for places in groups.values():
            answers |= zip(places, answer_group([events[place] for place in places]), strict=True)
        return [answers[place] for place in range(len(events))]

    return answer


def _count_requested_rows(event: AppSyncResolverEvent, signature: Mapping[str, inspect.Parameter]) -> int:
    """Return how many rows a list may answer for one parent, 0 if the field is no list or says nonsense."""
    asked = (event.arguments or {}).get("first", signature["first"].default) if "first" in signature else 0
    return asked if isinstance(asked, int) else 0


def _wrap_value(value: Any) -> Envelope:
    if isinstance(value, SubscriptionFilter):
        return {"data": None, "subscription": value.model_dump(exclude_none=True)}
    return {"data": to_json(value)}


def _internal_error(invocation: str) -> Envelope:
    """Log the current exception with its stack, count it, and return what the client may know: whom to ask for."""
    logger.exception("unexpected")
    metrics.add_metric(INTERNAL_ERROR, MetricUnit.Count, 1)
    request_id = read_correlation_id() or invocation
    message = f"Something went wrong on our side. If it happens again, report request {request_id}."
    return {"error": {"message": message, "type": INTERNAL_ERROR, "info": {"requestId": request_id}}}


def _wrap_error(kind: str, message: str, **info: Any) -> Envelope:
    logger.info("refused", extra={"error_type": kind, "reason": message})
    return {"error": {"message": message, "type": kind, "info": info or None}}


def _input_fields(function: Callable[..., Any]) -> frozenset[str]:
    """Return the names of the fields of a handler's `input`; none where it takes none."""
    given = get_type_hints(function).get("input")
    models = [each for each in (given, *get_args(given)) if isinstance(each, type) and issubclass(each, Model)]
    return frozenset(info.alias or name for each in models for name, info in each.model_fields.items())


def _locate_in_input(refusal: Refusal, fields: frozenset[str]) -> Refusal:
    """Begin the path of a service's refusal at the field's arguments, where those of validation begin too.

    A rule may be about something that the caller did not name, such as the subject of a pin: that is where its id is.
    """
    if refusal.path and refusal.path[0] != "input":
        known = refusal.path if refusal.path[0] in fields else ["id"] if "id" in fields else []
        refusal.path = ["input", *known]
    return refusal


def _to_snake_case(arguments: Mapping[str, Any]) -> dict[str, Any]:
    return {to_snake(name): value for name, value in arguments.items()}


def _read_selection(event: AppSyncResolverEvent, models: tuple[type[Model], ...]) -> frozenset[str]:
    """Return the names of what is selected of these models; none where an alias may hide a field."""
    paths = (event.raw_event.get("info") or {}).get("selectionSetList") or []
    names = frozenset(part for path in paths for part in path.split("/") if not part.startswith("__"))
    has_aliases = any(has_alias(path.split("/"), models) for path in paths) if models else not names <= Model.names
    return frozenset() if has_aliases else names
