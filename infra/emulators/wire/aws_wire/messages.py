"""A request as it comes over HTTP, and the response to it, for whatever server carries them."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True, slots=True)
class Request:
    """A request; `path` is percent-encoded and may carry a query string, header names are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    source_ip: str | None = None

    @property
    def route(self) -> str:
        """The path without its query string, still percent-encoded."""
        return urlsplit(self.path).path

    @property
    def query(self) -> dict[str, list[str]]:
        """The values of each parameter of the query string, decoded."""
        return parse_qs(urlsplit(self.path).query, keep_blank_values=True)


@dataclass(slots=True)
class Response:
    """A response; a `body` that is an iterator is sent piece by piece."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | AsyncIterator[bytes] = b""
