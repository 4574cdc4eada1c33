"""A server of the feed with resolvers in its process: `ours`, or graphql-core behind the same door (`inside`).

All of them log as they are shipped, a line for each request on standard error.
`folder` is ours too, with a Lambda handler of a plain folder in place of plain functions.
"""

import asyncio
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, cast

from appsync_local.api.folder import Folder
from appsync_local.api.model import Api, ApiKey, AuthProvider, Resolver
from appsync_local.auth import Authenticator
from appsync_local.aws.endpoint import Endpoint
from appsync_local.cli.log import start_log
from appsync_local.cli.memory import bound_heap
from appsync_local.engine.engine import Engine
from appsync_local.engine.event import project
from appsync_local.execution.selection import Field
from appsync_local.http.server import Server
from appsync_local.realtime import Hub
from appsync_local.schema import build
from appsync_local.state import ApiSource, State
from tests.benchmarks.feed import KEY, RESOLVED, SDL, author, by_graphql_core, root
from tests.fakes.news_api import FakeDeployments

NOWHERE: Final = Endpoint("http://nowhere.invalid")


def resolve(field: Field, arguments: Mapping[str, Any], sources: list[Any]) -> list[Any]:
    if field.name == "author":
        return [author(source) for source in sources]
    return [root(field.name, arguments)]


class Core(Engine):
    """graphql-core's executor with a document cache, behind the same door: HTTP, authorisation, headers, log."""

    def __init__(self, hub: Hub) -> None:
        super().__init__(hub)
        self._core = by_graphql_core()

    def begin_execution(self, _: Api, document: str, variables: Any, operation_name: str | None, *__: Any) -> Any:
        return self._core(document, variables, operation_name)


def make_deployments() -> FakeDeployments:
    """The API whose resolvers are plain functions."""
    api = Api(
        id="feed",
        name="Feed",
        arn="arn:aws:appsync:eu-west-1:111122223333:apis/feed",
        region="eu-west-1",
        account_id="111122223333",
        sdl=SDL,
        schema=build.build_schema(SDL),
        endpoint=NOWHERE,
        default_auth=AuthProvider("API_KEY"),
        api_keys=(ApiKey(KEY, 4_000_000_000),),
        resolvers={place: Resolver(*place, data_source="Posts") for place in RESOLVED},
    )
    return FakeDeployments({api.id: api})


async def folder(path: Path) -> Folder:
    """The API of a plain folder, whose resolvers are a Lambda handler in this process."""
    source = {"name": "Posts", "type": "AWS_LAMBDA", "lambdaConfig": {"handler": "posts.lambda_handler"}}
    resolvers = [
        {"typeName": kind, "fieldName": name, "dataSourceName": "Posts", "maxBatchSize": 50 if name == "author" else 0}
        for kind, name in RESOLVED
    ]
    told = {
        "graphqlApi": {"name": "Feed", "authenticationType": "API_KEY"},
        "apiKeys": [{"id": KEY}],
        "dataSources": [source],
        "resolvers": resolvers,
    }
    (path / "schema.graphql").write_text(SDL)
    (path / "api.json").write_text(json.dumps(told))
    (path / "posts.py").write_text("from tests.benchmarks.feed import lambda_handler\n")
    made = Folder(str(path), NOWHERE)
    await made.refresh()
    return made


async def serve(kind: str) -> None:
    """Serve the feed by the data plane's server."""
    with TemporaryDirectory() as path:
        hub = Hub(project)
        make = {"inside": Core, "folder": Engine}.get(kind, lambda hub: Engine(hub, make_resolve=lambda _: resolve))
        engine = make(hub)
        source = await folder(Path(path)) if kind == "folder" else cast("ApiSource", make_deployments())
        plane = State(source, Authenticator(), engine, engine.hub)
        port = await Server(plane).listen("127.0.0.1", 0)
        sys.stdout.write(f"{port}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    bound_heap()
    start_log(sys.stderr, "info")
    asyncio.run(serve(sys.argv[1]))
