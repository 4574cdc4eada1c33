"""Listening: who may start, what is let through to whom, what ends it, and how to catch up."""

from typing import Any

import pytest

from tests.acts import begin_processing, change_post, draft, live, publish_post, request_photo
from tests.people import Person, Refused
from tests.stream import TableStream

SCOPES = {"onComment": "subjectId", "onLikes": "subjectId", "onPhotoProcessing": "postId"}


def _rules(group: dict[str, Any]) -> list[dict[str, Any]]:
    return [{each["fieldName"]: each["value"] for each in rule["filters"]} for rule in group["filterGroup"]]


def _cursor(person: Person, parent: str, field: str, source: dict[str, Any]) -> str:
    person.selecting = ["eventsCursor"]
    (page,) = person.asks_each(parent, field, [source])
    person.selecting = []
    return str(page["eventsCursor"])


@pytest.mark.parametrize("field", ["onComment", "onLikes", "onPhotoProcessing"])
def test_a_guest_hears_what_is_for_everybody(ada: Person, guest: Person, field: str) -> None:
    """Until the post is for fewer people."""
    post = publish_post(ada)

    started = guest.asks("Subscription", field, **{SCOPES[field]: post["id"]})

    assert _rules(started["filter"]) == [{SCOPES[field]: post["id"], "audience": ["PUBLIC"]}]
    assert _rules(started["invalidation"]) == [{"subjectId": post["id"], "audience": ["FOLLOWERS", "AUTHOR"]}]


@pytest.mark.parametrize("field", ["onComment", "onLikes", "onPhotoProcessing"])
def test_a_follower_hears_what_is_for_followers_until_one_or_the_other_ends(
    ada: Person, grace: Person, field: str
) -> None:
    """The post closes to followers, or the follower leaves."""
    grace.does("followUser", userId=ada.id)
    post = publish_post(ada, visibility="FOLLOWERS")

    started = grace.asks("Subscription", field, **{SCOPES[field]: post["id"]})

    assert _rules(started["filter"]) == [{SCOPES[field]: post["id"], "audience": ["PUBLIC", "FOLLOWERS"]}]
    assert _rules(started["invalidation"]) == [
        {"subjectId": post["id"], "audience": "AUTHOR"},
        {"ownerId": ada.id, "viewerId": grace.id},
    ]


def test_the_author_hears_everything_and_of_photos_the_authors_own_version(ada: Person) -> None:
    """Each step of a photo is told twice: nobody hears it twice."""
    post = draft(ada)

    comments = ada.asks("Subscription", "onComment", subjectId=post["id"])
    photos = ada.asks("Subscription", "onPhotoProcessing", postId=post["id"])

    assert _rules(comments["filter"]) == [{"subjectId": post["id"], "audience": ["PUBLIC", "FOLLOWERS", "AUTHOR"]}]
    assert _rules(photos["filter"]) == [{"postId": post["id"], "audience": ["AUTHOR"]}]
    assert "invalidation" not in photos


@pytest.mark.parametrize("field", ["onComment", "onLikes", "onPhotoProcessing"])
def test_who_may_not_read_a_post_may_not_listen_to_it(ada: Person, grace: Person, guest: Person, field: str) -> None:
    """What one may not see does not exist."""
    for post in (draft(ada), publish_post(ada, visibility="PRIVATE"), publish_post(ada, visibility="FOLLOWERS")):
        for person in (grace, guest):
            with pytest.raises(Refused) as refused:
                person.asks("Subscription", field, **{SCOPES[field]: post["id"]})
            assert refused.value.kind == "NotFound"


def test_everybody_hears_their_own_notifications_alone(ada: Person, grace: Person, guest: Person) -> None:
    """The argument must be the caller."""
    started = ada.asks("Subscription", "onNotification", userId=ada.id)

    assert _rules(started["filter"]) == [{"userId": ada.id}]
    for person, kind in ((grace, "Unauthorized"), (guest, "Unauthenticated")):
        with pytest.raises(Refused) as refused:
            person.asks("Subscription", "onNotification", userId=ada.id)
        assert refused.value.kind == kind


