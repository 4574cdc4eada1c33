"""What people's actions use of AWS, measured: the figures that `docs/cost.md` and `docs/scale.md` stand on.

The result is kept in `infra/cost/measured.json`. When the code comes to cost more or less, this says so;
`MEASURE=write make test` writes what it finds.
"""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from resolvers.pins import atlas
from tests import acts
from tests.benchmarks.meter import Meter
from tests.fakes.graphql_endpoint import FakeGraphqlEndpoint
from tests.fixtures import pictures
from tests.people import Person
from tests.resolvers.media.studio import Studio
from tests.stream import TableStream

MEASURED: Final = Path("infra/cost/measured.json")
CARDS: Final = 12
COMMENTS: Final = 10
FOLLOWERS: Final = 2
WORLD: Final = {"south": -90.0, "west": -180.0, "north": 90.0, "east": 180.0}
WORDS: Final = "The path climbs through pines, and the sea lies far below. " * 30


@dataclass
class World:
    """Who acts, on what, and what follows from it."""

    ada: Person
    grace: Person
    linus: Person
    studio: Studio
    stream: TableStream
    posts: list[dict[str, Any]]

    @property
    def post(self) -> dict[str, Any]:
        return self.posts[0]


def feed_page(world: World) -> None:
    """A page of cards, with covers and what one likes."""
    posts = [edge["node"] for edge in world.grace.query("feed", first=CARDS)["edges"]]
    assert len(posts) == CARDS
    world.grace.asks_each("Post", "cover", posts)
    world.grace.asks_each("Post", "viewerHasLiked", posts)


def article(world: World) -> None:
    """An article with its photos, pins, likes and a page of comments."""
    post = world.grace.query("post", id=world.post["id"])
    for field, arguments in (("photos", {"first": 20}), ("pins", {"first": 100}), ("likes", {"first": 1})):
        world.grace.asks_each("Post", field, [post], **arguments)
    world.grace.asks_each("Post", "viewerHasLiked", [post])
    (page,) = world.grace.asks_each("Post", "comments", [post], first=20)
    comments = [edge["node"] for edge in page["edges"]]
    assert len(comments) == COMMENTS
    for field, arguments in (("replies", {"first": 20}), ("viewerHasLiked", {})):
        world.grace.asks_each("Comment", field, comments, **arguments)


def listening(world: World) -> None:
    """The three subscriptions of an open article."""
    for field in ("onComment", "onLikes", "onPhotoProcessing"):
        world.grace.asks("Subscription", field, postId=world.post["id"])


def map_view(world: World) -> None:
    """The world's cells, and the list beside them with its articles."""
    assert world.grace.query("mapCells", bounds=WORLD, zoom=3)["totalCount"]
    pins = [edge["node"] for edge in world.grace.query("mapPins", bounds=WORLD, zoom=3, first=50)["edges"]]
    world.grace.asks_each("Pin", "post", pins)


def comment(world: World) -> None:
    world.grace.does("addComment", postId=world.post["id"], body="Which path did you take?")
    world.stream.settle()


def like(world: World) -> None:
    world.linus.does("like", subjectId=world.post["id"])
    world.stream.settle()


def notifications(world: World) -> None:
    """The page with its articles, and the bell's number."""
    viewer = world.ada.query("viewer")
    (page,) = world.ada.asks_each("Viewer", "notifications", [viewer], first=20)
    world.ada.asks_each("Viewer", "unreadNotifications", [viewer])
    world.ada.asks_each("Notification", "post", [edge["node"] for edge in page["edges"]])


def publishing(world: World) -> None:
    """An article: a draft, five times saved, two pins, tags, and the timelines of those who follow."""
    draft = world.ada.does("createPost", title="Pines")["post"]
    for number in range(5):
        written = {"id": draft["id"], "expectedVersion": draft["version"], "body": WORDS[number:]}
        draft = world.ada.does("updatePost", **written)["post"]
    for longitude in (7.1, 7.2):
        world.ada.does("addPin", postId=draft["id"], position={"latitude": 43.7, "longitude": longitude})
    tagged = world.ada.does("updatePost", id=draft["id"], expectedVersion=draft["version"], tags=["coast", "pines"])
    world.ada.does("publishPost", id=draft["id"], expectedVersion=tagged["post"]["version"])
    world.stream.settle()


def photo(world: World) -> None:
    """A photo from the question for leave to its last event."""
    made = world.studio.upload(world.ada, world.post["id"], pictures.photo(edge=1200))
    world.stream.settle()
    world.studio.work()
    world.stream.settle()
    assert world.ada.query("photo", id=made["id"])["state"] == "LIVE"


ACTIONS: Final[list[Callable[[World], None]]] = [
    feed_page,
    article,
    listening,
    map_view,
    comment,
    like,
    notifications,
    publishing,
    photo,
]


@pytest.fixture
def world(
    ada: Person, grace: Person, linus: Person, appsync: FakeGraphqlEndpoint, studio: Studio, stream: TableStream
) -> World:
    """Somebody with followers and twelve articles, one of them with photos, pins and comments."""
    posts = [acts.published(ada, f"Article {number}", body=WORDS if number == 0 else "") for number in range(CARDS)]
    for who in (grace, linus):
        who.does("followUser", userId=ada.id)
    for number in range(3):
        acts.live(ada, posts[0], "Mountain")
        position = {"latitude": 10.0 * number, "longitude": 20.0 * number}
        atlas.settle_pin(ada.does("addPin", postId=posts[0]["id"], position=position)["pin"]["id"])
    for number in range(COMMENTS):
        linus.does("addComment", postId=posts[0]["id"], body=f"Comment {number}")
    stream.records()  # what happened so far is nobody's news
    return World(ada, grace, linus, studio, stream, posts)


def test_the_measured_usage_is_what_the_code_uses(
    world: World, appsync: FakeGraphqlEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every action once; each number of the file, exactly."""
    found = {action.__name__: dict(sorted(used.items())) for action, used in _measured(world, appsync, monkeypatch)}
    if os.environ.get("MEASURE") == "write":
        MEASURED.write_text(json.dumps(found, indent=1) + "\n")

    assert found == json.loads(MEASURED.read_text())


def _measured(
    world: World, appsync: FakeGraphqlEndpoint, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Callable[[World], None], Counter[str]]]:
    for action in ACTIONS:
        with monkeypatch.context() as patch, Meter(appsync, world.studio).listening(patch) as meter:
            action(world)
        yield action, +meter.used
