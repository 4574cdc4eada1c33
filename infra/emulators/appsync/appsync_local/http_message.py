"""One HTTP request and its response, as whatever carries the bytes hands them over."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlsplit

JSON_TYPE = "application/json;charset=UTF-8"


@dataclass(eq=False)
class RequestHead:
    """A request line and its headers; `target` is percent-encoded and includes the query string.

    Header names are in lower case. Requests whose heads are the same bytes may share one, so it never changes.
    """

    method: str
    target: str
    headers: list[tuple[str, str]]
    is_kept: bool = False  # a head that is parsed once for many requests

    @cached_property
    def fields(self) -> Mapping[str, str]:
        """The headers by name; the last value of a repeated one."""
        return dict(self.headers)

    @cached_property
    def repeated(self) -> Mapping[str, list[str]]:
        """The values of repeated headers."""
        if len(self.fields) == len(self.headers):
            return {}
        every: dict[str, list[str]] = {}
        for name, value in self.headers:
            every.setdefault(name, []).append(value)
        return {name: values for name, values in every.items() if len(values) > 1}

    @cached_property
    def accepts_gzip(self) -> bool:
        return "gzip" in self.fields.get("accept-encoding", "")


@dataclass(slots=True)
class HttpRequest:
    """A request; `api_id` is the API that its path names, if it names one."""

    head: RequestHead
    body: bytes = b""
    peer: str | None = None
    api_id: str | None = None

    @property
    def method(self) -> str:
        return self.head.method

    @property
    def target(self) -> str:
        return self.head.target

    @property
    def path(self) -> str:
        """The target without its query string; still percent-encoded."""
        return urlsplit(self.head.target).path

    def header(self, name: str) -> str:
        """Return a header by its lower-case name: "" if it is absent, the last value if it is repeated."""
        return self.head.fields.get(name, "")


@dataclass(slots=True)
class HttpResponse:
    """The response to send; a `request_id` becomes its header."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    request_id: str = ""


def service_error(status: int, error_type: str, message: str) -> HttpResponse:
    """Return an error of the service itself, formatted as AppSync formats it."""
    text = (
        '{\n  "errors" : [ {\n'
        f'    "errorType" : {json.dumps(error_type)},\n    "message" : {json.dumps(message)}\n'
        "  } ]\n}"
    )
    return HttpResponse(status, text.encode(), {"content-type": JSON_TYPE, "x-amzn-ErrorType": error_type})
