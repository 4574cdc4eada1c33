"""Deleting a post: everything under it goes, some at a time, and nothing is orphaned."""

import boto3
import pytest

from resolvers.platform.comments import service as comments
from resolvers.platform.likes import service as likes
from tests.acts import live, publish_post
from tests.people import Person
from tests.stream import TableStream, scan


def _kinds() -> set[str]:
    return {item.get("kind", {}).get("S", "COUNTS") for item in scan().values()}


def _count(kind: str) -> int:
    return sum(item.get("kind", {}).get("S") == kind for item in scan().values())


def _of(post_id: str) -> list[str]:
    """Everything in the table that names a post."""
    return sorted(key for key, item in scan().items() if post_id in str(item))


def _create_crowded_post(ada: Person, grace: Person, linus: Person) -> str:
    """A post with everything a post can have."""
    grace.does("followUser", userId=ada.id)
    post = publish_post(ada, tags=["rain"])
    live(ada, post, "Umbrella")
    ada.does("addPin", subjectId=post["id"], position={"latitude": 15.8, "longitude": 108.3}, placeName="Hoi An")
    top = grace.does("addComment", subjectId=post["id"], body="First")["comment"]
    reply = ada.does("addComment", subjectId=post["id"], parentId=top["id"], body="Second")["comment"]
    linus.does("addComment", subjectId=post["id"], parentId=reply["id"], body="Third")
    for subject in (post["id"], top["id"], reply["id"]):
        grace.does("like", subjectId=subject)
        linus.does("like", subjectId=subject)
    return str(post["id"])


def test_a_deleted_post_takes_everything_under_it_along(
    stream: TableStream, ada: Person, grace: Person, linus: Person
) -> None:
    """Photos, pins, comments, replies, likes, rows, events, counts: what is left are markers that expire."""
    post_id = _create_crowded_post(ada, grace, linus)
    stream.settle()
    ada.does("deletePost", id=post_id)

    stream.settle()

    notified = {"Notification", "NotificationPlace"}  # of follows
    assert _kinds() <= {"User", "Handle", "Follow", "COUNTS", "Event", "Topic", "Seen", *notified}
    assert _count("Notification") == _count("NotificationPlace")
    left = [key for key in _of(post_id) if not key.startswith(("SEEN#", "NOTIFICATIONS#", "EVENTS#notifications"))]
    assert left == []
    assert {key for key in scan() if key.endswith("COUNTS")} <= {
        f"USER#{person.id} COUNTS" for person in (ada, grace, linus)
    }


def test_cleaning_goes_on_where_it_stopped(
    stream: TableStream, ada: Person, grace: Person, linus: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However much there is, some of it goes each time."""
    monkeypatch.setattr(likes, "_REMOVED_AT_ONCE", 1)
    monkeypatch.setattr(comments, "_REMOVED_AT_ONCE", 1)
    post_id = _create_crowded_post(ada, grace, linus)
    stream.settle()
    ada.does("deletePost", id=post_id)

    rounds = stream.settle()

    assert rounds > 6
    assert [key for key in _of(post_id) if key.startswith(("POST#", "COMMENT#", "PIN#", "PHOTO#"))] == []


def test_every_record_of_a_deletion_may_come_twice(
    stream: TableStream, ada: Person, grace: Person, linus: Person
) -> None:
    """Removing what is gone removes nothing, and nothing comes back."""
    post_id = _create_crowded_post(ada, grace, linus)
    stream.settle()
    ada.does("deletePost", id=post_id)
    stream.settle()
    before = scan()

    stream.deliver(stream.delivered)
    for record in stream.delivered:
        stream.deliver([record])

    assert scan() == before


def test_likes_of_a_deleted_comment_go_with_it(stream: TableStream, ada: Person, grace: Person) -> None:
    """A like without its comment would be an orphan."""
    post = publish_post(ada)
    comment = grace.does("addComment", subjectId=post["id"], body="First")["comment"]
    ada.does("like", subjectId=comment["id"])
    stream.settle()
    grace.does("deleteComment", id=comment["id"])

    stream.settle()

    assert [key for key in scan() if comment["id"] in key and not key.startswith("SEEN#")] == []


def test_the_objects_of_photos_leave_the_bucket(stream: TableStream, ada: Person) -> None:
    """Every version of them."""
    post = publish_post(ada)
    photo = live(ada, post, "Umbrella")
    boto3.client("s3").put_object(Bucket="waymark-media", Key=photo.original, Body=b"picture")
    ada.does("deletePost", id=post["id"])

    stream.settle()

    assert boto3.client("s3").list_object_versions(Bucket="waymark-media").get("Versions", []) == []


def test_a_tombstone_goes_with_its_last_reply(stream: TableStream, ada: Person, grace: Person) -> None:
    """A placeholder holds replies; without any, nothing of the comment is left."""
    post = publish_post(ada)
    comment = grace.does("addComment", subjectId=post["id"], body="Regrettable.")["comment"]
    replies = [
        ada.does("addComment", subjectId=post["id"], body=body, parentId=comment["id"])["comment"] for body in "ab"
    ]
    grace.does("deleteComment", id=comment["id"])
    ada.does("deleteComment", id=replies[0]["id"])
    stream.settle()
    held = ada.query("comment", id=comment["id"])
    ada.does("deleteComment", id=replies[1]["id"])
    stream.settle()

    assert held["deletedAt"] is not None
    assert ada.query("comment", id=comment["id"]) is None
    assert [key for key in scan() if comment["id"] in key and not key.startswith("SEEN")] == []


def test_a_late_unlike_leaves_no_count_behind(stream: TableStream, ada: Person, grace: Person) -> None:
    """Taking back a like of a comment that is being removed makes no count row of its own."""
    post = publish_post(ada)
    comment = ada.does("addComment", subjectId=post["id"], body="Hello.")["comment"]
    grace.does("like", subjectId=comment["id"])
    ada.does("deleteComment", id=comment["id"])

    grace.does("unlike", subjectId=comment["id"])
    stream.settle()

    assert [key for key in scan() if comment["id"] in key and "COUNTS" in key] == []


def test_a_thread_of_any_length_is_removed(stream: TableStream, ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """A comment goes after its last reply, however many rounds that takes."""
    monkeypatch.setattr("resolvers.platform.comments.service._REMOVED_AT_ONCE", 2)
    post = publish_post(ada)
    comment = ada.does("addComment", subjectId=post["id"], body="Long.")["comment"]
    for body in "abcde":
        ada.does("addComment", subjectId=post["id"], body=body, parentId=comment["id"])
    ada.does("deletePost", id=post["id"])
    stream.settle()

    assert [item["kind"]["S"] for item in scan().values() if item.get("kind", {}).get("S") == "Comment"] == []
