"""Who is notified of what, in which words; nobody of a post they may not read."""

import pytest

from resolvers.social.photos.model import PhotoFailureReason
from tests.acts import begin_processing, change_post, draft, fail, live, publish_post, request_photo
from tests.fakes.graphql_endpoint import FakeGraphqlEndpoint
from tests.people import Person
from tests.stream import TableStream


def _list_notices(person: Person) -> list[tuple[str, str]]:
    (page,) = person.asks_each("Viewer", "notifications", [{}])
    return [(edge["node"]["kind"], edge["node"]["message"]) for edge in page["edges"]][::-1]


def _kinds(person: Person) -> list[str]:
    return [kind for kind, _ in _list_notices(person)]


def _unread(person: Person) -> int:
    unread: int = person.query("viewer")["unreadNotifications"]
    return unread


def test_a_notification_is_heard_live_with_the_unread_count(
    stream: TableStream, appsync: FakeGraphqlEndpoint, ada: Person, grace: Person
) -> None:
    """The event carries what a badge and a toast need."""
    post = publish_post(ada)
    stream.settle()
    grace.does("like", subjectId=post["id"])
    stream.settle()
    grace.does("addComment", subjectId=post["id"], body="Beautiful")
    stream.settle()

    events = appsync.of("publishNotification")

    assert [(each["kind"], each["unread"], each["sequence"]) for each in events] == [("LIKE", 1, 1), ("COMMENT", 2, 2)]
    assert {(each["userId"], each["actorId"], each["subjectId"]) for each in events} == {(ada.id, grace.id, post["id"])}
    assert _list_notices(ada) == [
        ("LIKE", "Grace likes your post “Rain in Hoi An”."),
        ("COMMENT", "Grace commented on “Rain in Hoi An”."),
    ]


def test_a_reply_is_told_to_whom_it_replies_and_the_posts_author_hears_of_a_comment(
    stream: TableStream, ada: Person, grace: Person, linus: Person
) -> None:
    """Each hears one thing of one comment."""
    post = publish_post(ada)
    top = grace.does("addComment", subjectId=post["id"], body="First")["comment"]
    stream.settle()
    linus.does("addComment", subjectId=post["id"], parentId=top["id"], body="Second, @ada and @grace")
    stream.settle()

    assert _kinds(grace) == ["REPLY"]
    assert _list_notices(ada) == [("COMMENT", "2 comments on “Rain in Hoi An”.")]
    assert _kinds(linus) == []


def test_a_like_taken_back_and_given_again_rings_once(stream: TableStream, ada: Person, grace: Person) -> None:
    """Nobody can ring a bell by clicking."""
    post = publish_post(ada)
    rung = []
    for field in ("like", "unlike") * 3:
        grace.does(field, subjectId=post["id"])
        stream.settle()
        rung.append(_unread(ada))

    assert rung == [1, 0, 0, 0, 0, 0]
    assert _kinds(ada) == []


def test_a_like_of_a_comment_is_told_to_who_wrote_it(stream: TableStream, ada: Person, grace: Person) -> None:
    """Not to the author of the post."""
    post = publish_post(ada)
    comment = grace.does("addComment", subjectId=post["id"], body="First")["comment"]
    ada.does("like", subjectId=comment["id"])
    stream.settle()

    assert _list_notices(grace) == [("LIKE", "Ada likes your comment on “Rain in Hoi An”.")]


def test_a_follow_is_told_once(stream: TableStream, ada: Person, grace: Person) -> None:
    """Following, leaving and coming back is one piece of news."""
    for field in ("followUser", "unfollowUser", "followUser"):
        grace.does(field, userId=ada.id)
        stream.settle()

    assert _list_notices(ada) == [("FOLLOW", "Grace follows you.")]


