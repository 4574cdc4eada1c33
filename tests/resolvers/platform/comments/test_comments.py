"""Comments: replies, edits that show, tombstones, counts that hold."""

import pytest

from tests.people import Person


@pytest.fixture
def post(ada: Person) -> dict[str, str]:
    draft = ada.does("createPost", title="Lanterns")["post"]
    published: dict[str, str] = ada.does("publishPost", id=draft["id"], expectedVersion=1)["post"]
    return published


def _bodies(page: dict[str, list[dict[str, dict[str, str]]]]) -> list[str]:
    return [edge["node"]["body"] for edge in page["edges"]]


def test_comments_are_listed_oldest_first_with_replies_under_each(
    ada: Person, grace: Person, guest: Person, post: dict[str, str]
) -> None:
    """A thread reads downwards, and the post counts all of it."""
    first = grace.does("addComment", subjectId=post["id"], body="Where is this?")["comment"]
    ada.does("addComment", subjectId=post["id"], body="By the river.", parentId=first["id"])
    grace.does("addComment", subjectId=post["id"], body="Lovely.")

    (comments,) = guest.asks_each("Post", "comments", [guest.query("post", id=post["id"])])
    (replies,) = guest.asks_each("Comment", "replies", [guest.query("comment", id=first["id"])])

    assert _bodies(comments) == ["Where is this?", "Lovely."]
    assert _bodies(replies) == ["By the river."]
    assert comments["edges"][0]["node"]["counts"] == {"likes": 0, "replies": 1}
    assert comments["edges"][0]["node"]["author"]["handle"] == "grace"
    assert guest.query("post", id=post["id"])["counts"]["comments"] == 3


def test_an_edit_is_marked_and_needs_the_current_version(grace: Person, post: dict[str, str]) -> None:
    """Readers see that a comment was changed; a stale edit answers Conflict."""
    comment = grace.does("addComment", subjectId=post["id"], body="Frist!")["comment"]

    edited = grace.does("editComment", id=comment["id"], expectedVersion=1, body="First!")["comment"]
    stale = grace.does("editComment", id=comment["id"], expectedVersion=1, body="Third!")

    assert (edited["body"], edited["version"]) == ("First!", 2)
    assert edited["editedAt"] is not None
    assert [error["currentVersion"] for error in stale["errors"]] == [2]


def test_a_comment_with_replies_leaves_a_tombstone(ada: Person, grace: Person, post: dict[str, str]) -> None:
    """The text and its author go, the thread stays; the counts follow."""
    comment = grace.does("addComment", subjectId=post["id"], body="Regrettable.")["comment"]
    ada.does("addComment", subjectId=post["id"], body="Indeed.", parentId=comment["id"])

    payload = grace.does("deleteComment", id=comment["id"])
    again = grace.does("deleteComment", id=comment["id"])

    assert (payload["comment"]["body"], payload["comment"]["author"]) == (None, None)
    assert payload["comment"]["deletedAt"] is not None
    assert [error["code"] for error in again["errors"]] == ["NOT_FOUND"]
    assert ada.query("post", id=post["id"])["counts"]["comments"] == 1


def test_a_comment_without_replies_is_gone(ada: Person, grace: Person, post: dict[str, str]) -> None:
    """The post's author may remove others' comments; others may not."""
    mine = ada.does("addComment", subjectId=post["id"], body="Welcome.")["comment"]
    hers = grace.does("addComment", subjectId=post["id"], body="Spam!")["comment"]

    foreign = grace.does("deleteComment", id=mine["id"])
    hosted = ada.does("deleteComment", id=hers["id"])

    assert [error["code"] for error in foreign["errors"]] == ["FORBIDDEN"]
    assert (hosted["deletedId"], hosted["comment"]) == (hers["id"], None)
    assert ada.query("comment", id=hers["id"]) is None
    assert ada.query("post", id=post["id"])["counts"]["comments"] == 1


def test_nobody_comments_on_what_they_cannot_read(ada: Person, grace: Person, post: dict[str, str]) -> None:
    """Unknown, private and foreign parents are not found."""
    draft = ada.does("createPost", title="Secret")["post"]
    elsewhere = ada.does("addComment", subjectId=draft["id"], body="Note to self.")["comment"]

    answers = [
        grace.does("addComment", subjectId=draft["id"], body="?"),
        grace.does("addComment", subjectId="post_unknown", body="?"),
        ada.does("addComment", subjectId=post["id"], body="?", parentId=elsewhere["id"]),
        ada.does("addComment", subjectId=post["id"], body="?", parentId="comment_unknown"),
    ]

    assert [[error["code"] for error in answer["errors"]] for answer in answers] == [["NOT_FOUND"]] * 4
    assert grace.query("comment", id=elsewhere["id"]) is None


def test_a_repeated_key_adds_one_comment(grace: Person, post: dict[str, str]) -> None:
    """A client that retries says it once."""
    ids = {
        grace.does("addComment", subjectId=post["id"], body="Once", idempotencyKey="c")["comment"]["id"]
        for _ in range(3)
    }

    assert len(ids) == 1
    assert grace.query("post", id=post["id"])["counts"]["comments"] == 1


def test_an_author_deletes_their_comment_where_they_may_no_longer_read(ada: Person, grace: Person) -> None:
    """Words belong to who wrote them: after an unfollow, on a draft again, on a private post."""
    post = ada.does("createPost", title="For followers", visibility="FOLLOWERS")["post"]
    post = ada.does("publishPost", id=post["id"], expectedVersion=post["version"])["post"]
    grace.does("followUser", userId=ada.id)
    first, second = (grace.does("addComment", subjectId=post["id"], body=body)["comment"] for body in ("One.", "Two."))
    grace.does("like", subjectId=post["id"])
    grace.does("unfollowUser", userId=ada.id)

    assert grace.query("comment", id=first["id"]) is None
    assert grace.does("deleteComment", id=first["id"])["errors"] == []
    assert grace.does("unlike", subjectId=post["id"])["errors"] == []
    ada.does("unpublishPost", id=post["id"], expectedVersion=post["version"])
    assert grace.does("deleteComment", id=second["id"])["errors"] == []
    assert ada.query("post", id=post["id"])["counts"]["likes"] == 0
    assert ada.query("post", id=post["id"])["counts"]["comments"] == 0


def test_a_strangers_comment_stays_hidden_where_one_may_not_read(ada: Person, grace: Person, guest: Person) -> None:
    """Deleting tells no more than reading does."""
    post = ada.does("createPost", title="Draft")["post"]
    comment = ada.does("addComment", subjectId=post["id"], body="A note.")["comment"]

    assert [error["code"] for error in grace.does("deleteComment", id=comment["id"])["errors"]] == ["NOT_FOUND"]
    assert [error["code"] for error in grace.does("unlike", subjectId=post["id"])["errors"]] == ["NOT_FOUND"]


def test_a_reply_cannot_be_replied_to(ada: Person, grace: Person, post: dict[str, str]) -> None:
    """A thread has two levels, and the refusal names the comment to reply to: no reply is counted and never shown."""
    first = grace.does("addComment", subjectId=post["id"], body="Where is this?")["comment"]
    reply = ada.does("addComment", subjectId=post["id"], body="By the river.", parentId=first["id"])["comment"]

    (error,) = grace.does("addComment", subjectId=post["id"], body="Which?", parentId=reply["id"])["errors"]

    assert (error["code"], error["path"]) == ("INVALID_INPUT", ["input", "parentId"])
    assert first["id"] in error["message"]
    assert ada.query("post", id=post["id"])["counts"]["comments"] == 2
