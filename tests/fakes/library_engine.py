"""The library with a hub that listens and a shop that answers, as the engine's tests ask it."""

from typing import Any

from appsync_local.api.model import Api
from appsync_local.engine.engine import Engine
from appsync_local.settings import EngineSettings
from tests.fakes.lambda_endpoint import FakeLambdaEndpoint
from tests.fakes.library import GUEST

BOOK = {"id": "1", "title": "Emma", "pages": 474, "genre": "FICTION", "notes": {"a": [1]}, "authorId": "a1"}


class Listener:
    """A hub that remembers what it was told."""

    def __init__(self) -> None:
        self.published: list[tuple[str, Any]] = []
        self.invalidated: list[tuple[str, Any]] = []

    def is_heard(self, *_: Any) -> bool:
        return True

    async def publish(self, _: Api, mutation_field: str, result: Any) -> None:
        self.published.append((mutation_field, result))

    async def invalidate(self, _: Api, subscription_field: str, payload: Any) -> None:
        self.invalidated.append((subscription_field, payload))


def shop(answer: Any) -> FakeLambdaEndpoint:
    function = answer if callable(answer) else lambda _: answer
    return FakeLambdaEndpoint(functions={"shop": function})


async def ask(
    api: Api, query: str, caller: Any = GUEST, hub: Any = None, settings: EngineSettings | None = None, **variables: Any
) -> dict[str, Any]:
    headers = {"x-api-key": "da2-library", "cookie": "no"}
    return await Engine(hub, settings).execute(api, query, variables, None, caller, headers)
