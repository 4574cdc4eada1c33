"""AppSync's management API out of a dictionary of paths; it counts what was read."""

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from appsync_local.aws.client import NoAnswer, Reply
from appsync_local.aws.endpoint import Endpoint


@dataclass(eq=False)
class FakeManagementApi(Endpoint):
    """Answers GET requests with `answers`, by path and query; anything else is 404."""

    url: str = "http://management.invalid"
    answers: dict[str, Any] = field(default_factory=dict)
    reads: Counter[str] = field(default_factory=Counter)
    down: bool = False

    async def request(self, _service: str, _method: str, path: str, **_: Any) -> Reply:  # type: ignore[override]
        self.reads[path] += 1
        if self.down:
            raise NoAnswer("refused")
        if path not in self.answers:
            return Reply(404, {}, b"{}")
        answer = self.answers[path]
        return Reply(200, {}, answer.encode() if isinstance(answer, str) else json.dumps(answer).encode())
