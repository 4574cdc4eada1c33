"""The HTTP data source: what travels to the address of its configuration."""

from dataclasses import dataclass, field
from typing import Any

from appsync_local.api.model import DataSource
from appsync_local.aws.client import Reply
from appsync_local.aws.endpoint import Endpoint
from appsync_local.sources import dispatch
from appsync_local.sources.result import SourceResult
from tests.fakes.library import library

WEB = DataSource("Web", "HTTP", {"endpoint": "http://web.invalid/"})


@dataclass
class Web:
    """A client that keeps what is sent and answers with a teapot."""

    sent: list[dict[str, Any]] = field(default_factory=list)

    async def request(self, method: str, target: str, **rest: Any) -> Reply:
        self.sent.append({"method": method, "target": target, **rest})
        return Reply(418, {"x-pot": "1"}, b"short")


async def send_request(request: dict[str, Any]) -> tuple[SourceResult, list[dict[str, Any]]]:
    web = Web()
    endpoint: Any = Endpoint("http://aws.invalid", client=web)  # type: ignore[arg-type]
    answer = dispatch.send(library(endpoint=endpoint), WEB, request)
    return (answer if isinstance(answer, SourceResult) else await answer), web.sent


async def test_a_request_travels_as_the_code_wrote_it() -> None:
    """Objects are JSON, truth values as JSON writes them, lists repeat; the headers of the connection are AppSync's."""
    headers = {"Content-Type": "application/json", "Host": "elsewhere", "Content-Length": "1", "X-Count": 3}
    params = {"query": {"b": [1, 2], "a": True, "c": "ä ö"}, "headers": headers, "body": {"a": [1, None]}}

    answer, sent = await send_request({"method": "post", "resourcePath": "/v1/pots", "params": params})

    assert answer.result == {"statusCode": 418, "headers": {"x-pot": "1"}, "body": "short"}
    assert sent == [
        {
            "method": "POST",
            "target": "http://web.invalid/v1/pots?a=true&b=1&b=2&c=%C3%A4+%C3%B6",
            "headers": {"content-type": "application/json", "x-count": "3"},
            "body": b'{"a":[1,null]}',
        }
    ]


async def test_a_method_that_appsync_lacks_is_refused() -> None:
    """HEAD is none of AppSync's five."""
    answer, sent = await send_request({"method": "HEAD", "resourcePath": "/"})

    assert answer.error is not None
    assert "one of GET, POST, PUT, PATCH, DELETE" in answer.error["message"]
    assert sent == []
