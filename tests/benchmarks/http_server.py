"""A server of the feed with resolvers in its process: the data plane's, or graphql-core's with a document cache."""

import asyncio
import sys
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from graphql import DocumentNode, GraphQLObjectType, GraphQLSchema, build_schema, execute_sync, parse, validate

from infra.local.appsync import schema
from infra.local.appsync.auth import Authenticator
from infra.local.appsync.catalog import Api, ApiKey, AuthProvider, Resolver
from infra.local.appsync.endpoint import Endpoint
from infra.local.appsync.engine import Engine
from infra.local.appsync.execution import Outcome
from infra.local.appsync.plan import Field
from infra.local.appsync.plane import Plane, Source
from infra.local.appsync.server import Server
from tests.fakes.newsroom import FakeDeployments

KEY = "da2-feed"
SDL = (Path(__file__).parent / "peers" / "schema.graphql").read_text()
USERS = [{"id": str(n), "name": f"User {n}", "avatar": f"https://example.com/{n}.webp"} for n in range(50)]
POSTS = [
    {"id": str(n), "title": f"Post {n}", "body": "b" * 200, "likes": n, "createdAt": "2026-11-21", "authorId": n % 50}
    for n in range(1000)
]
RESOLVED = [("Query", "post"), ("Query", "feed"), ("Mutation", "createPost"), ("Post", "author")]


def author(post: Any) -> Any:
    return USERS[post["authorId"]]


def root(name: str, arguments: Mapping[str, Any]) -> Any:
    """What a field of Query or Mutation answers."""
    if name == "feed":
        return POSTS[: arguments["first"]]
    if name == "post":
        return POSTS[int(arguments["id"])]
    return {**POSTS[0], **arguments, "id": "new", "likes": 0, "authorId": int(arguments["authorId"])}


def resolve(field: Field, arguments: Mapping[str, Any], sources: list[Any]) -> list[Outcome]:
    if field.name == "author":
        return [Outcome(author(source)) for source in sources]
    return [Outcome(root(field.name, arguments))]


class Core(Engine):
    """graphql-core's executor with a document cache, behind the same door: HTTP, authorisation, headers, log."""

    def __init__(self, made: GraphQLSchema) -> None:
        super().__init__()
        self._document = lru_cache(lambda text: _validated(made, text))
        self._schema = made
        for type_name, field_name in RESOLVED:
            kind = made.type_map[type_name]
            assert isinstance(kind, GraphQLObjectType)
            kind.fields[field_name].resolve = (
                (lambda post, _: author(post))
                if field_name == "author"
                else (lambda _, __, name=field_name, **arguments: root(name, arguments))
            )

    async def execute(self, _: Api, document: str, variables: Any, operation_name: str | None, *__: Any) -> Any:
        return execute_sync(
            self._schema, self._document(document), variable_values=variables, operation_name=operation_name
        ).formatted


def _validated(made: GraphQLSchema, text: str) -> DocumentNode:
    document = parse(text)
    assert not validate(made, document)
    return document


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
    engine = Engine(resolving=lambda _: resolve) if kind == "ours" else Core(build_schema(SDL))
    plane = Plane(cast("Source", FakeDeployments({api.id: api})), Authenticator(), engine, engine.hub)
    port = await Server(plane).listen("127.0.0.1", 0)
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1]))
