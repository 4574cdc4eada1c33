"""Posts: drafts, publishing, visibility, versions, idempotency, feeds and their cursors."""

from typing import Any

import pytest

from tests.people import Person, Refused


def _publish(person: Person, title: str = "Rain in Hoi An", **more: object) -> Any:
    draft = person.does("createPost", title=title, **more)["post"]
    return person.does("publishPost", id=draft["id"], expectedVersion=draft["version"])["post"]


def test_a_draft_is_seen_by_its_author_alone(ada: Person, grace: Person, guest: Person) -> None:
    """What one may not see does not exist."""
    draft = ada.does("createPost", title="Rain in Hoi An")["post"]

    assert ada.query("post", id=draft["id"])["title"] == "Rain in Hoi An"
    assert grace.query("post", id=draft["id"]) is None
    assert guest.query("post", id=draft["id"]) is None
    assert guest.query("feed")["edges"] == []


def test_a_public_post_is_in_everybodys_feed_with_its_author(ada: Person, guest: Person) -> None:
    """Publishing puts a post into the feed, author and counts riding along."""
    _publish(ada)

    (edge,) = guest.query("feed")["edges"]

    assert edge["node"]["author"]["handle"] == "ada"
    assert edge["node"]["counts"] == {"likes": 0, "comments": 0, "photos": 0, "pins": 0, "pinIds": []}


@pytest.mark.parametrize("alias", ["name", "user", "pins", "title", "writer"])
def test_an_author_under_any_alias_is_there(ada: Person, guest: Person, alias: str) -> None:
    """AppSync lists aliases in the place of fields, also those that are the names of other fields."""
    _publish(ada)
    guest.selecting = ["edges", "edges/node", f"edges/node/{alias}", f"edges/node/{alias}/handle"]

    (edge,) = guest.query("feed")["edges"]

    assert edge["node"]["author"]["handle"] == "ada"


def test_a_followers_post_opens_with_the_follow_and_closes_with_the_unfollow(ada: Person, grace: Person) -> None:
    """The item decides, at every read."""
    post = _publish(ada, visibility="FOLLOWERS")
    before = grace.query("post", id=post["id"])

    grace.does("followUser", userId=ada.id)
    during = grace.query("post", id=post["id"])
    grace.does("unfollowUser", userId=ada.id)

    assert before is None
    assert during["id"] == post["id"]
    assert grace.query("post", id=post["id"]) is None


def test_a_stale_version_answers_conflict_with_the_current_one(ada: Person) -> None:
    """Two editors: the second one learns what is there now, and nothing is lost."""
    draft = ada.does("createPost", title="One")["post"]
    ada.does("updatePost", id=draft["id"], expectedVersion=1, title="Two")

    payload = ada.does("updatePost", id=draft["id"], expectedVersion=1, title="Three")

    assert payload["post"] is None
    (error,) = payload["errors"]
    assert (error["__typename"], error["code"], error["currentVersion"]) == ("Conflict", "CONFLICT", 2)
    assert ada.query("post", id=draft["id"])["title"] == "Two"


def test_anothers_post_is_forbidden_when_seen_and_not_found_when_not(ada: Person, grace: Person) -> None:
    """The answer never tells that a draft exists."""
    draft = ada.does("createPost", title="Mine")["post"]
    public = _publish(ada)

    hidden = grace.does("updatePost", id=draft["id"], expectedVersion=1, title="Hers")
    seen = grace.does("updatePost", id=public["id"], expectedVersion=2, title="Hers")

    assert [error["code"] for error in hidden["errors"]] == ["NOT_FOUND"]
    assert [error["code"] for error in seen["errors"]] == ["FORBIDDEN"]


def test_a_repeated_idempotency_key_answers_the_first_result(ada: Person) -> None:
    """A client that retries makes one post; other input under the same key is refused."""
    first = ada.does("createPost", title="Once", idempotencyKey="k1")
    again = ada.does("createPost", title="Once", idempotencyKey="k1")
    other = ada.does("createPost", title="Twice", idempotencyKey="k1")

    assert first["post"]["id"] == again["post"]["id"]
    assert [error["code"] for error in other["errors"]] == ["IDEMPOTENCY_KEY_REUSED"]


def test_an_over_long_title_is_invalid_input_with_its_path(ada: Person) -> None:
    """Limits answer as data, naming the field."""
    payload = ada.does("createPost", title="x" * 201)

    (error,) = payload["errors"]
    assert (error["code"], error["path"]) == ("INVALID_INPUT", ["input", "title"])


def test_pages_follow_each_other_without_gap_or_repeat(ada: Person, guest: Person) -> None:
    """A cursor continues where its page ended."""
    titles = [f"Post {number}" for number in range(7)]
    for title in titles:
        _publish(ada, title)

    seen, after = [], None
    while True:
        page = guest.query("feed", first=3, after=after)
        seen += [edge["node"]["title"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break

    assert seen == titles[::-1]


@pytest.mark.parametrize("cursor", ["rubbish", "AAAAAAAAAAAAAAAAAAAAAAAAAAAA"])
def test_a_tampered_cursor_is_refused_by_name(guest: Person, cursor: str) -> None:
    """A cursor is signed for its list."""
    with pytest.raises(Refused) as refused:
        guest.query("feed", after=cursor)

    assert refused.value.kind == "InvalidCursor"


def test_a_cursor_of_another_list_is_refused(ada: Person, guest: Person) -> None:
    """A cursor of the public feed does not open somebody's own posts."""
    _publish(ada, "One")
    _publish(ada, "Two")
    cursor = guest.query("feed", first=1)["pageInfo"]["endCursor"]

    with pytest.raises(Refused) as refused:
        ada.asks_each("Viewer", "posts", [{}], after=cursor)

    assert refused.value.kind == "InvalidCursor"


def test_own_posts_are_listed_by_state(ada: Person) -> None:
    """The management page reads drafts and published posts apart."""
    ada.does("createPost", title="Draft")
    _publish(ada, "Public")

    (drafts,) = ada.asks_each("Viewer", "drafts", [{}])
    (published,) = ada.asks_each("Viewer", "posts", [{}], state="PUBLISHED")

    assert [edge["node"]["title"] for edge in drafts["edges"]] == ["Draft"]
    assert [edge["node"]["title"] for edge in published["edges"]] == ["Public"]


def test_a_deleted_post_is_gone_at_once(ada: Person, guest: Person) -> None:
    """Deleting takes it out of feeds, lists, and the author's count before anything under it is removed."""
    post = _publish(ada)

    payload = ada.does("deletePost", id=post["id"])

    assert payload["deletedId"] == post["id"]
    assert guest.query("feed")["edges"] == []
    assert ada.query("post", id=post["id"]) is None
    assert ada.query("user", handle="ada")["counts"]["published"] == 0
