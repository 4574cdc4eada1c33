"""Events: what each change is told as, to whom, in which order, and only once."""

from itertools import pairwise

import pytest
from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError

from resolvers.platform.comments.model import COMMENTS
from resolvers.platform.event_log import service as log
from resolvers.platform.event_log.model import Topic
from resolvers.social.photos import publication
from resolvers.social.photos.model import PhotoFailureReason
from resolvers.social.posts.model import PHOTOS
from tests.acts import begin_processing, change_post, draft, fail, live, publish_post, read_as, request_photo
from tests.fakes.graphql_endpoint import FakeGraphqlEndpoint
from tests.people import Person
from tests.stream import TableStream, passes, scan


def _list_events(topic: Topic) -> list[dict[str, object]]:
    return [each.data for each in log.list_since(topic, 0, 100).values]


def test_a_comment_is_told_with_the_posts_count(
    stream: TableStream, appsync: FakeGraphqlEndpoint, ada: Person, grace: Person
) -> None:
    """Added, edited, deleted: each once, with how many the post has now."""
    post = publish_post(ada)
    comment = grace.does("addComment", subjectId=post["id"], body="Beautiful")["comment"]
    stream.settle()
    grace.does("editComment", id=comment["id"], expectedVersion=1, body="So beautiful")
    stream.settle()
    grace.does("deleteComment", id=comment["id"])
    stream.settle()

    events = appsync.of("publishComment")

    assert [(each["kind"], each.get("body"), each["comments"]) for each in events] == [
        ("ADDED", "Beautiful", 1),
        ("EDITED", "So beautiful", 1),
        ("DELETED", None, 0),
    ]
    assert [each["sequence"] for each in events] == [1, 2, 3]
    assert {each["audience"] for each in events} == {"PUBLIC"}


def test_a_comment_under_which_replies_stand_is_told_deleted_once(
    stream: TableStream, appsync: FakeGraphqlEndpoint, ada: Person, grace: Person
) -> None:
    """A tombstone is a deletion."""
    post = publish_post(ada)
    top = grace.does("addComment", subjectId=post["id"], body="First")["comment"]
    ada.does("addComment", subjectId=post["id"], parentId=top["id"], body="Second")
    stream.settle()
    grace.does("deleteComment", id=top["id"])
    stream.settle()

    last = appsync.of("publishComment")[-1]

    assert (last["kind"], last["commentId"], last["comments"]) == ("DELETED", top["id"], 1)
    assert len(appsync.of("publishComment")) == 3


def test_likes_of_a_subject_in_one_batch_are_one_event_with_the_absolute_count(
    stream: TableStream, appsync: FakeGraphqlEndpoint, ada: Person, grace: Person, linus: Person
) -> None:
    """A thousand likes a second are a few events a second, and none of them can be added up wrongly."""
    post = publish_post(ada)
    stream.settle()
    grace.does("like", subjectId=post["id"])
    linus.does("like", subjectId=post["id"])
    stream.settle()
    grace.does("unlike", subjectId=post["id"])
    stream.settle()

    assert [(each["subjectId"], each["likes"]) for each in appsync.of("publishLikes")] == [
        (post["id"], 2),
        (post["id"], 1),
    ]


def test_a_like_of_a_comment_is_told_on_its_posts_topic(
    stream: TableStream, appsync: FakeGraphqlEndpoint, ada: Person, grace: Person
) -> None:
    """Who watches a post hears of the likes of its comments too."""
    post = publish_post(ada)
    comment = grace.does("addComment", subjectId=post["id"], body="Beautiful")["comment"]
    ada.does("like", subjectId=comment["id"])
    stream.settle()

    (event,) = appsync.of("publishLikes")

    assert (event["subjectId"], event["likedId"], event["likes"]) == (post["id"], comment["id"], 1)


