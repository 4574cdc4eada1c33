"""The results of data sources, and refused requests."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class SourceResult:
    """A result, or an error as `ctx.error` shows it (`message`, `type`); a failed condition has both."""

    result: Any = None
    error: Mapping[str, Any] | None = None


class UnsupportedRequest(ValueError):  # noqa: N818
    """A request that its data source does not understand; the text says what it expects."""


def error_result(kind: str, message: str, result: Any = None) -> SourceResult:
    return SourceResult(result, {"message": message, "type": kind})
