"""The written resolvers: current, complete, and refused where a nested field would be asked one by one."""

from pathlib import Path

import pytest
import yaml
from graphql import parse

from infra.resolvers import MARK, SCHEMA, TEMPLATE, rewritten, unanswered
from resolvers.core.appsync import Registered, app

SDL = parse("""
type Query { post: String  lost: String }
type Post { likes: Int }
type Mutation { publishComment: String @aws_iam  revokeAccess: String @aws_iam }
""")


def registered(*fields: tuple[str, str, bool]) -> dict[tuple[str, str], Registered]:
    return {(kind, name): Registered(kind, name, print, batch) for kind, name, batch in fields}


def test_the_committed_resolvers_are_current() -> None:
    """`make resolvers` writes them; a handler without it would never be called."""
    template = TEMPLATE.read_text()

    assert rewritten(template, parse(SCHEMA.read_text()), app.registered) == template
    assert unanswered(parse(SCHEMA.read_text()), app.registered) == []


def test_each_kind_of_field_gets_its_resolver() -> None:
    """Root fields by the function, nested ones in batches, the publisher's by AppSync itself."""
    written = rewritten(MARK, SDL, registered(("Query", "post", False), ("Post", "likes", True)))

    loaded = yaml.load(written, Loader=Plain)  # noqa: S506 (a SafeLoader that reads our tags as text)
    made = {name: each["Properties"] for name, each in loaded.items()}
    assert made["QueryPostResolver"]["CodeS3Location"] == "../appsync/lambda-field.js"
    assert "MaxBatchSize" not in made["QueryPostResolver"]
    assert made["PostLikesResolver"]["MaxBatchSize"] == 100
    assert made["MutationPublishCommentResolver"]["CodeS3Location"] == "../appsync/publish.js"
    assert made["MutationRevokeAccessResolver"]["CodeS3Location"] == "../appsync/revoke.js"


def test_a_nested_field_that_is_asked_one_by_one_is_refused() -> None:
    """A page of twenty would cost twenty invocations."""
    with pytest.raises(ValueError, match="batch_resolver"):
        rewritten(MARK, SDL, registered(("Post", "likes", False)))


def test_what_is_not_answered_is_named() -> None:
    """Root fields without a handler, and handlers without a field."""
    assert unanswered(SDL, registered(("Query", "post", False), ("Query", "gone", False))) == [
        "Query.lost has no handler.",
        f"Query.gone has a handler but is not in {Path('schema.graphql')}.",
    ]


class Plain(yaml.SafeLoader):
    """Reads CloudFormation's short tags as their text."""


Plain.add_multi_constructor("!", lambda loader, _, node: loader.construct_scalar(node))
