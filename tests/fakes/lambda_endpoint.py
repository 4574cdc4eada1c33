"""An AWS endpoint whose Lambda functions are Python callables; it remembers every event they were given."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from appsync_local.aws.client import Reply
from appsync_local.aws.endpoint import Endpoint


class FunctionError(Exception):
    """What a function ends with instead of an answer."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.answer = {"errorType": kind, "errorMessage": message}


@dataclass(eq=False)
class FakeLambdaEndpoint(Endpoint):
    """Answers Lambda's Invoke API with `functions`, by function name or ARN."""

    url: str = "http://lambda.invalid"
    functions: dict[str, Callable[[Any], Any]] = field(default_factory=dict)
    events: list[Any] = field(default_factory=list)

    async def request(  # type: ignore[override]
        self, service: str, _method: str, path: str, *, body: bytes = b"", **_: Any
    ) -> Reply:
        assert service == "lambda"
        name = unquote(path.split("/")[3])
        event = json.loads(body)
        self.events.append(event)
        headers: Mapping[str, str] = {}
        try:
            answer = self.functions[name](event)
        except FunctionError as error:
            headers, answer = {"x-amz-function-error": "Unhandled"}, error.answer
        return Reply(200, headers, json.dumps(answer).encode())
