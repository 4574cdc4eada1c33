"""What the contract promises to listeners: of each declared event its type, its subscription and its mutation."""

from functools import reduce
from operator import or_
from typing import Any, Final, get_args, get_origin

import strawberry
from pydantic import create_model

from resolvers import rooms
from resolvers.core.directives import EVENTS, EVERYONE, inputs, outputs, publish_mutation, subscription
from resolvers.core.model import Model, is_hidden
from resolvers.platform.event_log import declarations
from resolvers.platform.event_log.declarations import EventType
from resolvers.platform.event_log.model import AccessRevoked, RevokeAccessInput
from subscriptions.publisher import model_in

rooms.load("schema")  # events carry types of the rooms
rooms.load_declarations()
_HANDLERS: Final = rooms.registry()


def _input_of(shape: type[Model], known: dict[type[Model], type[Model]]) -> type[Model]:
    """Make the input that carries the same fields as an event, and the inputs of what is inside it."""
    if shape not in known:
        fields: dict[str, Any] = {
            name: (_swap_model(info.annotation, known), info)
            for name, info in shape.model_fields.items()
            if not is_hidden(shape, name)
        }
        sentence = f"The fields of `{shape.__name__}`."
        known[shape] = create_model(f"{shape.__name__}Input", __base__=Model, __doc__=sentence, **fields)
        inputs(known[shape])
    return known[shape]


def _swap_model(annotation: Any, known: dict[type[Model], type[Model]]) -> Any:
    """Return a type (`list[PhotoLabel] | None`, say) with the input in place of the model in it."""
    if not model_in(annotation):
        return annotation
    parts = [_swap_model(each, known) for each in get_args(annotation)]
    if not parts:
        return _input_of(annotation, known)
    return list[parts[0]] if get_origin(annotation) is list else reduce(or_, parts)  # type: ignore[valid-type]


def _publish(event: EventType) -> Any:
    sentence = f"Publish `{event.model.__name__}` to its subscribers. Only the stream reader may call it."
    return publish_mutation(event.mutation, _INPUTS[event.model], event.model, sentence)


def _listen(event: EventType) -> Any:
    """Make the subscription field of an event; guests may listen to what is for readers."""
    handler = _HANDLERS["Subscription", event.subscription].function
    return subscription(handler, event.model, event.mutation, EVERYONE if event.has_audience else ())


def _revoke(product: str) -> Any:
    sentence = f"End the {product} subscriptions of people who lost read access. Only the stream reader may call it."
    return publish_mutation(declarations.revoke_field(product), RevokeAccessInput, AccessRevoked, sentence)


def _root(name: str, fields: dict[str, Any]) -> Any:
    return strawberry.type(type(name, (), fields), name=name)


# Sorted, so that the contract does not depend on which room was loaded first.
_EVENTS: Final = sorted(declarations.event_types.values(), key=lambda each: each.mutation)

outputs(*(each.model for each in _EVENTS), AccessRevoked, directives=EVENTS)
inputs(RevokeAccessInput)

_KNOWN: dict[type[Model], type[Model]] = {}
_INPUTS: Final = {each.model: _input_of(each.model, _KNOWN) for each in _EVENTS}
TYPES: Final = tuple(each.model for each in _EVENTS)

Mutation = _root(
    "Mutation",
    {each.mutation: _publish(each) for each in _EVENTS}
    | {declarations.revoke_field(each): _revoke(each) for each in declarations.list_revoked_products()},
)
Subscription = _root("Subscription", {each.subscription: _listen(each) for each in _EVENTS})
