"""The publisher: documents that select everything, signed requests, one connection, errors that are seen."""

from datetime import UTC, datetime

import pytest
from graphql import GraphQLSchema, parse, validate

from resolvers.core.ids import ID
from resolvers.platform.event_log.declarations import EventType, event_of, event_types
from resolvers.platform.event_log.model import AccessRevoked, Logged, RevokeAccessInput, draft
from resolvers.platform.likes.model import LIKES, LikesEvent
from subscriptions import publisher, stream  # noqa: F401  the reader loads what rooms declare
from subscriptions.publisher import NotPublished
from tests.fakes.graphql_endpoint import FakeGraphqlEndpoint

EVENT = LikesEvent(
    id=ID("likes:post_1:1"),
    sequence=1,
    at=datetime(2026, 5, 1, tzinfo=UTC),
    audience="PUBLIC",
    subject_id=ID("post_1"),
    liked_id=ID("post_1"),
    likes=3,
)


@pytest.mark.parametrize("kind", event_types.values(), ids=list(event_types))
def test_a_document_fits_the_contract_and_selects_every_field(contract: GraphQLSchema, kind: EventType) -> None:
    """What the mutation leaves out reaches subscribers as null, so nothing is left out."""
    document = publisher.document((kind.mutation,), publisher.input_name(kind.model), kind.model)

    assert validate(contract, parse(document)) == []
    promised = set(contract.type_map[kind.model.__name__].fields)  # type: ignore[attr-defined]
    selected = parse(document).definitions[0].selection_set.selections[0].selection_set.selections  # type: ignore[attr-defined]
    assert {each.name.value for each in selected} == promised


def test_the_revocation_fits_the_contract(contract: GraphQLSchema) -> None:
    """Its answer carries what AppSync compares with the subscriptions' invalidation filters."""
    document = publisher.document(publisher.revoke_fields(), "RevokeAccessInput", AccessRevoked)

    assert validate(contract, parse(document)) == []


def test_a_request_is_signed_with_the_functions_role_and_the_connection_is_kept(
    appsync: FakeGraphqlEndpoint,
) -> None:
    """Signature Version 4 of the service `appsync`; a warm function connects once."""
    publisher.publish(EVENT)
    publisher.publish(EVENT)
    publisher.revoke(RevokeAccessInput(subject_id=ID("post_1"), audience="AUTHOR"))

    assert all(each.startswith("AWS4-HMAC-SHA256 Credential=") for each in appsync.signatures)
    assert all("/us-east-1/appsync/aws4_request" in each for each in appsync.signatures)
    assert len(appsync.connections) == 1
    assert [name for name, _ in appsync.taken] == [
        "publishLikes",
        "publishLikes",
        "revokeLearningAccess",
        "revokePlatformAccess",
        "revokeSocialAccess",
        "revokeVideoAccess",
    ]


def test_a_passing_outage_is_tried_again(appsync: FakeGraphqlEndpoint) -> None:
    """Two failed requests are no failed record."""
    appsync.outage = 2

    publisher.publish(EVENT)

    assert appsync.of("publishLikes")[0]["likes"] == 3


def test_an_outage_that_lasts_is_an_error(appsync: FakeGraphqlEndpoint) -> None:
    """The record is delivered again later; nothing is swallowed."""
    appsync.outage = 100

    with pytest.raises(NotPublished, match="500"):
        publisher.publish(EVENT)


def test_an_error_in_the_answer_is_an_error(appsync: FakeGraphqlEndpoint) -> None:
    """GraphQL says its errors with status 200."""
    broken = EVENT.model_copy(update={"likes": "many"})

    with pytest.raises(NotPublished, match="Int cannot represent"):
        publisher.publish(broken)


def test_an_event_is_the_same_published_and_read_from_the_log(appsync: FakeGraphqlEndpoint) -> None:
    """Whoever hears it twice can tell."""
    publisher.publish(EVENT)

    (sent,) = appsync.of("publishLikes")
    data = draft(LIKES.topic("post_1"), LikesEvent, "r1", **EVENT.model_dump()).entry.data
    logged = Logged(id=EVENT.id, sequence=1, at=EVENT.at, data=data)
    assert event_of(logged) == EVENT
    assert sent == EVENT.to_item()
