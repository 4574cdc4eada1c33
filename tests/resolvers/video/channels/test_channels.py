"""Channels: one for each person, under a handle that nobody else has, with subscribers that are counted."""

from typing import Any

import pytest

from resolvers.video.videos import repository as videos
from tests.people import Person, Refused
from tests.resolvers.video.videos.conftest import Processing, go_live


def create(owner: Person, handle: str = "adas_walks", **more: Any) -> dict[str, Any]:
    payload = owner.does("createChannel", handle=handle, title="Ada walks", **more)
    assert payload["errors"] == []
    channel: dict[str, Any] = payload["channel"]
    return channel


def codes(payload: dict[str, Any]) -> list[str]:
    return [each["code"] for each in payload["errors"]]


def own_handle(person: Person) -> str:
    viewer: dict[str, Any] = person.query("viewer")
    return str(viewer["user"]["handle"])


def list_ids(page: dict[str, Any]) -> list[str]:
    return [edge["node"]["id"] for edge in page["edges"]]


def subscribe(person: Person, channel: dict[str, Any], bell: str = "NONE") -> dict[str, Any]:
    payload: dict[str, Any] = person.does("subscribeToChannel", channelId=channel["id"], bell=bell)
    return payload


@pytest.mark.usefixtures("the_table")
class TestHandles:
    def test_a_channel_is_found_by_its_handle_and_by_its_owners(self, ada: Person, guest: Person) -> None:
        channel = create(ada, description="Slow walks.")

        for handle in ("adas_walks", "@ADAS_walks", own_handle(ada)):
            found = guest.query("channel", handle=handle)
            assert (found["id"], found["owner"]["id"]) == (channel["id"], ada.id), handle
        assert guest.query("user", handle="adas_walks")["id"] == ada.id
        assert guest.query("channel", handle="nobody_here") is None

    def test_no_two_share_a_handle_whatever_they_are(self, ada: Person, grace: Person) -> None:
        """Neither two channels, nor a channel and a person, nor a channel and its owner."""
        create(ada)

        for handle in ("adas_walks", own_handle(ada), own_handle(grace)):
            assert codes(grace.does("createChannel", handle=handle, title="Walks")) == ["HANDLE_TAKEN"], handle
        version = ada.query("viewer")["user"]["version"]
        assert codes(ada.does("updateProfile", expectedVersion=version, handle="adas_walks")) == ["HANDLE_TAKEN"]
        assert codes(ada.does("updateChannel", expectedVersion=1, handle=own_handle(ada))) == ["HANDLE_TAKEN"]

    def test_an_old_handle_leads_to_its_channel_and_is_nobody_elses(
        self, ada: Person, grace: Person, guest: Person
    ) -> None:
        channel = create(ada)

        assert ada.does("updateChannel", expectedVersion=1, handle="ada_slowly")["errors"] == []

        assert guest.query("channel", handle="adas_walks")["handle"] == "ada_slowly"
        assert codes(grace.does("createChannel", handle="adas_walks", title="Walks")) == ["HANDLE_TAKEN"]
        back = ada.does("updateChannel", expectedVersion=2, handle="adas_walks")["channel"]
        assert (back["id"], back["handle"], back["version"]) == (channel["id"], "adas_walks", 3)

    @pytest.mark.parametrize(
        "wrong", [{"handle": "me"}, {"handle": "a b"}, {"title": " "}, {"title": "x" * 61}], ids=str
    )
    def test_what_no_channel_may_be_called_is_refused(self, ada: Person, wrong: dict[str, str]) -> None:
        fields = {"handle": "adas_walks", "title": "Ada walks"} | wrong
        assert codes(ada.does("createChannel", **fields)) == ["INVALID_INPUT"]

    def test_a_person_has_one_channel(self, ada: Person) -> None:
        channel = create(ada)

        assert codes(ada.does("createChannel", handle="another_one", title="More")) == ["INVALID_INPUT"]
        assert ada.asks_each("Viewer", "channel", [{}])[0]["id"] == channel["id"]
        # The refused creation left its handle to others.
        assert ada.does("updateChannel", expectedVersion=1, handle="another_one")["errors"] == []

    def test_a_change_needs_the_version_that_was_read(self, ada: Person, grace: Person) -> None:
        create(ada)

        assert ada.does("updateChannel", expectedVersion=1, title="Ada strolls")["channel"]["title"] == "Ada strolls"
        (conflict,) = ada.does("updateChannel", expectedVersion=1, title="Ada runs")["errors"]
        assert (conflict["code"], conflict["currentVersion"]) == ("CONFLICT", 2)
        assert codes(grace.does("updateChannel", expectedVersion=1, title="Mine")) == ["NOT_FOUND"]


