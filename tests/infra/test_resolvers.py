"""Composed resolvers: complete, each in the stack of the function that answers, refused where none does."""

from typing import Any

import pytest
from graphql import parse

from infra import templates
from infra.resolvers import compose_resolvers, find_mismatches
from resolvers import rooms
from resolvers.core.appsync import Registered

SDL = parse("""
type Query { post: String  lost: String }
type Post { likes: Int }
type Mutation { publishComment: String @aws_iam  revokeSocialAccess: String @aws_iam }
""")


def source(kind: str, api_id: Any, **lambda_config: Any) -> dict[str, Any]:
    return {"Type": "AWS::AppSync::DataSource", "Properties": {"Type": kind, "ApiId": api_id, **lambda_config}}


STACKS: dict[str, dict[str, Any]] = {
    "api": {"Resources": {"NoSource": source("NONE", {"Fn::GetAtt": ["Api", "ApiId"]})}},
    "social": {
        "Resources": {
            "SocialSource": source(
                "AWS_LAMBDA",
                {"Ref": "ApiId"},
                LambdaConfig={"LambdaFunctionArn": {"Fn::GetAtt": ["SocialFunction", "Arn"]}},
            ),
        }
    },
}


def register(*fields: tuple[str, str, bool], product: str = "social") -> dict[tuple[str, str], Registered]:
    return {(kind, name): Registered(kind, name, print, batch, product) for kind, name, batch in fields}


def test_contract_and_handlers_fit() -> None:
    """A field without a handler would answer null for ever; a handler without a field would never be called."""
    assert find_mismatches(parse(templates.SCHEMA.read_text()), rooms.registry()) == []


def test_each_kind_of_field_gets_its_resolver() -> None:
    """Root fields by the function, nested ones in batches, the publisher's by AppSync itself."""
    made = compose_resolvers(SDL, register(("Query", "post", False), ("Post", "likes", True)), STACKS)

    social = {name: each["Properties"] for name, each in made["social"].items()}
    api = {name: each["Properties"] for name, each in made["api"].items()}
    assert social["QueryPostResolver"]["CodeS3Location"] == "../../infra/appsync/lambda-field.js"
    assert social["QueryPostResolver"]["DataSourceName"] == {"Fn::GetAtt": ["SocialSource", "Name"]}
    assert "MaxBatchSize" not in social["QueryPostResolver"]
    assert social["PostLikesResolver"]["MaxBatchSize"] == 100
    assert api["MutationPublishCommentResolver"]["CodeS3Location"] == "../../infra/appsync/publish.js"
    assert api["MutationRevokeSocialAccessResolver"]["CodeS3Location"] == "../../infra/appsync/revoke.js"
    assert made["api"]["MutationRevokeSocialAccessResolver"]["DependsOn"] == "Schema"


def test_a_nested_field_that_is_asked_one_by_one_is_refused() -> None:
    """A page of twenty would cost twenty invocations."""
    with pytest.raises(ValueError, match="batch_resolver"):
        compose_resolvers(SDL, register(("Post", "likes", False)), STACKS)


def test_a_product_without_a_function_is_refused() -> None:
    """Its fields would be asked of nobody."""
    with pytest.raises(ValueError, match=r"The stack shop has no function that answers Query\.post"):
        compose_resolvers(SDL, register(("Query", "post", False), product="shop"), STACKS)


def test_a_mismatch_is_named() -> None:
    """Root fields without a handler, and handlers without a field."""
    assert find_mismatches(SDL, register(("Query", "post", False), ("Query", "gone", False))) == [
        "Query.lost has no handler.",
        "Query.gone has a handler but is not in schema.graphql.",
    ]
