"""A second product, which only tests know, gets everything of the platform without a line in it."""

import pytest
from graphql import GraphQLSchema, build_schema, extend_schema, parse

import schema
from resolvers import rooms
from resolvers.platform.event_log.declarations import parse_topic
from resolvers.platform.event_log.service import list_since
from tests.fakes.graphql_endpoint import FakeGraphqlEndpoint
from tests.fakes.guides import product
from tests.people import Person
from tests.stream import TableStream

PUBLISHED = """
type WalkEvent implements Event {
  id: ID! sequence: Int! at: AWSDateTime! audience: Audience! subjectId: ID! steps: Int!
}
input WalkEventInput { id: ID! sequence: Int! at: AWSDateTime! audience: Audience! subjectId: ID! steps: Int! }
extend type Mutation { publishWalk(input: WalkEventInput!): WalkEvent }
"""


@pytest.fixture(scope="module")
def contract() -> GraphQLSchema:
    return extend_schema(build_schema(schema.client_sdl()), parse(PUBLISHED))


@pytest.fixture(autouse=True)
def guides(monkeypatch: pytest.MonkeyPatch) -> None:
    rooms.load_declarations()
    product.declare(monkeypatch)


def test_the_platform_answers_its_fields_on_the_products_type() -> None:
    """Nobody registered them for it."""
    registry = rooms.registry()

    fields = {field: each.product for (kind, field), each in registry.items() if kind == "Walk"}
    assert fields == dict.fromkeys(["likes", "viewerHasLiked", "comments", "pins"], "platform")


def test_a_walk_is_liked_commented_on_and_pinned(stream: TableStream, ada: Person, grace: Person) -> None:
    """And only its guide may pin it."""
    walk = product.announce(ada)

    liked = grace.does("like", subjectId=walk.id)
    grace.does("addComment", subjectId=walk.id, body="Is it steep?")
    pinned = ada.does("addPin", subjectId=walk.id, position={"latitude": 15.8, "longitude": 108.3})
    refused = grace.does("addPin", subjectId=walk.id, position={"latitude": 1.0, "longitude": 2.0})
    stream.settle()

    source = {"id": walk.id}
    assert (liked["likes"], pinned["errors"], refused["errors"][0]["code"]) == (1, [], "FORBIDDEN")
    assert grace.asks_each("Walk", "viewerHasLiked", [source]) == [True]
    (comments,) = grace.asks_each("Walk", "comments", [source])
    (pins,) = grace.asks_each("Walk", "pins", [source])
    assert [edge["node"]["body"] for edge in comments["edges"]] == ["Is it steep?"]
    assert [edge["node"]["subjectId"] for edge in pins["edges"]] == [walk.id]


def test_a_walk_is_on_the_map_and_on_timelines(stream: TableStream, ada: Person, grace: Person, guest: Person) -> None:
    """By what its product tells of it: tags, audience, when it was announced."""
    grace.does("followUser", userId=ada.id)
    walk = product.announce(ada)
    ada.does("addPin", subjectId=walk.id, position={"latitude": 15.8, "longitude": 108.3})
    stream.settle()

    world = {"south": -90.0, "west": -180.0, "north": 90.0, "east": 180.0}
    counts = [
        person.query("mapCells", bounds=world, zoom=3, filter=chosen)["totalCount"]
        for person, chosen in ((guest, {"tag": "walk"}), (guest, {"tag": "rain"}), (grace, {"scope": "FOLLOWING"}))
    ]

    assert counts == [1, 0, 1]


def test_its_guide_is_notified_and_its_event_published(
    stream: TableStream, appsync: FakeGraphqlEndpoint, ada: Person, grace: Person
) -> None:
    """In the words of the walk, under the event's own name, after it was logged."""
    walk = product.announce(ada)
    stream.settle()
    grace.does("addComment", subjectId=walk.id, body="Is it steep?")
    product.extend(walk, 1200)
    stream.settle()

    (page,) = ada.asks_each("Viewer", "notifications", [{}])
    (notification,) = [edge["node"] for edge in page["edges"]]
    assert notification["subjectId"] == walk.id
    assert "Lanterns of Hoi An" in notification["message"]
    assert [event["steps"] for event in appsync.of("publishWalk")] == [0, 1200]
    assert [each.data["steps"] for each in list_since(parse_topic(f"walks:{walk.id}"), 0, 10).values] == [0, 1200]
