"""The feed that the benchmarks' Python servers serve: schema, data, resolvers, and how graphql-core runs it."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from graphql import DocumentNode, GraphQLObjectType, build_schema, execute_sync, parse, validate

KEY = "da2-feed"
SDL = (Path(__file__).parent / "peers" / "schema.graphql").read_text()
USERS = [{"id": str(n), "name": f"User {n}", "avatar": f"https://example.com/{n}.webp"} for n in range(50)]
POSTS = [
    {"id": str(n), "title": f"Post {n}", "body": "b" * 200, "likes": n, "createdAt": "2026-11-21", "authorId": n % 50}
    for n in range(1000)
]
RESOLVED = [("Query", "post"), ("Query", "feed"), ("Mutation", "createPost"), ("Post", "author")]
Execute = Callable[[str, Mapping[str, Any] | None, str | None], dict[str, Any]]


def author(post: Any) -> Any:
    return USERS[post["authorId"]]


def root(name: str, arguments: Mapping[str, Any]) -> Any:
    """What a field of Query or Mutation answers."""
    if name == "feed":
        return POSTS[: arguments["first"]]
    if name == "post":
        return POSTS[int(arguments["id"])]
    return {**POSTS[0], **arguments, "id": "new", "likes": 0, "authorId": int(arguments["authorId"])}


def lambda_handler(event: Any, _: object) -> Any:
    """The same as a Lambda function: `author` comes in batches."""
    if isinstance(event, list):
        return [{"data": author(item["source"])} for item in event]
    return root(event["info"]["fieldName"], event["arguments"])


def by_graphql_core() -> Execute:
    """What runs a request by graphql-core's executor; documents are parsed and validated once."""
    made = build_schema(SDL)
    for type_name, field_name in RESOLVED:
        kind = made.type_map[type_name]
        assert isinstance(kind, GraphQLObjectType)
        kind.fields[field_name].resolve = (
            (lambda post, _: author(post))
            if field_name == "author"
            else (lambda _, __, name=field_name, **arguments: root(name, arguments))
        )

    @lru_cache
    def document(text: str) -> DocumentNode:
        found = parse(text)
        assert not validate(made, found)
        return found

    def execute(text: str, variables: Mapping[str, Any] | None, name: str | None) -> dict[str, Any]:
        given = dict(variables or {})
        return dict(execute_sync(made, document(text), variable_values=given, operation_name=name).formatted)

    return execute
