"""Who is notified of what, in which words; nobody of a post they may not read."""

import pytest

from resolvers.media import progress
from resolvers.media.model import PhotoFailureReason
from tests.acts import awaited, begun, changed, draft, live, published
from tests.fakes.graphql_endpoint import FakeGraphqlEndpoint
from tests.people import Person
from tests.stream import TableStream


def _heard(person: Person) -> list[tuple[str, str]]:
    (page,) = person.asks_each("Viewer", "notifications", [{}])
    return [(edge["node"]["kind"], edge["node"]["message"]) for edge in page["edges"]][::-1]


def _kinds(person: Person) -> list[str]:
    return [kind for kind, _ in _heard(person)]


def test_a_notification_is_heard_live_with_the_unread_count(
    stream: TableStream, appsync: FakeGraphqlEndpoint, ada: Person, grace: Person
) -> None:
    """The event carries what a badge and a toast need."""
    post = published(ada)
    stream.settle()
    grace.does("like", subjectId=post["id"])
    stream.settle()
    grace.does("addComment", postId=post["id"], body="Beautiful")
    stream.settle()

    events = appsync.of("publishNotification")

    assert [(each["kind"], each["unread"], each["sequence"]) for each in events] == [("LIKE", 1, 1), ("COMMENT", 2, 2)]
    assert {(each["userId"], each["actorId"], each["postId"]) for each in events} == {(ada.id, grace.id, post["id"])}
    assert _heard(ada) == [
        ("LIKE", "Grace likes your post “Rain in Hoi An”."),
        ("COMMENT", "Grace commented on “Rain in Hoi An”."),
    ]


def test_a_reply_is_told_to_whom_it_replies_and_the_posts_author_hears_of_a_comment(
    stream: TableStream, ada: Person, grace: Person, linus: Person
) -> None:
    """Each hears one thing of one comment."""
    post = published(ada)
    top = grace.does("addComment", postId=post["id"], body="First")["comment"]
    stream.settle()
    linus.does("addComment", postId=post["id"], parentId=top["id"], body="Second, @ada and @grace")
    stream.settle()

    assert _kinds(grace) == ["REPLY"]
    assert _kinds(ada) == ["COMMENT", "COMMENT"]
    assert _kinds(linus) == []


def test_a_like_taken_back_and_given_again_is_told_once(stream: TableStream, ada: Person, grace: Person) -> None:
    """Nobody can ring a bell by clicking."""
    post = published(ada)
    for _ in range(3):
        grace.does("like", subjectId=post["id"])
        stream.settle()
        grace.does("unlike", subjectId=post["id"])
        stream.settle()

    assert _kinds(ada) == ["LIKE"]


def test_a_like_of_a_comment_is_told_to_who_wrote_it(stream: TableStream, ada: Person, grace: Person) -> None:
    """Not to the author of the post."""
    post = published(ada)
    comment = grace.does("addComment", postId=post["id"], body="First")["comment"]
    ada.does("like", subjectId=comment["id"])
    stream.settle()

    assert _heard(grace) == [("LIKE", "Ada likes your comment on “Rain in Hoi An”.")]


def test_a_follow_is_told_once(stream: TableStream, ada: Person, grace: Person) -> None:
    """Following, leaving and coming back is one piece of news."""
    for field in ("followUser", "unfollowUser", "followUser"):
        grace.does(field, userId=ada.id)
        stream.settle()

    assert _heard(ada) == [("FOLLOW", "Grace follows you.")]


def test_a_photo_that_is_live_or_failed_is_told_to_its_author(stream: TableStream, ada: Person) -> None:
    """With the reason, and whether trying again helps."""
    post = published(ada)
    live(ada, post, "Umbrella")
    stream.settle()
    progress.failed(begun(awaited(ada, post)), PhotoFailureReason.CORRUPT, "The picture is damaged.", retryable=False)
    stream.settle()

    assert _heard(ada) == [
        ("PHOTO_LIVE", "Your photo in “Rain in Hoi An” is live."),
        (
            "PHOTO_FAILED",
            "Your photo in “Rain in Hoi An” could not be shown. The picture is damaged. Trying again does not help.",
        ),
    ]


@pytest.mark.parametrize(("visibility", "heard"), [("PUBLIC", ["MENTION"]), ("FOLLOWERS", []), ("PRIVATE", [])])
def test_a_mention_is_told_to_who_may_read_it(
    stream: TableStream, ada: Person, grace: Person, visibility: str, heard: list[str]
) -> None:
    """When the post is published, not while it is a draft."""
    post = draft(ada, body="Seen with @grace and @nobody", visibility=visibility)
    stream.settle()
    before = _kinds(grace)
    ada.does("publishPost", id=post["id"], expectedVersion=1)
    stream.settle()

    assert before == []
    assert _kinds(grace) == heard


def test_a_mention_added_later_is_told_and_one_that_stood_is_not_told_again(
    stream: TableStream, ada: Person, grace: Person, linus: Person
) -> None:
    """In posts and in comments."""
    post = published(ada, body="With @grace")
    comment = ada.does("addComment", postId=post["id"], body="Hello")["comment"]
    stream.settle()
    changed(ada, post, body="With @grace and @linus")
    ada.does("editComment", id=comment["id"], expectedVersion=1, body="Hello @grace")
    stream.settle()

    assert [message for _, message in _heard(grace)] == [
        "Ada mentioned you in “Rain in Hoi An”.",
        "Ada mentioned you in a comment on “Rain in Hoi An”.",
    ]
    assert _kinds(linus) == ["MENTION"]


def test_who_lost_the_right_to_read_hears_of_no_reply(stream: TableStream, ada: Person, grace: Person) -> None:
    """A sentence about a closed post would open it a little."""
    post = published(ada)
    top = grace.does("addComment", postId=post["id"], body="First")["comment"]
    changed(ada, post, visibility="PRIVATE")
    ada.does("addComment", postId=post["id"], parentId=top["id"], body="Alone at last")
    stream.settle()

    assert _kinds(grace) == []
