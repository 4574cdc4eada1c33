"""What every model shares: frozen values, snake_case here and camelCase on the wire."""

from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar, Final

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer
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


Moment = Annotated[datetime, PlainSerializer(iso, when_used="json")]


class Model(BaseModel):
    """A frozen value. Fields marked HIDDEN are stored but never shown, SHOWN ones shown but never stored."""

    model_config = ConfigDict(frozen=True, alias_generator=to_camel, populate_by_name=True, extra="ignore")

    names: ClassVar[set[str]] = set()

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        Model.names.update(field.alias or name for name, field in cls.model_fields.items())

    def stored(self) -> dict[str, Any]:
        """Return what the table keeps of this value: JSON types by camelCase name, without empty ones."""
        return self.model_dump(mode="json", by_alias=True, exclude=_marked(type(self), "shown"), exclude_none=True)


class Member(Model):
    """A type that implements a GraphQL interface: AppSync needs its name in the data."""

    @classmethod
    def typename(cls) -> str:
        return cls.__name__.removesuffix("Error")


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
