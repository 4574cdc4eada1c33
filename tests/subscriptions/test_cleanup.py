"""Deleting a post: everything under it goes, some at a time, and nothing is orphaned."""

import boto3
import pytest

from resolvers.comments import service as comments
from resolvers.likes import service as likes
from tests.acts import live, published
from tests.people import Person
from tests.stream import TableStream, scan


def _kinds() -> set[str]:
    return {item.get("kind", {}).get("S", "COUNTS") for item in scan().values()}


def _of(post_id: str) -> list[str]:
    """Everything in the table that names a post."""
    return sorted(key for key, item in scan().items() if post_id in str(item))


def _crowded(ada: Person, grace: Person, linus: Person) -> str:
    """A post with everything a post can have."""
    grace.does("followUser", userId=ada.id)
    post = published(ada, tags=["rain"])
    live(ada, post, "Umbrella")
    ada.does("addPin", postId=post["id"], position={"latitude": 15.8, "longitude": 108.3}, placeName="Hoi An")
    top = grace.does("addComment", postId=post["id"], body="First")["comment"]
    reply = ada.does("addComment", postId=post["id"], parentId=top["id"], body="Second")["comment"]
    linus.does("addComment", postId=post["id"], parentId=reply["id"], body="Third")
    for subject in (post["id"], top["id"], reply["id"]):
        grace.does("like", subjectId=subject)
        linus.does("like", subjectId=subject)
    return str(post["id"])


def test_a_deleted_post_takes_everything_under_it_along(
    stream: TableStream, ada: Person, grace: Person, linus: Person
) -> None:
    """Photos, pins, comments, replies, likes, rows, events, counts: what is left are markers that expire."""
    post_id = _crowded(ada, grace, linus)
    stream.settle()
    ada.does("deletePost", id=post_id)

    stream.settle()

    assert _kinds() <= {"User", "Handle", "Follow", "COUNTS", "Notification", "Event", "Topic", "Seen"}
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
    post_id = _crowded(ada, grace, linus)
    stream.settle()
    ada.does("deletePost", id=post_id)

    rounds = stream.settle()

    assert rounds > 6
    assert [key for key in _of(post_id) if key.startswith(("POST#", "COMMENT#", "PIN#", "PHOTO#"))] == []


def test_every_record_of_a_deletion_may_come_twice(
    stream: TableStream, ada: Person, grace: Person, linus: Person
) -> None:
    """Removing what is gone removes nothing, and nothing comes back."""
    post_id = _crowded(ada, grace, linus)
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
    post = published(ada)
    comment = grace.does("addComment", postId=post["id"], body="First")["comment"]
    ada.does("like", subjectId=comment["id"])
    stream.settle()
    grace.does("deleteComment", id=comment["id"])

    stream.settle()

    assert [key for key in scan() if comment["id"] in key and not key.startswith("SEEN#")] == []


def test_the_objects_of_photos_leave_the_bucket(stream: TableStream, ada: Person) -> None:
    """Every version of them."""
    post = published(ada)
    photo = live(ada, post, "Umbrella")
    boto3.client("s3").put_object(Bucket="waymark-media", Key=photo.original, Body=b"picture")
    ada.does("deletePost", id=post["id"])

    stream.settle()

    assert boto3.client("s3").list_object_versions(Bucket="waymark-media").get("Versions", []) == []
