"""What people's actions use of AWS, measured: the figures that `docs/cost.md` and `docs/scale.md` stand on.

The result is kept in `infra/cost/measured.json`. When the code comes to cost more or less, this says so;
`MEASURE=write make test` writes what it finds.
"""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from resolvers.core.settings import settings
from resolvers.learning.passages.indexing import index_article
from tests.benchmarks.conftest import MakeWorld
from tests.benchmarks.meter import Meter
from tests.benchmarks.world import CARDS, COMMENTS, World
from tests.fakes.graphql_endpoint import FakeGraphqlEndpoint
from tests.fixtures import pictures
from tests.resolvers.learning.writing_queue import WritingQueue

MEASURED: Final = Path("infra/cost/measured.json")
WORLD: Final = {"south": -90.0, "west": -180.0, "north": 90.0, "east": 180.0}
WORDS: Final = "The path climbs through pines, and the sea lies far below. " * 30


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
    world.grace.asks_each("Comment", "replies", comments, first=20)


SCOPES = {"onComment": "subjectId", "onLikes": "subjectId", "onPhotoProcessing": "postId"}


def listening(world: World) -> None:
    """The three subscriptions of an open article."""
    for field in ("onComment", "onLikes", "onPhotoProcessing"):
        world.grace.asks("Subscription", field, **{SCOPES[field]: world.post["id"]})


def map_view(world: World) -> None:
    """The world's cells, and the list beside them with its articles."""
    assert world.grace.query("mapCells", bounds=WORLD, zoom=3)["totalCount"]
    pins = [edge["node"] for edge in world.grace.query("mapPins", bounds=WORLD, zoom=3, first=50)["edges"]]
    world.grace.asks_each("Pin", "post", pins)


def comment(world: World) -> None:
    world.grace.does("addComment", subjectId=world.post["id"], body="Which path did you take?")
    world.stream.settle()


def like(world: World) -> None:
    world.linus.does("like", subjectId=world.post["id"])
    world.stream.settle()


def view(world: World) -> None:
    """One more view of a video."""
    assert world.linus.does("recordView", subjectId=world.video_id)["views"] == 2
    world.stream.settle()


def notifications(world: World) -> None:
    """The page with its articles, and the bell's number."""
    viewer = world.ada.query("viewer")
    (page,) = world.ada.asks_each("Viewer", "notifications", [viewer], first=20)
    world.ada.asks_each("Notification", "post", [edge["node"] for edge in page["edges"]])


def publishing(world: World) -> None:
    """An article: a draft, five times saved, two pins, tags, the timelines of those who follow, and its passages."""
    draft = world.ada.does("createPost", title="Pines")["post"]
    for number in range(5):
        written = {"id": draft["id"], "expectedVersion": draft["version"], "body": WORDS[number:]}
        draft = world.ada.does("updatePost", **written)["post"]
    for longitude in (7.1, 7.2):
        world.ada.does("addPin", subjectId=draft["id"], position={"latitude": 43.7, "longitude": longitude})
    tagged = world.ada.does("updatePost", id=draft["id"], expectedVersion=draft["version"], tags=["coast", "pines"])
    world.ada.does("publishPost", id=draft["id"], expectedVersion=tagged["post"]["version"])
    world.stream.settle()
    assert index_article(draft["id"])


def search(world: World) -> None:
    """A search by meaning, as the page sends it: the passages, and an answer for which 30 sentences are embedded."""
    question = "Where does a path climb through a wood above the sea?"
    assert world.grace.query("searchByMeaning", text=question, first=8)
    assert world.grace.query("answer", question=question)["sentences"]


def similar(world: World) -> None:
    """What is similar to an article that was read to its end."""
    world.grace.query("similar", subjectId=world.post["id"], first=3)


def photo(world: World) -> None:
    """A photo from the question for leave to its last event."""
    made = world.upload_queue.upload(world.ada, world.post["id"], pictures.photo(edge=1200))
    world.stream.settle()
    world.upload_queue.work()
    world.stream.settle()
    assert world.ada.query("photo", id=made["id"])["state"] == "LIVE"


def evaluation(world: World) -> None:
    """A text that a worker reads, each step told live, and its result."""
    asked = world.ada.does("evaluateWriting", subjectId=world.post["id"], text=WORDS)["evaluation"]
    world.stream.settle()
    assert WritingQueue(settings().writing_queue_url).work() == []
    world.stream.settle()
    done = world.ada.query("evaluation", id=asked["id"])
    world.ada.asks_each("Evaluation", "findings", [done])
    assert done["state"] == "DONE"


ACTIONS: Final[list[Callable[[World], None]]] = [
    feed_page,
    article,
    listening,
    map_view,
    comment,
    like,
    view,
    notifications,
    publishing,
    search,
    similar,
    photo,
    evaluation,
]


@pytest.fixture
def world(make_world: MakeWorld) -> World:
    made = make_world([WORDS, *[""] * (CARDS - 1)])
    made.grace.does("recordView", subjectId=made.video_id)
    return made


def test_the_measured_usage_is_what_the_code_uses(
    world: World, appsync: FakeGraphqlEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every action once; each number of the file, exactly."""
    found = {
        action.__name__: dict(sorted(used.items())) for action, used in _measure_actions(world, appsync, monkeypatch)
    }
    if os.environ.get("MEASURE") == "write":
        MEASURED.write_text(json.dumps(found, indent=1) + "\n")

    assert found == json.loads(MEASURED.read_text())


def _measure_actions(
    world: World, appsync: FakeGraphqlEndpoint, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Callable[[World], None], Counter[str]]]:
    for action in ACTIONS:
        with monkeypatch.context() as patch, Meter(appsync, world.upload_queue).listening(patch) as meter:
            action(world)
        yield action, +meter.used
