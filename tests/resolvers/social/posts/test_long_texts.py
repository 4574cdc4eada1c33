"""Texts of articles: with their list where they are wanted and have room, by their own field where they have none."""

from dataclasses import replace
from typing import Any

import pytest

from resolvers.core.appsync import LONG_TEXT_BATCH, LONG_TEXT_BYTES
from tests.people import Person
from tests.security import data_plane
from tests.security.world import World

LONGEST = "雨" * 50_000  # 150 kB
PAGE = 40  # 6 MB of text, where AppSync takes 5 MB from a resolver and Lambda answers at most 6


def publish(person: Person, body: str) -> str:
    draft = person.does("createPost", title="Rain", body=body)["post"]
    return str(person.does("publishPost", id=draft["id"], expectedVersion=draft["version"])["post"]["id"])


def read_feed(person: Person, *fields: str) -> list[dict[str, Any]]:
    """Return the posts that the social function answers to a feed with these fields."""
    selecting = ["edges", "edges/node", *(f"edges/node/{each}" for each in fields)]
    page = replace(person, selecting=selecting).query("feed", first=100)
    return [edge["node"] for edge in page["edges"]]


@pytest.mark.parametrize(
    ("fields", "is_there"), [(["title"], False), (["title", "body"], True), (["title", "words"], True)]
)
def test_a_list_answers_texts_only_where_they_may_be_wanted(ada: Person, fields: list[str], is_there: bool) -> None:
    """An alias may stand for the text."""
    publish(ada, "It rains.")

    (post,) = read_feed(ada, *fields)

    assert ("body" in post) == is_there


def test_a_list_takes_as_many_texts_along_as_it_has_room_for(ada: Person) -> None:
    """The newest ones; the others are answered by their own field, by the same words."""
    ids = [publish(ada, LONGEST) for _ in range(8)]

    posts = read_feed(ada, "id", "body")
    later = [each for each in posts if "body" not in each]

    assert [each["id"] for each in posts] == ids[::-1]
    assert len(posts) - len(later) == LONG_TEXT_BYTES // 150_000
    assert {len(text) for text in ada.asks_each("Post", "body", later)} == {50_000}


def test_an_empty_text_rides_along(ada: Person) -> None:
    publish(ada, "")

    assert [each["body"] for each in read_feed(ada, "body")] == [""]


def test_a_text_that_is_deleted_while_it_is_read_is_empty(ada: Person) -> None:
    """The contract promises a text, and who reads learns with the next page that the article is gone."""
    post_id = publish(ada, "It rains.")
    ada.does("deletePost", id=post_id)

    assert ada.asks_each("Post", "body", [{"id": post_id, "authorId": ada.id}]) == [""]


def test_a_long_revision_is_read_by_its_own_field(ada: Person) -> None:
    """The list of your own articles may have as many revisions as articles."""
    post_id = publish(ada, "It rains.")
    version = ada.query("post", id=post_id)["version"]
    ada.does("savePostRevision", id=post_id, expectedVersion=version, title="Rain", body=LONGEST, tags=[])
    selecting = replace(ada, selecting=["revision", "revision/title"])

    revision = selecting.query("post", id=post_id)["revision"]

    assert "body" not in revision
    (text,) = ada.asks_each("PostRevision", "body", [revision])
    assert len(text) == 50_000


def test_the_longest_texts_of_one_invocation_are_less_than_appsync_takes() -> None:
    assert LONG_TEXT_BATCH * 300_000 < 5_000_000


async def test_a_page_of_the_longest_articles_is_answered(ada: Person, guest: Person) -> None:
    """The deployed contract and code on the data plane, which holds AppSync's and Lambda's limits; by an alias too."""
    for _ in range(PAGE):
        publish(ada, LONGEST)
    world = World(author=ada, follower=ada, stranger=ada, guest=guest, articles={}, things={})

    async with data_plane.serving(world) as waymark:
        for selection in ("body", "title: body"):
            query = f"query {{ feed(first: {PAGE}) {{ edges {{ node {{ {selection} }} }} }} }}"
            _, answer = await waymark.ask(query, waymark.headers(guest))

            assert "errors" not in answer
            assert [len(text) for edge in answer["data"]["feed"]["edges"] for text in edge["node"].values()] == (
                [50_000] * PAGE
            )