def test_a_cursor_taken_with_a_page_leads_to_all_that_came_after(
    stream: TableStream, ada: Person, grace: Person
) -> None:
    """The gap after a reconnect is filled, page by page, and the last cursor goes on."""
    post = publish_post(ada)
    grace.does("addComment", subjectId=post["id"], body="Before")
    stream.settle()
    cursor = _cursor(grace, "Post", "comments", post)
    for number in range(3):
        ada.does("addComment", subjectId=post["id"], body=f"Number {number}")
        stream.settle()

    first = grace.query("eventsSince", cursor=cursor, first=2)
    second = grace.query("eventsSince", cursor=first["pageInfo"]["endCursor"], first=2)
    third = grace.query("eventsSince", cursor=second["pageInfo"]["endCursor"], first=2)

    nodes = [edge["node"] for page in (first, second) for edge in page["edges"]]
    assert [each["body"] for each in nodes] == ["Number 0", "Number 1", "Number 2"]
    assert {each["__typename"] for each in nodes} == {"CommentEvent"}
    assert (first["pageInfo"]["hasNextPage"], second["pageInfo"]["hasNextPage"]) == (True, False)
    assert third["edges"] == []
    assert third["pageInfo"]["endCursor"] == second["pageInfo"]["endCursor"]


def test_a_cursor_of_somebody_else_is_refused(stream: TableStream, ada: Person, grace: Person) -> None:
    """It is signed for its viewer."""
    post = publish_post(ada)
    cursor = _cursor(ada, "Post", "comments", post)

    for person, given in ((grace, cursor), (ada, cursor[:-2]), (ada, "rubbish")):
        with pytest.raises(Refused) as refused:
            person.query("eventsSince", cursor=given)
        assert refused.value.kind == "InvalidCursor"


def test_a_cursor_opens_nothing_once_the_right_to_read_is_lost(stream: TableStream, ada: Person, grace: Person) -> None:
    """It is authorised again at every read."""
    post = publish_post(ada)
    cursor = _cursor(grace, "Post", "comments", post)
    ada.does("addComment", subjectId=post["id"], body="A secret")
    change_post(ada, post, visibility="PRIVATE")
    stream.settle()

    assert grace.query("eventsSince", cursor=cursor) is None


def test_what_a_deleted_comment_said_is_not_told_to_who_comes_late(
    stream: TableStream, ada: Person, grace: Person
) -> None:
    """The log remembers that it was there, not what it said."""
    post = publish_post(ada)
    cursor = _cursor(grace, "Post", "comments", post)
    comment = ada.does("addComment", subjectId=post["id"], body="I regret this")["comment"]
    stream.settle()
    ada.does("deleteComment", id=comment["id"])
    stream.settle()

    page = grace.query("eventsSince", cursor=cursor)

    assert [(edge["node"]["kind"], edge["node"]["body"]) for edge in page["edges"]] == [
        ("ADDED", None),
        ("DELETED", None),
    ]


def test_what_a_comment_said_before_an_edit_is_not_told_to_who_comes_late(
    stream: TableStream, ada: Person, grace: Person
) -> None:
    """Every event of it has the present words, before the edit reached the log too."""
    post = publish_post(ada)
    cursor = _cursor(grace, "Post", "comments", post)
    comment = ada.does("addComment", subjectId=post["id"], body="My number is 555 0199")["comment"]
    stream.settle()
    ada.does("editComment", id=comment["id"], expectedVersion=1, body="Write to me")
    early = grace.query("eventsSince", cursor=cursor)
    stream.settle()
    late = grace.query("eventsSince", cursor=cursor)

    assert [edge["node"]["body"] for edge in early["edges"]] == ["Write to me"]
    assert [edge["node"]["body"] for edge in late["edges"]] == ["Write to me"] * 2


def test_photos_have_a_cursor_for_their_author_and_one_for_readers(
    stream: TableStream, ada: Person, grace: Person
) -> None:
    """Each catches up on the version they hear."""
    post = publish_post(ada)
    cursors = {person.id: _cursor(person, "Post", "photos", post) for person in (ada, grace)}
    begin_processing(request_photo(ada, post))
    live(ada, post, "Rain")
    stream.settle()

    audiences = {
        person.id: {
            edge["node"]["audience"] for edge in person.query("eventsSince", cursor=cursors[person.id])["edges"]
        }
        for person in (ada, grace)
    }

    assert audiences == {ada.id: {"AUTHOR"}, grace.id: {"PUBLIC"}}
