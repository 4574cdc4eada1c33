"""One HTTP request and its response, as whatever carries the bytes hands them over."""

import json
from dataclasses import dataclass, field
from urllib.parse import urlsplit

JSON_TYPE = "application/json;charset=UTF-8"


@dataclass(slots=True)
class HttpRequest:
    """A request; `target` is percent-encoded and includes the query string, header names are in lower case."""

    method: str
    target: str
    headers: list[tuple[str, str]]
    body: bytes = b""
    peer: str | None = None
    api_id: str | None = None
    fields: dict[str, str] = field(init=False)  # headers by name; the last value of a repeated one

    def __post_init__(self) -> None:
        self.fields = dict(self.headers)

    @property
    def path(self) -> str:
        """The target without its query string; still percent-encoded."""
        return urlsplit(self.target).path

    def header(self, name: str) -> str:
        """Return a header by its lower-case name: "" if it is absent, the last value if it is repeated."""
        return self.fields.get(name, "")


@dataclass(slots=True)
class HttpResponse:
    """The response to send."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


def service_error(status: int, error_type: str, message: str) -> HttpResponse:
    """Return an error of the service itself, formatted as AppSync formats it."""
    text = (
        '{\n  "errors" : [ {\n'
        f'    "errorType" : {json.dumps(error_type)},\n    "message" : {json.dumps(message)}\n'
        "  } ]\n}"
    )
    return HttpResponse(status, text.encode(), {"content-type": JSON_TYPE, "x-amzn-ErrorType": error_type})