def test_a_photo_that_is_live_or_failed_is_told_to_its_author(stream: TableStream, ada: Person) -> None:
    """With the reason, and whether trying again helps."""
    post = publish_post(ada)
    live(ada, post, "Umbrella")
    stream.settle()
    fail(begin_processing(request_photo(ada, post)), PhotoFailureReason.CORRUPT)
    stream.settle()

    assert _list_notices(ada) == [
        ("PROCESSED", "Your photo in “Rain in Hoi An” is live."),
        (
            "PROCESSING_FAILED",
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
    post = publish_post(ada, body="With @grace")
    comment = ada.does("addComment", subjectId=post["id"], body="Hello")["comment"]
    stream.settle()
    change_post(ada, post, body="With @grace and @linus")
    ada.does("editComment", id=comment["id"], expectedVersion=1, body="Hello @grace")
    stream.settle()

    assert [message for _, message in _list_notices(grace)] == [
        "Ada mentioned you in “Rain in Hoi An”.",
        "Ada mentioned you in a comment on “Rain in Hoi An”.",
    ]
    assert _kinds(linus) == ["MENTION"]


def test_who_lost_the_right_to_read_hears_of_no_reply(stream: TableStream, ada: Person, grace: Person) -> None:
    """A sentence about a closed post would open it a little."""
    post = publish_post(ada)
    top = grace.does("addComment", subjectId=post["id"], body="First")["comment"]
    change_post(ada, post, visibility="PRIVATE")
    ada.does("addComment", subjectId=post["id"], parentId=top["id"], body="Alone at last")
    stream.settle()

    assert _kinds(grace) == []


def test_a_notification_goes_with_its_cause(stream: TableStream, ada: Person, grace: Person) -> None:
    """A deleted comment, a like and a follow that were taken back: neither listed nor counted, read or not."""
    post = publish_post(ada)
    comments = [grace.does("addComment", subjectId=post["id"], body=body)["comment"] for body in ("One", "Two")]
    ada.does("addComment", subjectId=post["id"], body="Under two", parentId=comments[1]["id"])
    grace.does("like", subjectId=post["id"])
    grace.does("followUser", userId=ada.id)
    stream.settle()
    before = (_kinds(ada), _unread(ada))
    for field, values in [
        ("deleteComment", {"id": comments[0]["id"]}),
        ("deleteComment", {"id": comments[1]["id"]}),
        ("unlike", {"subjectId": post["id"]}),
        ("unfollowUser", {"userId": ada.id}),
    ]:
        grace.does(field, **values)
    stream.settle()

    assert (sorted(before[0]), before[1]) == (["COMMENT", "FOLLOW", "LIKE"], 3)
    assert (_kinds(ada), _unread(ada)) == ([], 0)


def test_a_like_that_is_given_again_is_listed_as_read(stream: TableStream, ada: Person, grace: Person) -> None:
    post = publish_post(ada)
    for field in ("like", "unlike", "like"):
        grace.does(field, subjectId=post["id"])
        stream.settle()

    assert (_kinds(ada), _unread(ada)) == (["LIKE"], 0)


def test_nothing_is_told_of_a_deleted_post(stream: TableStream, ada: Person, grace: Person) -> None:
    """Its title was in the sentence."""
    post = publish_post(ada, body="With @grace")
    stream.settle()
    before = (_kinds(grace), _unread(grace))
    ada.does("deletePost", id=post["id"])
    stream.settle()

    assert before == (["MENTION"], 1)
    assert (_kinds(grace), _unread(grace)) == ([], 0)


@pytest.mark.parametrize("visibility", ["PRIVATE", "FOLLOWERS"])
def test_a_notification_keeps_no_title_from_who_may_not_read_it(
    stream: TableStream, ada: Person, grace: Person, visibility: str
) -> None:
    """When the right to read is lost, so are the words about it, and the author keeps theirs."""
    post = publish_post(ada, body="With @grace")
    grace.does("like", subjectId=post["id"])
    stream.settle()
    change_post(ada, post, visibility=visibility)
    stream.settle()

    assert (_kinds(grace), _unread(grace)) == ([], 0)
    assert _kinds(ada) == ["LIKE"]