@pytest.mark.usefixtures("the_table")
class TestSubscribers:
    def test_each_is_counted_once(self, ada: Person, grace: Person) -> None:
        channel = create(ada)

        assert subscribe(grace, channel)["channel"]["counts"] == {"subscribers": 1}
        assert subscribe(grace, channel, "ALL")["channel"]["counts"] == {"subscribers": 1}
        assert grace.asks_each("Channel", "viewerSubscription", [channel])[0]["bell"] == "ALL"
        assert list_ids(grace.asks_each("Viewer", "subscriptions", [{}])[0]) == [channel["id"]]

        for _ in range(2):
            ended = grace.does("unsubscribeFromChannel", channelId=channel["id"])
            assert ended["channel"]["counts"] == {"subscribers": 0}
        assert grace.asks_each("Channel", "viewerSubscription", [channel]) == [None]
        assert list_ids(grace.asks_each("Viewer", "subscriptions", [{}])[0]) == []

    def test_nobody_subscribes_to_their_own_channel_or_to_none(self, ada: Person, grace: Person) -> None:
        channel = create(ada)

        assert codes(subscribe(ada, channel)) == ["INVALID_INPUT"]
        for channel_id in ("channel_nobody", "video_1", grace.id):
            assert codes(ada.does("subscribeToChannel", channelId=channel_id)) == ["NOT_FOUND"], channel_id

    def test_guests_subscribe_to_nothing(self, ada: Person, guest: Person) -> None:
        channel = create(ada)

        assert guest.asks_each("Channel", "viewerSubscription", [channel]) == [None]
        with pytest.raises(Refused):
            subscribe(guest, channel)


def test_a_channel_shows_its_owners_videos_to_who_may_watch(processing: Processing, ada: Person, guest: Person) -> None:
    go_live(processing)
    channel = create(ada)

    assert list_ids(guest.asks_each("Channel", "videos", [channel])[0]) == [processing.id]
    assert guest.asks_each("Video", "channel", [{"ownerId": ada.id}, {"ownerId": "nobody"}])[0]["id"] == channel["id"]
    ada.does("unpublishVideo", id=processing.id, expectedVersion=1)
    assert list_ids(guest.asks_each("Channel", "videos", [channel])[0]) == []
    assert list_ids(ada.asks_each("Channel", "videos", [channel])[0]) == [processing.id]


def test_a_banner_is_a_moment_of_an_own_public_video(
    processing: Processing, ada: Person, grace: Person, guest: Person
) -> None:
    """Any second of it; it disappears with the right to see the video, and comes back with it."""
    channel = create(ada)
    banner = {"videoId": processing.id, "seconds": 1}
    assert codes(ada.does("updateChannel", expectedVersion=1, banner=banner)) == ["INVALID_INPUT"]  # it is not live yet
    go_live(processing)
    create(grace, "graces_walks")
    assert codes(grace.does("updateChannel", expectedVersion=1, banner=banner)) == ["INVALID_INPUT"]

    shown = ada.does("updateChannel", expectedVersion=1, banner=banner)["channel"]["banner"]
    assert processing.video.frames[1] in shown["url"]
    past = banner | {"seconds": 14_000}
    assert (
        processing.video.frames[-1]
        in ada.does("updateChannel", expectedVersion=2, banner=past)["channel"]["banner"]["url"]
    )

    ada.does("unpublishVideo", id=processing.id, expectedVersion=1)
    assert guest.query("channel", handle=channel["handle"])["banner"] is None
    ada.does("publishVideo", id=processing.id, expectedVersion=2)
    assert guest.query("channel", handle=channel["handle"])["banner"]["seconds"] == 14_000
    assert ada.does("updateChannel", expectedVersion=3, removeBanner=True)["channel"]["banner"] is None


def test_lists_of_chosen_people_have_what_the_viewer_may_watch(
    processing: Processing, ada: Person, grace: Person, guest: Person
) -> None:
    """Followers see what is for followers; a subscription gives no right to it."""
    ada.does("updateVideo", id=processing.id, expectedVersion=1, tags=["lanterns"])
    go_live(processing)
    channel = create(ada)
    assert list_ids(grace.query("videos", scope="SUBSCRIBED")) == []

    subscribe(grace, channel)
    assert list_ids(grace.query("videos", scope="SUBSCRIBED")) == [processing.id]
    assert list_ids(grace.query("videos", scope="SUBSCRIBED", tag="#Lanterns")) == [processing.id]
    assert list_ids(grace.query("videos", scope="SUBSCRIBED", tag="boats")) == []
    assert list_ids(grace.query("videos", scope="FOLLOWING")) == []

    stored = videos.get(processing.id)
    assert stored
    ada.does("publishVideo", id=processing.id, expectedVersion=stored.version, audience="FOLLOWERS")
    assert list_ids(grace.query("videos", scope="SUBSCRIBED")) == []
    grace.does("followUser", userId=ada.id)
    assert list_ids(grace.query("videos", scope="FOLLOWING")) == [processing.id]
    assert list_ids(grace.query("videos", scope="SUBSCRIBED")) == [processing.id]
    assert list_ids(grace.query("videos")) == []
    with pytest.raises(Refused):
        guest.query("videos", scope="FOLLOWING")
