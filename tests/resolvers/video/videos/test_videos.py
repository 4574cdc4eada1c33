"""What people do with videos: send their files in parts, publish, watch, change and delete them."""

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from resolvers.core import storage, table
from resolvers.core.settings import settings
from resolvers.platform.jobs import queue
from resolvers.platform.map import service as places
from resolvers.platform.uploads.multipart import LEAST_PART_BYTES
from resolvers.video.videos import repository
from resolvers.video.videos.playback import sign_storyboard
from tests.people import Person, Refused
from tests.resolvers.video.videos.conftest import BUCKET, Processing, go_live, write_manifest

FILE = {"title": "A walk", "contentType": "video/mp4", "bytes": LEAST_PART_BYTES + 5}


@pytest.fixture(autouse=True)
def video_queue(bucket: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    url = boto3.client("sqs").create_queue(QueueName="videos")["QueueUrl"]
    monkeypatch.setenv("VIDEO_QUEUE_URL", url)
    monkeypatch.setenv("MEDIA_BUCKET", BUCKET)
    for each in (settings, queue.client):
        each.cache_clear()
    yield url
    for each in (settings, queue.client):
        each.cache_clear()


def begin(owner: Person, **more: Any) -> dict[str, Any]:
    payload = owner.does("createVideoUpload", **(FILE | more))
    assert payload["errors"] == []
    video: dict[str, Any] = payload["video"]
    return video


def send(owner: Person, video: dict[str, Any], *numbers: int) -> None:
    """Send parts of a file, as a browser does with the addresses that it was given."""
    assert owner.does("signVideoParts", id=video["id"], parts=list(numbers))["errors"] == []
    stored = repository.get(video["id"])
    assert stored
    assert stored.upload_id
    for number in numbers:
        body = b"v" * (5 if number == 2 else LEAST_PART_BYTES)
        place = {"Bucket": BUCKET, "Key": stored.original, "UploadId": stored.upload_id}
        storage.client().upload_part(**place, PartNumber=number, Body=body)


def codes(payload: dict[str, Any]) -> list[str]:
    return [each["code"] for each in payload["errors"]]


def list_ids(page: dict[str, Any]) -> list[str]:
    return [edge["node"]["id"] for edge in page["edges"]]


def test_an_upload_goes_on_from_where_it_broke_off(ada: Person) -> None:
    """What has arrived is known; the file is whole only once all parts are there."""
    video = begin(ada)
    assert video["upload"] == {"bytes": FILE["bytes"], "partBytes": LEAST_PART_BYTES, "partCount": 2, "partsDone": []}

    send(ada, video, 1)

    assert ada.query("video", id=video["id"])["upload"]["partsDone"] == [1]
    assert codes(ada.does("completeVideoUpload", id=video["id"])) == ["INVALID_INPUT"]
    send(ada, video, 2)
    assert ada.does("completeVideoUpload", id=video["id"])["errors"] == []
    assert ada.does("completeVideoUpload", id=video["id"])["errors"] == []
    stored = repository.get(video["id"])
    assert stored
    assert storage.client().head_object(Bucket=BUCKET, Key=stored.original)["ContentLength"] == FILE["bytes"]
    assert codes(ada.does("signVideoParts", id=video["id"], parts=[1])) == ["INVALID_INPUT"]


def test_an_upload_that_expired_begins_again(ada: Person) -> None:
    video = begin(ada)
    send(ada, video, 1)
    stored = repository.get(video["id"])
    assert stored
    assert stored.upload_id
    storage.client().abort_multipart_upload(Bucket=BUCKET, Key=stored.original, UploadId=stored.upload_id)

    assert ada.query("video", id=video["id"])["upload"]["partsDone"] == []
    send(ada, video, 1, 2)

    assert ada.does("completeVideoUpload", id=video["id"])["errors"] == []


def test_a_repeated_create_answers_the_first_video(ada: Person) -> None:
    first = begin(ada, idempotencyKey="one")

    assert begin(ada, idempotencyKey="one")["id"] == first["id"]
    assert list_ids(ada.asks_each("Viewer", "videos", [{"id": ada.id}])[0]) == [first["id"]]


@pytest.mark.parametrize(
    "wrong", [{"bytes": 2_000_000_001}, {"bytes": 0}, {"contentType": "image/png"}, {"title": " "}], ids=str
)
def test_what_is_no_video_is_refused_before_it_is_sent(ada: Person, wrong: dict[str, Any]) -> None:
    assert codes(ada.does("createVideoUpload", **(FILE | wrong))) == ["INVALID_INPUT"]


@pytest.mark.parametrize("numbers", [[0], [3], [], [*range(1, 22)]], ids=str)
def test_a_file_has_only_its_own_parts(ada: Person, numbers: list[int]) -> None:
    assert codes(ada.does("signVideoParts", id=begin(ada)["id"], parts=numbers)) == ["INVALID_INPUT"]


def test_nobody_else_touches_an_upload(ada: Person, grace: Person) -> None:
    """It does not exist for others before it is live."""
    video = begin(ada)

    for act in ("completeVideoUpload", "retryVideo", "deleteVideo"):
        assert codes(grace.does(act, id=video["id"])) == ["NOT_FOUND"], act
    assert codes(grace.does("signVideoParts", id=video["id"], parts=[1])) == ["NOT_FOUND"]
    assert grace.query("video", id=video["id"]) is None


def test_nothing_can_be_read_before_moderation_has_passed(processing: Processing, ada: Person, guest: Person) -> None:
    """Not even by the owner: no address of the pictures, none of a rendition."""
    processing.arrives()
    shown = ada.query("video", id=processing.id)
    assert (shown["playback"], shown["posterUrl"]) == (None, None)

    processing.hears(processing.encoder.job("frames").complete())
    write_manifest(processing, "lowest", "360p")
    processing.hears(processing.encoder.job("lowest").complete())

    assert ada.query("video", id=processing.id)["playback"]["manifest"] == "lowest.m3u8"
    assert guest.query("video", id=processing.id) is None


def test_a_rejected_video_has_no_address(processing: Processing, ada: Person) -> None:
    processing.moderator.refused = {3}
    processing.arrives()
    processing.hears(processing.encoder.job("frames").complete(frames=10))

    shown = ada.query("video", id=processing.id)

    secret = (shown["playback"], shown["posterUrl"], shown["storyboard"])
    assert (shown["state"], secret) == ("REJECTED", (None, None, None))
    assert shown["failure"]["message"].startswith("Moderation found content that may not be shown, at 3 s.")
    assert shown["failure"]["second"] == 3


def test_a_live_video_is_found_and_played(processing: Processing, ada: Person, guest: Person) -> None:
    """Every file of it has an address under the name that its playlists use; owners' secrets stay theirs."""
    go_live(processing)

    shown = guest.query("video", id=processing.id)

    assert list_ids(guest.query("videos")) == [processing.id]
    assert list_ids(guest.asks_each("User", "videos", [{"id": ada.id}])[0]) == [processing.id]
    assert (shown["width"], shown["height"], shown["duration"]) == (1280, 720, 10.0)
    assert {each["name"] for each in shown["playback"]["files"]} == {"lowest.m3u8", "others.m3u8", "all.m3u8"}
    assert shown["playback"]["manifest"] == "all.m3u8"
    assert all("X-Amz-Signature=" in each["url"] for each in shown["playback"]["files"])
    assert (shown["upload"], shown["failure"]) == (None, None)


def test_a_pin_leads_to_its_video(processing: Processing, guest: Person) -> None:
    """The map shows what is pinned: a video as a post, and nothing of one that nobody may watch yet."""
    pins = [{"id": "pin_1", "subjectId": processing.id}, {"id": "pin_2", "subjectId": "post_1"}]
    assert guest.asks_each("Pin", "video", pins) == [None, None]

    go_live(processing)

    shown, other = guest.asks_each("Pin", "video", pins)
    assert (shown["id"], other) == (processing.id, None)


def test_the_map_has_the_pin_of_a_live_video(processing: Processing, ada: Person, guest: Person) -> None:
    go_live(processing)
    pin = ada.does("addPin", subjectId=processing.id, position={"latitude": 47.5, "longitude": 9.7})["pin"]
    places.settle_pin(pin["id"], processing.id)

    page = guest.query("mapPins", bounds={"south": 40.0, "west": 0.0, "north": 50.0, "east": 20.0}, zoom=3)

    assert [edge["node"]["subjectId"] for edge in page["edges"]] == [processing.id]


def test_pictures_of_a_live_video_show_where_one_seeks(processing: Processing, guest: Person) -> None:
    """Each shows a second of the video, as long as a seek bar has room for them."""
    go_live(processing)

    storyboard = guest.query("video", id=processing.id)["storyboard"]

    assert storyboard["secondsBetween"] == 1.0
    assert [url.partition("?")[0][-11:] for url in storyboard["urls"]] == ["0000000.jpg", "0000001.jpg", "0000002.jpg"]


def test_a_seek_bar_gets_at_most_a_hundred_pictures(processing: Processing) -> None:
    """They are spread evenly over a longer video."""
    go_live(processing)
    frames = [f"frames/{number}.jpg" for number in range(250)]

    storyboard = sign_storyboard(processing.video.model_copy(update={"frames": frames}))

    assert storyboard
    assert (len(storyboard.urls), storyboard.seconds_between) == (84, 3.0)


def test_a_video_is_seen_by_its_audience(processing: Processing, ada: Person, grace: Person, guest: Person) -> None:
    """Its owner's choice holds before it is live and after, in lists and by its address."""
    assert ada.does("publishVideo", id=processing.id, expectedVersion=1, audience="FOLLOWERS")["errors"] == []
    go_live(processing)

    assert guest.query("videos")["edges"] == []
    assert grace.query("video", id=processing.id) is None
    grace.does("followUser", userId=ada.id)
    assert grace.query("video", id=processing.id)["playback"]
    assert list_ids(grace.asks_each("User", "videos", [{"id": ada.id}])[0]) == [processing.id]

    assert ada.does("publishVideo", id=processing.id, expectedVersion=2)["errors"] == []
    assert list_ids(guest.query("videos")) == [processing.id]

    assert ada.does("unpublishVideo", id=processing.id, expectedVersion=3)["errors"] == []
    assert guest.query("video", id=processing.id) is None
    assert guest.query("videos")["edges"] == []
    assert grace.asks_each("User", "videos", [{"id": ada.id}])[0]["edges"] == []
    assert ada.query("video", id=processing.id)["playback"]


def test_a_video_goes_live_for_the_audience_of_that_moment(processing: Processing, ada: Person) -> None:
    """A worker that read another audience publishes nothing: its report comes again."""
    processing.arrives()
    stale = processing.video
    ada.does("unpublishVideo", id=processing.id, expectedVersion=1)

    with pytest.raises(table.StaleItem):
        repository.publish(stale.model_copy(update={"published_at": stale.created_at}))


def test_an_owner_says_what_a_video_shows(processing: Processing, ada: Person) -> None:
    chapters = [{"seconds": 0, "title": "Harbour"}, {"seconds": 75, "title": "Lanterns"}]
    fields = {"title": "By night", "description": "Rain.", "tags": ["#Hoi An", "hoi an"], "chapters": chapters}

    payload = ada.does("updateVideo", id=processing.id, expectedVersion=1, **fields)

    shown = payload["video"]
    assert payload["errors"] == []
    assert (shown["title"], shown["tags"], shown["chapters"]) == ("By night", ["hoi an"], chapters)
    assert codes(ada.does("updateVideo", id=processing.id, expectedVersion=1, title="Late")) == ["CONFLICT"]


@pytest.mark.parametrize("starts", [[5], [0, 0], [0, 9, 3]], ids=str)
def test_chapters_stand_in_order_from_the_start(processing: Processing, ada: Person, starts: list[int]) -> None:
    chapters = [{"seconds": each, "title": "Part"} for each in starts]

    assert codes(ada.does("updateVideo", id=processing.id, expectedVersion=1, chapters=chapters)) == ["INVALID_INPUT"]


def test_a_failure_that_passes_can_be_tried_again(processing: Processing, ada: Person, video_queue: str) -> None:
    storage.client().put_object(Bucket=BUCKET, Key=processing.video.original, Body=b"film")
    assert codes(ada.does("retryVideo", id=processing.id)) == ["INVALID_INPUT"]
    processing.arrives()
    processing.hears(processing.encoder.job("frames").event("ERROR"))
    assert ada.query("video", id=processing.id)["failure"]["retryable"]

    assert ada.does("retryVideo", id=processing.id)["video"]["state"] == "PROCESSING"

    (message,) = boto3.client("sqs").receive_message(QueueUrl=video_queue)["Messages"]
    assert json.loads(message["Body"])["detail"]["object"]["key"] == processing.video.original


def test_only_the_owner_hears_of_the_processing(processing: Processing, ada: Person, grace: Person) -> None:
    scope = ada.asks("Subscription", "onVideoProcessing", videoId=processing.id)
    assert scope["filter"]["filterGroup"][0]["filters"] == [
        {"fieldName": "videoId", "operator": "eq", "value": processing.id}
    ]

    go_live(processing)

    with pytest.raises(Refused):
        grace.asks("Subscription", "onVideoProcessing", videoId=processing.id)


def test_people_like_and_comment_on_a_live_video(processing: Processing, ada: Person, grace: Person) -> None:
    assert codes(grace.does("like", subjectId=processing.id)) == ["NOT_FOUND"]
    go_live(processing)

    assert grace.does("like", subjectId=processing.id)["errors"] == []
    assert grace.does("addComment", subjectId=processing.id, body="Lovely light")["errors"] == []

    counts = ada.query("video", id=processing.id)["counts"]
    assert (counts["likes"], counts["comments"]) == (1, 1)
