"""Dress models as Strawberry types, with AppSync's directives. Only schema.py loads this: Lambda never does."""

import inspect
from collections.abc import Callable, Sequence
from typing import Any, get_args, get_type_hints

import strawberry
import strawberry.pydantic
from strawberry.schema_directive import Location
from strawberry.types.field import StrawberryField

from resolvers.core.model import Model, is_hidden

_ON = [Location.OBJECT, Location.FIELD_DEFINITION]


@strawberry.schema_directive(locations=_ON, name="aws_cognito_user_pools", print_definition=False)
class CognitoUserPools:
    """Open to people who signed in."""


@strawberry.schema_directive(locations=_ON, name="aws_api_key", print_definition=False)
class ApiKey:
    """Open to guests."""


@strawberry.schema_directive(locations=_ON, name="aws_iam", print_definition=False)
class Iam:
    """Open to our own functions."""


@strawberry.schema_directive(locations=[Location.FIELD_DEFINITION], name="aws_subscribe", print_definition=False)
class Subscribe:
    """The mutations whose results a subscription delivers."""

    mutations: list[str]


SIGNED_IN: list[object] = []  # the API's default mode needs no directive
EVERYONE: list[object] = [CognitoUserPools(), ApiKey()]
PUBLISHER: list[object] = [Iam()]
EVENTS: list[object] = [CognitoUserPools(), ApiKey(), Iam()]


def output(model: type[Model], directives: Sequence[object] = EVERYONE, *, interface: bool = False) -> None:
    """Dress a model as a GraphQL type (or interface), leaving its hidden fields out."""
    dress = strawberry.pydantic.interface if interface else strawberry.pydantic.type
    typename = getattr(model, "typename", None)
    dress(
        model,
        name=typename() if typename else None,
        description=_sentence(model),
        directives=() if interface else directives,
    )
    definition = model.__strawberry_definition__  # type: ignore[attr-defined]
    definition.fields = [field for field in definition.fields if not is_hidden(model, field.python_name)]


def inputs(*models: type[Model]) -> None:
    """Dress models as GraphQL input types."""
    for model in models:
        strawberry.pydantic.input(model, description=_sentence(model))


def field(handler: Callable[..., Any], directives: Sequence[object] = SIGNED_IN) -> Any:
    """Make a root field of a handler: its signature is the field's, its docstring the description."""
    return strawberry.field(resolver=handler, description=_sentence(handler), directives=directives)


def nested(model: type[Model], handler: Callable[..., Any], directives: Sequence[object] = ()) -> None:
    """Append a nested field to a dressed model; its batch handler takes all parents and answers one value each."""
    added: StrawberryField = strawberry.field(
        resolver=_for_one(handler), description=_sentence(handler), directives=directives
    )
    added.python_name = handler.__name__
    added.origin = model
    model.__strawberry_definition__.fields.append(added)  # type: ignore[attr-defined]


def _for_one(handler: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function with the handler's signature for one parent: no parents in, one item of the list out."""
    hints = get_type_hints(handler, include_extras=True)
    (item,) = get_args(hints.pop("return"))
    parents, *arguments = inspect.signature(handler).parameters.values()

    def resolve(**_: Any) -> Any:
        return None  # AppSync resolves: this schema is printed, never run

    resolve.__name__ = handler.__name__
    resolve.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [argument.replace(annotation=hints[argument.name], kind=argument.KEYWORD_ONLY) for argument in arguments],
        return_annotation=item,
    )
    resolve.__annotations__ = {name: hint for name, hint in hints.items() if name != parents.name} | {"return": item}
    return resolve


def _sentence(thing: Any) -> str:
    return inspect.cleandoc(thing.__doc__ or "")
