"""What data sources give back, and how they refuse a request."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """A result, or an error as `ctx.error` shows it (`message`, `type`); a failed condition has both."""

    result: Any = None
    error: Mapping[str, Any] | None = None


class Unsupported(ValueError):  # noqa: N818
    """A request that its data source does not understand; the text says what it would."""


def failed(kind: str, message: str, result: Any = None) -> Answer:
    return Answer(result, {"message": message, "type": kind})
