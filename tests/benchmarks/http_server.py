"""A server of the feed with resolvers in its process: the data plane's own, or graphql-core behind its door."""

import asyncio
import sys
from collections.abc import Mapping
from typing import Any, cast

from infra.local.appsync import schema
from infra.local.appsync.auth import Authenticator
from infra.local.appsync.catalog import Api, ApiKey, AuthProvider, Resolver
from infra.local.appsync.endpoint import Endpoint
from infra.local.appsync.engine import Engine
from infra.local.appsync.execution import Outcome
from infra.local.appsync.plan import Field
from infra.local.appsync.plane import Plane, Source
from infra.local.appsync.server import Server
from tests.benchmarks.feed import KEY, RESOLVED, SDL, author, by_graphql_core, root
from tests.fakes.newsroom import FakeDeployments


def resolve(field: Field, arguments: Mapping[str, Any], sources: list[Any]) -> list[Outcome]:
    if field.name == "author":
        return [Outcome(author(source)) for source in sources]
    return [Outcome(root(field.name, arguments))]


class Core(Engine):
    """graphql-core's executor with a document cache, behind the same door: HTTP, authorisation, headers, log."""

    def __init__(self) -> None:
        super().__init__()
        self._execute = by_graphql_core()

    async def execute(self, _: Api, document: str, variables: Any, operation_name: str | None, *__: Any) -> Any:
        return self._execute(document, variables, operation_name)


async def serve(kind: str) -> None:
    """Serve the feed by the data plane's server; only the data sources are plain functions."""
    api = Api(
        id="feed",
        name="Feed",
        arn="arn:aws:appsync:eu-west-1:111122223333:apis/feed",
        region="eu-west-1",
        account_id="111122223333",
        sdl=SDL,
        schema=schema.build(SDL),
        endpoint=Endpoint("http://nowhere.invalid"),
        default_auth=AuthProvider("API_KEY"),
        api_keys=(ApiKey(KEY, 4_000_000_000),),
        resolvers={place: Resolver(*place, data_source="Posts") for place in RESOLVED},
    )
    engine = Engine(resolving=lambda _: resolve) if kind == "ours" else Core()
    plane = Plane(cast("Source", FakeDeployments({api.id: api})), Authenticator(), engine, engine.hub)
    port = await Server(plane).listen("127.0.0.1", 0)
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1]))
