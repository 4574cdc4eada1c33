"""Likes: idempotent both ways, exact counts, who liked."""

import pytest

from tests.people import Person


@pytest.fixture
def post(ada: Person) -> dict[str, str]:
    draft = ada.does("createPost", title="Lanterns")["post"]
    published: dict[str, str] = ada.does("publishPost", id=draft["id"], expectedVersion=1)["post"]
    return published


def test_liking_twice_is_once_and_unliking_twice_too(grace: Person, linus: Person, post: dict[str, str]) -> None:
    """The count is the number of people, whatever is repeated."""
    answers = [
        grace.does("like", subjectId=post["id"]),
        grace.does("like", subjectId=post["id"]),
        linus.does("like", subjectId=post["id"]),
        grace.does("unlike", subjectId=post["id"]),
        grace.does("unlike", subjectId=post["id"]),
    ]

    assert [answer["likes"] for answer in answers] == [1, 1, 2, 1, 1]
    assert [answer["viewerHasLiked"] for answer in answers] == [True, True, True, False, False]


def test_each_viewer_sees_their_own_like(grace: Person, linus: Person, guest: Person, post: dict[str, str]) -> None:
    """A page of posts costs one call; guests like nothing."""
    grace.does("like", subjectId=post["id"])
    page = [post, {"id": "post_unknown"}]

    assert grace.asks_each("Post", "viewerHasLiked", page) == [True, False]
    assert linus.asks_each("Post", "viewerHasLiked", page) == [False, False]
    assert guest.asks_each("Post", "viewerHasLiked", page) == [False, False]


def test_who_liked_is_listed_newest_first(grace: Person, linus: Person, guest: Person, post: dict[str, str]) -> None:
    """Each edge says when."""
    grace.does("like", subjectId=post["id"])
    linus.does("like", subjectId=post["id"])

    shown = guest.query("post", id=post["id"])
    (first,) = guest.asks_each("Post", "likes", [shown], first=1)
    (rest,) = guest.asks_each("Post", "likes", [shown], first=1, after=first["pageInfo"]["endCursor"])

    assert [edge["node"]["handle"] for edge in first["edges"] + rest["edges"]] == ["linus", "grace"]
    assert first["edges"][0]["likedAt"] > rest["edges"][0]["likedAt"]
    assert (first["pageInfo"]["hasNextPage"], rest["pageInfo"]["hasNextPage"]) == (True, False)


def test_comments_are_liked_too_and_what_is_unseen_is_not_found(
    ada: Person, grace: Person, post: dict[str, str]
) -> None:
    """One field for every subject; a draft, a tombstone, a person cannot be liked."""
    comment = ada.does("addComment", subjectId=post["id"], body="Hello")["comment"]
    draft = ada.does("createPost", title="Secret")["post"]

    liked = grace.does("like", subjectId=comment["id"])
    refused = [grace.does("like", subjectId=subject) for subject in (draft["id"], "post_unknown", ada.id)]

    assert (liked["likes"], grace.query("comment", id=comment["id"])["counts"]["likes"]) == (1, 1)
    assert [[error["code"] for error in answer["errors"]] for answer in refused] == [["NOT_FOUND"]] * 3
