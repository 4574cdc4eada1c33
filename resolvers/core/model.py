"""What every model shares: frozen values, snake_case here and camelCase on the wire."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import Enum
from typing import Any, ClassVar, Final

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel
from pydantic.config import JsonDict

NOT_SHOWN: Final[JsonDict] = {"notShown": True}
NOT_STORED: Final[JsonDict] = {"notStored": True}
LONG_TEXT: Final[JsonDict] = {"longText": True}


def now() -> datetime:
    """Return the present in UTC, to the millisecond, as all our times are kept."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def iso(moment: datetime) -> str:
    """Write a time in fixed width, so that times sort as text."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


Moment = datetime  # in UTC, to the millisecond; written by `iso`


def serialize(value: Any, of_model: Callable[[Any], Any]) -> Any:
    """Turn a value into JSON types: times as text, enums by value, models by what `of_model` makes of them."""
    if isinstance(value, BaseModel):
        return of_model(value)
    if isinstance(value, Mapping):
        return {name: serialize(inner, of_model) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [serialize(inner, of_model) for inner in value]
    return iso(value) if isinstance(value, datetime) else value.value if isinstance(value, Enum) else value


def _list_marked_fields(model: type[BaseModel], mark: str) -> set[str]:
    return {
        name
        for name, field in model.model_fields.items()
        if isinstance(field.json_schema_extra, dict) and field.json_schema_extra.get(mark)
    }


class Model(BaseModel):
    """A frozen value. Fields are stored and shown unless made by `shown_only`, `stored_only` or `source_only`."""

    model_config = ConfigDict(frozen=True, alias_generator=to_camel, populate_by_name=True, extra="ignore")

    names: ClassVar[set[str]] = set()
    long_texts: ClassVar[frozenset[str]] = frozenset()  # fields made by `long_text`

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        Model.names.update(field.alias or name for name, field in cls.model_fields.items())
        cls.long_texts = frozenset(_list_marked_fields(cls, "longText"))

    def to_item(self) -> dict[str, Any]:
        """Return what the table keeps of this value: JSON types by camelCase name, without empty ones."""
        left_out = _list_marked_fields(type(self), "notStored")
        return {
            info.alias or name: serialize(value, Model.to_item)
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
    return Field(description=description, json_schema_extra=NOT_STORED, **options)


def long_text(description: str, **options: Any) -> Any:
    """Declare a text that is answered with its object while the answer has room, and otherwise by its own handler."""
    return Field(description=description, json_schema_extra=LONG_TEXT, **options)


def stored_only(**options: Any) -> Any:
    """Declare a field that the table holds and no caller ever sees."""
    return Field(json_schema_extra=NOT_SHOWN, **options)


def source_only(**options: Any) -> Any:
    """Declare a field that a handler leaves for nested fields: never stored, and no caller ever sees it."""
    return Field(json_schema_extra=NOT_SHOWN | NOT_STORED, **options)


def is_hidden(model: type[Model], name: str) -> bool:
    """Tell whether the contract leaves this field out."""
    return name in _list_marked_fields(model, "notShown")
