"""Who loses the right to watch a livestream stops, and the others watch on: what IVS is told, and when."""

from typing import Any

import jwt
import pytest

from resolvers.platform.event_log.change import Change
from resolvers.platform.event_log.prefetch import Prefetched
from resolvers.video.streams import admission, repository, revoker, rows
from resolvers.video.streams.model import Stream
from resolvers.video.streams.playback import read_public_key
from resolvers.video.streams.revoker import IvsRevoker, NotRevoked
from tests.people import Person
from tests.resolvers.video.streams.conftest import Broadcasts


def go_live(broadcasts: Broadcasts, owner: Person, **more: Any) -> str:
    stream_id = broadcasts.begin(owner, **more)
    broadcasts.tells(owner, "Stream Start")
    return stream_id


def read(stream_id: str) -> Stream:
    found = repository.get(stream_id)
    assert found
    return found


def read_holder(person: Person, stream_id: str) -> tuple[str, int]:
    """Return how IVS knows a person who watches: the viewer and the version of their token."""
    _, _, token = person.query("stream", id=stream_id)["playbackUrl"].partition("?token=")
    claims = jwt.decode(token, read_public_key(), algorithms=["ES384"])
    return claims["aws:viewer-id"], claims["aws:viewer-session-version"]


def list_stopped(broadcasts: Broadcasts, stream_id: str, *holders: tuple[str, int]) -> list[bool]:
    """Let the worker look, and tell which of these tokens play no longer."""
    admission.end_earlier_playback(read(stream_id), broadcasts.broadcaster)
    revoked = broadcasts.broadcaster.revoked
    return [any(viewer in each[1] and version <= each[2] for each in revoked) for viewer, version in holders]


def narrow(owner: Person, stream_id: str, audience: str) -> None:
    version = read(stream_id).version
    assert owner.does("updateStream", id=stream_id, expectedVersion=version, audience=audience)["errors"] == []


@pytest.mark.parametrize("audience", ["FOLLOWERS", "AUTHOR"])
def test_everybody_asks_again_when_fewer_may_watch(
    broadcasts: Broadcasts, ada: Person, grace: Person, guest: Person, audience: str
) -> None:
    """What they were given ends; those who still may watch get what IVS lets in, and the owner plays on."""
    grace.does("followUser", userId=ada.id)
    stream_id = go_live(broadcasts, ada)
    given = [read_holder(each, stream_id) for each in (guest, grace, ada)]

    narrow(ada, stream_id, audience)

    assert list_stopped(broadcasts, stream_id, *given) == [True, True, False]
    assert guest.query("stream", id=stream_id) is None
    if audience == "FOLLOWERS":
        assert list_stopped(broadcasts, stream_id, read_holder(grace, stream_id)) == [False]


def test_it_is_revoked_once_and_for_the_channel_of_the_stream(broadcasts: Broadcasts, ada: Person) -> None:
    stream_id = go_live(broadcasts, ada)
    narrow(ada, stream_id, "AUTHOR")

    for _ in range(3):
        list_stopped(broadcasts, stream_id)

    ((channel, viewers, version),) = broadcasts.broadcaster.revoked
    assert (channel, version) == (broadcasts.broadcaster.channels[ada.id].arn, 1)
    assert len(viewers) == len(set(viewers)) == 200
    assert all(len(each) <= 40 for each in viewers), "IVS takes no longer names"


def test_nobody_stops_when_more_may_watch(broadcasts: Broadcasts, ada: Person, guest: Person) -> None:
    stream_id = go_live(broadcasts, ada, audience="AUTHOR")

    narrow(ada, stream_id, "PUBLIC")

    assert list_stopped(broadcasts, stream_id, read_holder(guest, stream_id)) == [False]
    assert broadcasts.broadcaster.revoked == []


def test_a_revocation_that_fails_is_made_up_for(broadcasts: Broadcasts, ada: Person, guest: Person) -> None:
    """It is kept with the stream, so the next look starts it again; a change meanwhile is not forgotten."""
    stream_id = go_live(broadcasts, ada)
    given = read_holder(guest, stream_id)
    narrow(ada, stream_id, "AUTHOR")

    class Unreachable:
        def revoke(self, *_: object) -> None:
            raise NotRevoked

    with pytest.raises(NotRevoked):
        admission.end_earlier_playback(read(stream_id), Unreachable())

    assert list_stopped(broadcasts, stream_id, given) == [True]


def test_who_unfollows_stops_and_a_follower_watches_on(
    broadcasts: Broadcasts, ada: Person, grace: Person, linus: Person
) -> None:
    """Also somebody who follows again gets in again."""
    for each in (grace, linus):
        each.does("followUser", userId=ada.id)
    stream_id = go_live(broadcasts, ada, audience="FOLLOWERS")
    given = [read_holder(each, stream_id) for each in (grace, linus)]
    assert given[0][0] != given[1][0]

    unfollow(grace, ada)

    assert list_stopped(broadcasts, stream_id, *given) == [True, False]
    assert grace.query("stream", id=stream_id) is None
    grace.does("followUser", userId=ada.id)
    assert list_stopped(broadcasts, stream_id, read_holder(grace, stream_id)) == [False]


def test_who_unfollows_watches_a_public_stream_on(broadcasts: Broadcasts, ada: Person, grace: Person) -> None:
    grace.does("followUser", userId=ada.id)
    stream_id = go_live(broadcasts, ada)

    unfollow(grace, ada)

    assert list_stopped(broadcasts, stream_id, read_holder(grace, stream_id)) == [False]


def unfollow(person: Person, other: Person) -> None:
    """Unfollow somebody, of which the stream of the table tells."""
    person.does("unfollowUser", userId=other.id)
    follow = {"followerId": person.id, "followeeId": other.id}
    seen = Prefetched([])
    rows.end_watching(Change("1", "Follow", follow, None), seen)
    rows.end_watching(Change("2", "Follow", None, follow), seen)


class Recording:
    """An IVS client that remembers, and fails as it is told."""

    def __init__(self, code: str = "") -> None:
        self.code = code
        self.requests: list[list[dict[str, Any]]] = []

    def batch_start_viewer_session_revocation(self, viewerSessions: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803
        self.requests.append(viewerSessions)
        return {"errors": [{"code": self.code}]} if self.code else {}


def test_ivs_is_asked_in_batches_of_twenty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Apart from each other, as it takes five a second."""
    ivs, pauses = Recording(), list[float]()
    monkeypatch.setattr(revoker, "client", lambda: ivs)
    monkeypatch.setattr("time.sleep", pauses.append)

    IvsRevoker().revoke("arn", [str(each) for each in range(41)], 7)

    assert [len(each) for each in ivs.requests] == [20, 20, 1]
    assert len(pauses) == 2
    assert ivs.requests[2] == [{"channelArn": "arn", "viewerId": "40", "viewerSessionVersionsLessThanOrEqualTo": 7}]


def test_a_channel_that_is_gone_has_nobody_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(revoker, "client", lambda: Recording("NotFound"))
    IvsRevoker().revoke("arn", ["1"], 1)

    monkeypatch.setattr(revoker, "client", lambda: Recording("Throttling"))
    with pytest.raises(NotRevoked):
        IvsRevoker().revoke("arn", ["1"], 1)
