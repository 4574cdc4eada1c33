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
