"""Bind models as Strawberry types, with AppSync's directives. Only schema.py loads this: Lambda never does."""

import ast
import inspect
import itertools
import textwrap
from collections.abc import AsyncGenerator, Callable, Sequence
from enum import Enum
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import strawberry
import strawberry.pydantic
from pydantic.alias_generators import to_snake
from pydantic.fields import FieldInfo
from strawberry.schema_directive import Location
from strawberry.types.field import StrawberryField

from resolvers.core.model import Member, Model, is_hidden

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


def outputs(*models: type[Model], directives: Sequence[object] = EVERYONE) -> None:
    """Bind models as GraphQL types, leaving their hidden fields out."""
    for model in models:
        _bind(model, strawberry.pydantic.type, directives)


def interface(model: type[Model]) -> None:
    """Bind a model as a GraphQL interface."""
    _bind(model, strawberry.pydantic.interface, ())


def inputs(*models: type[Model]) -> None:
    """Bind models as GraphQL input types."""
    for model in models:
        strawberry.pydantic.input(model, description=_sentence(model))


def enums(*kinds: type[Enum]) -> None:
    """Declare GraphQL enums; a string literal below each value describes it."""
    for kind in kinds:
        definition = strawberry.enum(kind, description=_sentence(kind)).__strawberry_definition__  # type: ignore[attr-defined]
        described = _describe_values(kind)
        for value in definition.values:
            value.description = described[value.name]


def field(handler: Callable[..., Any], directives: Sequence[object] = SIGNED_IN) -> Any:
    """Make a root field of a handler: its signature is the field's, its docstring the description.

    `| None` in the return type makes it nullable, so that a refusal blanks this field and not the whole answer.
    """
    hints = get_type_hints(handler, include_extras=True)
    arguments = list(inspect.signature(handler).parameters.values())
    resolve = _make_function(handler.__name__, arguments, hints, hints["return"])
    return strawberry.field(resolver=resolve, description=_sentence(handler), directives=directives)


def subscription(
    handler: Callable[..., Any], event: type[Model], publish: str, directives: Sequence[object] = SIGNED_IN
) -> Any:
    """Make a subscription field: its handler authorises the start, the mutation named `publish` feeds it."""
    hints = get_type_hints(handler, include_extras=True)
    arguments = list(inspect.signature(handler).parameters.values())
    resolve = _make_function(handler.__name__, arguments, hints, AsyncGenerator[event | None, None])  # type: ignore[valid-type]
    subscribed = [Subscribe(mutations=[publish]), *directives]
    return strawberry.subscription(resolver=resolve, description=_sentence(handler), directives=subscribed)


def publish_mutation(name: str, input: type[Model], answer: type[Model], sentence: str) -> Any:
    """Make a mutation without a handler: AppSync answers it with its own input, for subscribers to hear."""
    argument = inspect.Parameter("input", inspect.Parameter.KEYWORD_ONLY)
    hint: Any = Annotated[input, FieldInfo(description="The event to publish.")]
    resolve = _make_function(to_snake(name), [argument], {"input": hint}, answer | None)
    return strawberry.field(name=name, resolver=resolve, description=sentence, directives=PUBLISHER)


def nested_field(
    model: type[Model], handler: Callable[..., Any], directives: Sequence[object] = (), *, name: str | None = None
) -> None:
    """Append a nested field to a bound model; its batch handler takes all parents and answers one value each."""
    hints = get_type_hints(handler, include_extras=True)
    (item,) = get_args(hints["return"])
    _, *arguments = inspect.signature(handler).parameters.values()
    resolve = _make_function(handler.__name__, arguments, hints, item)
    added: StrawberryField = strawberry.field(resolver=resolve, description=_sentence(handler), directives=directives)
    added.python_name = name or handler.__name__
    added.origin = model
    model.__strawberry_definition__.fields.append(added)  # type: ignore[attr-defined]


def _make_function(name: str, arguments: Sequence[inspect.Parameter], hints: dict[str, Any], answer: Any) -> Any:
    """Return a function with this signature; what it answers is nullable where its type says so."""

    def resolve(**_: Any) -> Any:
        return None  # AppSync resolves: this schema is printed, never run

    described = {argument.name: _argument(hints[argument.name]) for argument in arguments}
    resolve.__name__ = name
    resolve.__annotations__ = described | {"return": answer}
    resolve.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [each.replace(annotation=described[each.name], kind=inspect.Parameter.KEYWORD_ONLY) for each in arguments],
        return_annotation=answer,
    )
    return resolve


def _argument(hint: Any) -> Any:
    """Turn pydantic's description of an argument into Strawberry's; an input model describes itself."""
    if isinstance(hint, type) and issubclass(hint, Model):
        return Annotated[hint, strawberry.argument(description=_sentence(hint))]
    if get_origin(hint) is not Annotated:
        return hint
    kind, *notes = get_args(hint)
    described = [note.description for note in notes if isinstance(note, FieldInfo) and note.description]
    return Annotated[kind, strawberry.argument(description=described[-1])] if described else kind


def _describe_values(kind: type[Enum]) -> dict[str, str]:
    """Read the string literals below an enum's values; a value without one is described by an empty string."""
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    assert isinstance(definition, ast.ClassDef)
    described = dict.fromkeys(kind.__members__, "")
    for value, text in itertools.pairwise(definition.body):
        match value, text:
            case ast.Assign(targets=[ast.Name(id=name)]), ast.Expr(value=ast.Constant(value=str(sentence))):
                described[name] = inspect.cleandoc(sentence)
    return described


def _sentence(thing: Any) -> str:
    return inspect.cleandoc(thing.__doc__ or "")


def _bind(model: type[Model], decorate: Callable[..., Any], directives: Sequence[object]) -> None:
    name = model.typename() if issubclass(model, Member) else None
    decorate(model, name=name, description=_sentence(model), directives=directives)
    definition = model.__strawberry_definition__  # type: ignore[attr-defined]
    definition.fields = [each for each in definition.fields if not is_hidden(model, each.python_name)]
