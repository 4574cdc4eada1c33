"""What every model shares: frozen values, snake_case here and camelCase on the wire."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import Enum
from typing import Any, ClassVar, Final

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel
from pydantic.config import JsonDict

HIDDEN: Final[JsonDict] = {"hidden": True}
SHOWN: Final[JsonDict] = {"shown": True}


def now() -> datetime:
    """Return the present in UTC, to the millisecond, as all our times are kept."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def iso(moment: datetime) -> str:
    """Write a time in fixed width, so that times sort as text."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


Moment = datetime  # in UTC, to the millisecond; written by `iso`


def dumped(value: Any, of_model: Callable[[Any], Any]) -> Any:
    """Turn a value into JSON types: times as text, enums by value, models by what `of_model` makes of them."""
    if isinstance(value, BaseModel):
        return of_model(value)
    if isinstance(value, Mapping):
        return {name: dumped(inner, of_model) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [dumped(inner, of_model) for inner in value]
    return iso(value) if isinstance(value, datetime) else value.value if isinstance(value, Enum) else value


class Model(BaseModel):
    """A frozen value. Fields marked HIDDEN are stored but never shown, SHOWN ones shown but never stored."""

    model_config = ConfigDict(frozen=True, alias_generator=to_camel, populate_by_name=True, extra="ignore")

    names: ClassVar[set[str]] = set()

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        Model.names.update(field.alias or name for name, field in cls.model_fields.items())

    def stored(self) -> dict[str, Any]:
        """Return what the table keeps of this value: JSON types by camelCase name, without empty ones."""
        left_out = _marked(type(self), "shown")
        return {
            info.alias or name: dumped(value, Model.stored)
            for name, info in type(self).model_fields.items()
            if name not in left_out and (value := getattr(self, name)) is not None
        }


class Member(Model):
    """A type that implements a GraphQL interface: AppSync needs its name in the data."""

    @classmethod
    def typename(cls) -> str:
        return cls.__name__


class Input(Model):
    """What a caller sends: unknown fields are refused, text is trimmed."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


def shown_only(description: str, **options: Any) -> Any:
    """Declare a field that a handler fills for the caller and the table never holds."""
    return Field(description=description, json_schema_extra=SHOWN, **options)


def hidden(**options: Any) -> Any:
    """Declare a field that the table holds and no caller ever sees."""
    return Field(json_schema_extra=HIDDEN, **options)


def is_hidden(model: type[Model], name: str) -> bool:
    """Tell whether the contract leaves this field out."""
    return name in _marked(model, "hidden")


def _marked(model: type[Model], mark: str) -> set[str]:
    return {
        name
        for name, field in model.model_fields.items()
        if isinstance(field.json_schema_extra, dict) and field.json_schema_extra.get(mark)
    }