def test_each_step_of_a_photo_is_told_to_its_author_with_all_and_to_readers_once_live(
    stream: TableStream, appsync: FakeGraphqlEndpoint, ada: Person
) -> None:
    """Readers hear what the AI saw only when everybody may see the photo."""
    post = publish_post(ada)
    photo = begin_processing(request_photo(ada, post))
    stream.settle()
    photo = read_as(photo, "Rain", "Umbrella")
    stream.settle()
    publication.publish_photo(photo)
    stream.settle()

    events = appsync.of("publishPhotoProcessing")
    own = [each for each in events if each["audience"] == "AUTHOR"]
    read = [each for each in events if each["audience"] == "PUBLIC"]

    assert [(each["step"], each["status"]) for each in own] == [(each["step"], each["status"]) for each in read]
    assert (own[-1]["step"], own[-1]["status"], own[-1]["photoState"]) == ("LIVE", "DONE", "LIVE")
    assert [label["name"] for label in read[-1]["labels"]] == ["Rain", "Umbrella"]
    assert all("labels" not in each and "moderation" not in each for each in read[:-1])
    assert any("labels" in each for each in own[:-1])


def test_a_failure_is_told_to_its_author_alone(stream: TableStream, appsync: FakeGraphqlEndpoint, ada: Person) -> None:
    """Readers learn that it failed, never why."""
    post = publish_post(ada, visibility="FOLLOWERS")
    photo = begin_processing(request_photo(ada, post))
    fail(photo, PhotoFailureReason.CORRUPT)
    stream.settle()

    events = [each for each in appsync.of("publishPhotoProcessing") if each["status"] == "FAILED"]

    assert {each["audience"]: (each.get("failure") or {}).get("reason") for each in events} == {
        "AUTHOR": "CORRUPT",
        "FOLLOWERS": None,
    }


@pytest.mark.parametrize("state", ["draft", "private"])
def test_what_only_its_author_may_read_is_told_to_nobody_else(
    stream: TableStream, appsync: FakeGraphqlEndpoint, ada: Person, state: str
) -> None:
    """Photos and comments of drafts and private posts."""
    post = draft(ada) if state == "draft" else publish_post(ada, visibility="PRIVATE")
    begin_processing(request_photo(ada, post))
    ada.does("addComment", subjectId=post["id"], body="A note to myself")
    ada.does("like", subjectId=post["id"])
    stream.settle()

    assert {each["audience"] for _, each in appsync.taken if "audience" in each} == {"AUTHOR"}
    assert {name for name, _ in appsync.taken} == {"publishPhotoProcessing", "publishComment", "publishLikes"}
    assert _list_events(PHOTOS.topic(post["id"])) == []


def test_every_record_delivered_twice_changes_nothing(
    stream: TableStream, appsync: FakeGraphqlEndpoint, ada: Person, grace: Person, linus: Person
) -> None:
    """The stream delivers at least once: the table stands as it stood, and what is published again has known ids."""
    grace.does("followUser", userId=ada.id)
    post = publish_post(ada, body="With @grace", tags=["rain"])
    live(ada, post, "Rain")
    comment = grace.does("addComment", subjectId=post["id"], body="Thank you @linus")["comment"]
    linus.does("like", subjectId=comment["id"])
    grace.does("like", subjectId=post["id"])
    linus.does("like", subjectId=post["id"])
    stream.settle()
    ada.does("addComment", subjectId=post["id"], parentId=comment["id"], body="You are welcome")
    linus.does("unlike", subjectId=post["id"])
    stream.settle()
    before, ids = scan(), {each["id"] for _, each in appsync.taken}

    stream.deliver(stream.delivered)
    for record in stream.delivered:
        stream.deliver([record])

    assert scan() == before
    assert {each["id"] for _, each in appsync.taken} == ids


def test_sequences_of_every_topic_have_no_gap_and_keep_their_order(
    stream: TableStream, appsync: FakeGraphqlEndpoint, ada: Person, grace: Person
) -> None:
    """A client sees by the numbers that it missed nothing."""
    post = publish_post(ada)
    for number in range(5):
        grace.does("addComment", subjectId=post["id"], body=f"Number {number}")
        stream.settle()

    events = appsync.of("publishComment")

    assert [each["body"] for each in events] == [f"Number {number}" for number in range(5)]
    assert all(after["sequence"] == before["sequence"] + 1 for before, after in pairwise(events))


