"""An AWS endpoint that remembers what it was asked and answers from a list."""

import json
from dataclasses import dataclass, field
from typing import Any

from appsync_local.aws.client import Reply
from appsync_local.aws.endpoint import Endpoint


@dataclass(eq=False)
class RecordingEndpoint(Endpoint):
    """Answers with `answers` in their order, `(status, body)` each, then with empty objects."""

    url: str = "http://aws.invalid"
    answers: list[tuple[int, Any]] = field(default_factory=list)
    asked: list[tuple[str, Any]] = field(default_factory=list)

    async def request(  # type: ignore[override]
        self, _service: str, _method: str, _path: str, *, body: bytes, headers: dict[str, str], **_: Any
    ) -> Reply:
        self.asked.append((headers["x-amz-target"].rpartition(".")[2], json.loads(body)))
        status, answer = self.answers.pop(0) if self.answers else (200, {})
        return Reply(status, {}, json.dumps(answer).encode())
