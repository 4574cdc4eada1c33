"""Public videos are found by their tags, for as long as they have them and everybody may watch."""

from typing import Any

import pytest

from resolvers.core.settings import settings
from tests.fakes.encoders import RememberingEncoder
from tests.people import Person
from tests.resolvers.video.videos.conftest import Processing, TellingModerator, go_live, make_probe_response
from tests.stream import TableStream


@pytest.fixture
def processing(stream: TableStream) -> Processing:
    return Processing(RememberingEncoder(make_probe_response()), TellingModerator())


def find_ids(person: Person, tag: str) -> list[str]:
    page: dict[str, Any] = person.query("videos", tag=tag)
    return [edge["node"]["id"] for edge in page["edges"]]


def test_a_public_video_is_found_by_its_tags(
    processing: Processing, ada: Person, guest: Person, stream: TableStream
) -> None:
    """However the tag is written; a change of the tags moves it, and a private video is under none."""
    ada.does("updateVideo", id=processing.id, expectedVersion=1, tags=["Hội An", "lanterns"])
    stream.settle()
    assert find_ids(guest, "lanterns") == []  # it is not live yet

    go_live(processing)
    stream.settle()
    assert find_ids(guest, "#LANTERNS") == [processing.id]
    assert find_ids(guest, "hội an") == [processing.id]

    ada.does("updateVideo", id=processing.id, expectedVersion=2, tags=["boats"])
    stream.settle()
    assert (find_ids(guest, "lanterns"), find_ids(guest, "boats")) == ([], [processing.id])

    ada.does("unpublishVideo", id=processing.id, expectedVersion=3)
    stream.settle()
    assert find_ids(guest, "boats") == []


def test_a_tags_shards_are_one_list(
    processing: Processing, ada: Person, guest: Person, stream: TableStream, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also for a video that was tagged under a smaller number of shards, which leaves the tag from where it is."""
    ada.does("updateVideo", id=processing.id, expectedVersion=1, tags=["lanterns"])
    go_live(processing)
    stream.settle()
    monkeypatch.setenv("FEED_SHARDS", "8")
    settings.cache_clear()

    another = Processing(RememberingEncoder(make_probe_response()), TellingModerator())
    ada.does("updateVideo", id=another.id, expectedVersion=1, tags=["lanterns"])
    go_live(another)
    stream.settle()
    assert set(find_ids(guest, "lanterns")) == {processing.id, another.id}

    for each in (processing, another):
        ada.does("updateVideo", id=each.id, expectedVersion=2, tags=[])
    stream.settle()
    assert find_ids(guest, "lanterns") == []
    settings.cache_clear()


def test_a_public_video_is_found_by_what_it_shows(
    processing: Processing, ada: Person, guest: Person, stream: TableStream
) -> None:
    """By label, by label and tag together, and no more once it is private."""
    processing.recognizer.labels = {"Boat": 99.0, "Water": 90.0}
    ada.does("updateVideo", id=processing.id, expectedVersion=1, tags=["lanterns"])
    go_live(processing)
    stream.settle()

    def find(**wanted: str) -> list[str]:
        return [edge["node"]["id"] for edge in guest.query("videos", **wanted)["edges"]]

    assert guest.query("video", id=processing.id)["labels"] == ["Boat", "Water"]
    assert find(label="boat") == find(label="Water", tag="lanterns") == [processing.id]
    assert find(label="Dog") == find(label="Dog", tag="lanterns") == find(label="Boat", tag="rain") == []

    ada.does("unpublishVideo", id=processing.id, expectedVersion=2)
    stream.settle()
    assert find(label="boat") == []


def test_a_video_goes_live_without_labels_if_nothing_sees_it(processing: Processing) -> None:
    processing.recognizer.is_down = True

    go_live(processing)

    assert processing.video.labels == []


def test_people_hear_that_a_description_mentions_them(
    processing: Processing, ada: Person, grace: Person, stream: TableStream
) -> None:
    """Once they may watch the video, and once for all edits; nobody hears of what they may not watch."""
    handle = grace.query("viewer")["user"]["handle"]

    def list_messages() -> list[str]:
        stream.settle()
        (page,) = grace.asks_each("Viewer", "notifications", [{"id": grace.id}])
        return [each["node"]["message"] for each in page["edges"]]

    ada.does("publishVideo", id=processing.id, expectedVersion=1, audience="FOLLOWERS")
    ada.does("updateVideo", id=processing.id, expectedVersion=2, description=f"With @{handle}.")
    go_live(processing)
    assert list_messages() == []

    ada.does("publishVideo", id=processing.id, expectedVersion=3)
    first = list_messages()
    ada.does("updateVideo", id=processing.id, expectedVersion=4, description=f"With @{handle}, in the rain.")

    assert [each.partition(" ")[2] for each in first] == ["mentioned you in “A walk”."]
    assert list_messages() == first