def test_an_outage_of_appsync_is_made_up_for_by_redelivery(
    stream: TableStream, appsync: FakeGraphqlEndpoint, ada: Person, grace: Person
) -> None:
    """The log comes first: what was logged is published again, under the id it has."""
    post = publish_post(ada)
    stream.settle()
    grace.does("addComment", subjectId=post["id"], body="Beautiful")
    batch = stream.records()
    appsync.outage = 1000
    with pytest.raises(BatchProcessingError, match="AppSync answered 500"):
        stream.deliver(batch)
    appsync.outage = 0

    answer = stream.deliver(batch)

    assert answer == {"batchItemFailures": []}
    assert [each["sequence"] for each in appsync.of("publishComment")] == [1]
    assert len(_list_events(COMMENTS.topic(post["id"]))) == 1


def test_the_first_failure_ends_a_batch_so_that_order_is_kept(
    stream: TableStream, appsync: FakeGraphqlEndpoint, ada: Person, grace: Person
) -> None:
    """A later record of a topic never comes before an earlier one."""
    post = publish_post(ada)
    silent = stream.records()
    grace.does("addComment", subjectId=post["id"], body="One")
    first = stream.records()
    grace.does("addComment", subjectId=post["id"], body="Two")
    second = stream.records()
    appsync.outage = 4

    answer = stream.deliver([*silent, *first, *second])
    told_before = appsync.of("publishComment")
    stream.deliver([*first, *second])

    failed = [each["dynamodb"]["SequenceNumber"] for each in [*first, *second]]
    assert [each["itemIdentifier"] for each in answer["batchItemFailures"]] == failed
    assert told_before == []
    assert [each["body"] for each in appsync.of("publishComment")] == ["One", "Two"]


def test_readers_who_lose_a_post_are_cut_off(
    stream: TableStream, appsync: FakeGraphqlEndpoint, ada: Person, grace: Person
) -> None:
    """Narrowed, taken back, deleted; and a follower who leaves."""
    post = publish_post(ada)
    grace.does("followUser", userId=ada.id)
    stream.settle()
    assert appsync.of("revokePlatformAccess") == []
    change_post(ada, post, visibility="FOLLOWERS")
    stream.settle()
    post = change_post(ada, post, visibility="PRIVATE")
    stream.settle()
    change_post(ada, post, visibility="PUBLIC")
    stream.settle()
    ada.does("unpublishPost", id=post["id"], expectedVersion=ada.query("post", id=post["id"])["version"])
    stream.settle()
    grace.does("unfollowUser", userId=ada.id)
    stream.settle()

    assert appsync.of("revokeSocialAccess") == appsync.of("revokePlatformAccess")
    assert appsync.of("revokePlatformAccess") == [
        {"subjectId": post["id"], "audience": "FOLLOWERS"},
        {"subjectId": post["id"], "audience": "AUTHOR"},
        {"subjectId": post["id"], "audience": "AUTHOR"},
        {"ownerId": ada.id, "viewerId": grace.id},
    ]


def test_a_record_of_a_kind_the_reader_writes_does_nothing(
    stream: TableStream, appsync: FakeGraphqlEndpoint, ada: Person
) -> None:
    """The event source leaves them out; should one come all the same, it is ignored."""
    publish_post(ada)
    stream.settle()
    before = scan()
    own = next(item for item in before.values() if item.get("kind") == {"S": "OwnPost"})
    record = {"eventID": "1", "eventName": "INSERT", "dynamodb": {"SequenceNumber": "1", "NewImage": own}}

    answer = stream.deliver([record])

    assert not passes(record)
    assert answer == {"batchItemFailures": []}
    assert (scan(), appsync.taken) == (before, [])
