"""The chat of a livestream: who enters and how, who keeps order, and what is read afterwards."""

from datetime import timedelta
from typing import Any

import pytest

from resolvers.core.model import now
from resolvers.core.settings import settings
from resolvers.video.chat import connections, review, service
from tests.people import Person
from tests.resolvers.video.chat.conftest import REVIEWER, Evening
from tests.resolvers.video.streams.conftest import Broadcasts

GUEST = Person()


def code_of(payload: dict[str, Any]) -> str:
    (error,) = payload["errors"]
    return str(error["code"])


def test_everybody_enters_with_the_role_that_is_theirs(evening: Evening, ada: Person, grace: Person) -> None:
    """Guests read, signed-in people write, and the token says who they are: nobody can pretend."""
    tokens = {role: evening.enters(each)["chatToken"] for role, each in zip("owg", (ada, grace, GUEST), strict=True)}
    admitted = {role: evening.host.admitted[each["token"]] for role, each in tokens.items()}

    assert [tokens[each]["role"] for each in "owg"] == ["OWNER", "WRITER", "READER"]
    assert [admitted[each].writes for each in "owg"] == [True, True, False]
    assert tokens["o"]["url"] == "wss://chat.example"
    assert admitted["w"].user_id == grace.id
    assert admitted["w"].attributes["ownerId"] == ada.id
    assert admitted["w"].attributes["streamId"] == evening.stream_id
    assert "name" not in admitted["g"].attributes
    assert evening.host.reviewers == {admitted["o"].room_arn: REVIEWER}


def test_nobody_enters_before_the_stream_begins_after_its_end_or_without_leave(
    evening: Evening, ada: Person, grace: Person
) -> None:
    hidden = ada.does("createStream", title="For me", audience="AUTHOR")["stream"]["id"]
    planned = ada.does("createStream", title="Later")["stream"]["id"]
    assert code_of(grace.does("createChatToken", streamId=hidden)) == "NOT_FOUND"
    assert code_of(grace.does("createChatToken", streamId=planned)) == "INVALID_INPUT"

    token = evening.enters(grace)["chatToken"]["token"]
    ada.does("endStream", id=evening.stream_id)

    assert code_of(evening.enters(grace)) == "INVALID_INPUT"
    assert evening.asks_review(token, "still here?")["Attributes"] == {"Reason": "CLOSED"}


def test_what_is_said_is_read_in_its_order_also_after_the_end(evening: Evening, ada: Person, grace: Person) -> None:
    answers = [evening.says(person, words) for person, words in ((grace, "First!"), (ada, "Welcome"), (grace, "Hi"))]
    ada.does("endStream", id=evening.stream_id)

    assert [each["ReviewResult"] for each in answers] == ["ALLOW"] * 3
    assert evening.texts(GUEST) == ["First!", "Welcome", "Hi"]
    assert [each["authorId"] for each in evening.reads(GUEST)] == [grace.id, ada.id, grace.id]


def test_a_message_that_is_asked_about_twice_is_kept_once(evening: Evening, grace: Person) -> None:
    answers = [evening.says(grace, "Hello", "AbCdEf1G2hij") for _ in range(2)]

    assert [each["ReviewResult"] for each in answers] == ["ALLOW", "ALLOW"]
    assert evening.texts(GUEST) == ["Hello"]


def test_a_deleted_message_stays_deleted(evening: Evening, ada: Person, grace: Person, linus: Person) -> None:
    """By the owner or its author, and by nobody else; everybody in the room is told."""
    for number, words in enumerate(("spam", "mine", "good")):
        evening.says(grace, words, f"Message{number:05}")

    refused = linus.does("deleteChatMessage", streamId=evening.stream_id, messageId="Message00000")
    for person, message_id in ((ada, "Message00000"), (ada, "Message00000"), (grace, "Message00001")):
        payload = person.does("deleteChatMessage", streamId=evening.stream_id, messageId=message_id)
        assert (payload["errors"], payload["deletedId"]) == ([], message_id)

    assert code_of(refused) == "FORBIDDEN"
    assert evening.texts(GUEST) == ["good"]
    assert [each[2] for each in evening.host.told] == ["Message00000", "Message00000", "Message00001"]
    unknown = ada.does("deleteChatMessage", streamId=evening.stream_id, messageId="Message00009")
    assert code_of(unknown) == "NOT_FOUND"


def test_a_ban_sticks_although_another_token_is_asked_for(evening: Evening, ada: Person, grace: Person) -> None:
    token = evening.enters(grace)["chatToken"]["token"]

    banned = ada.does("banFromChat", streamId=evening.stream_id, userId=grace.id)

    assert (banned["errors"], banned["until"]) == ([], None)
    assert evening.host.told[-1][0::2] == ("disconnect", grace.id)
    assert evening.asks_review(token, "I am back")["Attributes"] == {"Reason": "BANNED"}
    assert code_of(evening.enters(grace)) == "FORBIDDEN"

    for _ in range(2):
        assert ada.does("allowInChat", streamId=evening.stream_id, userId=grace.id)["errors"] == []
    assert evening.says(grace, "Thank you")["ReviewResult"] == "ALLOW"


def list_bans(owner: Person) -> list[tuple[str, str, str | None]]:
    (page,) = owner.asks_each("Viewer", "chatBans", [{"id": owner.id}])
    return [(each["userId"], each["user"]["displayName"], each["until"]) for each in nodes(page)]


def nodes(page: dict[str, Any]) -> list[dict[str, Any]]:
    return [edge["node"] for edge in page["edges"]]


def test_owners_read_whom_they_banned_and_take_it_back_without_a_livestream(
    evening: Evening, ada: Person, grace: Person, linus: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that is over is no longer listed, and nobody reads or ends the bans of another."""
    for person in (grace, linus):
        evening.enters(person)
    ada.does("banFromChat", streamId=evening.stream_id, userId=grace.id)
    until = ada.does("banFromChat", streamId=evening.stream_id, userId=linus.id, seconds=60)["until"]
    assert [(each[0], each[2]) for each in list_bans(ada)] == [(grace.id, None), (linus.id, until)]
    assert list_bans(grace) == []
    (page,) = ada.asks_each("Viewer", "chatBans", [{"id": ada.id}])
    assert all(each["createdAt"] for each in nodes(page))

    later = now() + timedelta(seconds=61)
    monkeypatch.setattr(service, "now", lambda: later)
    assert [each[0] for each in list_bans(ada)] == [grace.id]

    assert linus.does("allowInChat", userId=grace.id)["errors"] == []
    assert [each[0] for each in list_bans(ada)] == [grace.id]
    assert ada.does("allowInChat", userId=grace.id)["errors"] == []
    assert list_bans(ada) == []


def test_a_time_out_lets_somebody_read_only_until_it_is_over(
    evening: Evening, ada: Person, grace: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    until = ada.does("banFromChat", streamId=evening.stream_id, userId=grace.id, seconds=60)["until"]
    token = evening.enters(grace)["chatToken"]

    assert (token["role"], token["mutedUntil"]) == ("READER", until)
    assert not evening.host.admitted[token["token"]].writes
    assert evening.asks_review(token["token"], "Let me")["Attributes"] == {"Reason": "BANNED"}

    later = now() + timedelta(seconds=61)
    for module in (service, review):
        monkeypatch.setattr(module, "now", lambda: later)
    assert evening.enters(grace)["chatToken"]["role"] == "WRITER"
    assert evening.says(grace, "I am calm")["ReviewResult"] == "ALLOW"


def test_a_slow_chat_lets_each_person_write_once_in_a_while(
    evening: Evening, ada: Person, grace: Person, linus: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everybody is told; the owner writes on."""
    assert ada.does("setChatPace", streamId=evening.stream_id, slowSeconds=30)["slowSeconds"] == 30
    assert evening.host.told[-1][2:] == ("waymark:PACE", "30")
    assert evening.enters(grace)["chatToken"]["slowSeconds"] == 30

    assert evening.says(grace, "one")["ReviewResult"] == "ALLOW"
    assert evening.says(grace, "two")["Attributes"] == {"Reason": "SLOW"}
    assert evening.says(linus, "mine")["ReviewResult"] == "ALLOW"
    assert [evening.says(ada, words)["ReviewResult"] for words in ("a", "a", "b")] == ["ALLOW"] * 3

    later = now() + timedelta(seconds=31)
    monkeypatch.setattr(review, "now", lambda: later)
    assert evening.says(grace, "two")["ReviewResult"] == "ALLOW"


def test_who_loses_the_right_to_watch_is_disconnected(
    evening: Evening, ada: Person, grace: Person, linus: Person
) -> None:
    """Owner and followers stay; guests and the others leave when the livestream gets a narrower audience."""
    grace.does("followUser", userId=ada.id)
    admitted = [
        evening.host.admitted[evening.enters(each)["chatToken"]["token"]] for each in (ada, grace, linus, GUEST)
    ]
    token = evening.enters(linus)["chatToken"]["token"]
    evening.sweeps()
    assert evening.host.told == []

    evening.gets_audience("FOLLOWERS")

    evening.sweeps()
    assert {each[2] for each in evening.host.told} == {admitted[2].user_id, admitted[3].user_id}
    assert evening.asks_review(token, "Hello?")["Attributes"] == {"Reason": "CLOSED"}
    assert code_of(evening.enters(linus)) == "NOT_FOUND"

    evening.host.told.clear()
    grace.does("unfollowUser", userId=ada.id)
    evening.sweeps()
    assert grace.id in {each[2] for each in evening.host.told}


def test_a_narrower_audience_is_looked_at_soon(evening: Evening, broadcasts: Broadcasts) -> None:
    before = broadcasts.count_looks()

    evening.gets_audience("AUTHOR")
    evening.gets_audience("PUBLIC")

    assert broadcasts.count_looks() == before + 1


def test_who_came_to_an_earlier_stream_is_not_there_when_the_next_one_is_for_fewer(
    evening: Evening, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A person has one room; who was told to go is forgotten once their token is worth nothing."""
    guest = evening.admits(GUEST).user_id
    ada.does("endStream", id=evening.stream_id)
    evening.stream_id = ada.does("createStream", title="For followers", audience="FOLLOWERS")["stream"]["id"]
    ada.does("startStream", id=evening.stream_id)

    evening.sweeps()
    later = now() + timedelta(minutes=3)
    monkeypatch.setattr(connections, "now", lambda: later)
    for _ in range(2):
        evening.sweeps()

    assert [each[0::2] for each in evening.host.told] == [("disconnect", guest)] * 2


def test_a_room_that_is_gone_is_made_again(evening: Evening, ada: Person, grace: Person) -> None:
    ada.does("setChatPace", streamId=evening.stream_id, slowSeconds=5)
    evening.host.reviewers.clear()

    token = evening.enters(grace)["chatToken"]

    assert evening.host.admitted[token["token"]].room_arn in evening.host.reviewers
    assert token["slowSeconds"] == 5


def test_two_who_come_first_find_one_room(evening: Evening, grace: Person, linus: Person) -> None:
    opened, tokens = evening.host.open_room, []

    def overtake(owner_id: str, reviewer: str) -> str:
        evening.host.open_room = opened  # type: ignore[method-assign]
        tokens.append(evening.enters(linus)["chatToken"]["token"])
        return f"{opened(owner_id, reviewer)}-again"

    evening.host.open_room = overtake  # type: ignore[method-assign]
    tokens.append(evening.enters(grace)["chatToken"]["token"])

    assert len({evening.host.admitted[each].room_arn for each in tokens}) == 1


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("banFromChat", {"userId": "nobody"}),
        ("allowInChat", {"userId": "nobody"}),
        ("setChatPace", {"slowSeconds": 30}),
    ],
)
def test_only_the_owner_keeps_order(evening: Evening, grace: Person, field: str, more: dict[str, Any]) -> None:
    assert code_of(grace.does(field, streamId=evening.stream_id, **more)) == "FORBIDDEN"
    assert code_of(grace.does(field, streamId="stream_none", **more)) == "NOT_FOUND"


def test_owners_cannot_ban_themselves_or_nobody(evening: Evening, ada: Person) -> None:
    assert code_of(ada.does("banFromChat", streamId=evening.stream_id, userId=ada.id)) == "INVALID_INPUT"
    assert code_of(ada.does("banFromChat", streamId=evening.stream_id, userId="nobody")) == "NOT_FOUND"


def test_a_room_is_told_when_another_function_reviews(
    evening: Evening, grace: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    evening.enters(grace)
    monkeypatch.setenv("CHAT_REVIEW_ARN", f"{REVIEWER}-2")
    settings.cache_clear()

    evening.enters(grace)

    assert set(evening.host.reviewers.values()) == {f"{REVIEWER}-2"}


def test_messages_are_read_in_pages(evening: Evening, ada: Person) -> None:
    for number in range(5):
        evening.says(ada, f"line {number}")
    stream = GUEST.query("stream", id=evening.stream_id)
    (first,) = GUEST.asks_each("Stream", "chatMessages", [stream], first=3)
    (rest,) = GUEST.asks_each("Stream", "chatMessages", [stream], first=3, after=first["pageInfo"]["endCursor"])

    assert [each["node"]["body"] for each in first["edges"] + rest["edges"]] == [f"line {n}" for n in range(5)]
    assert (first["pageInfo"]["hasNextPage"], rest["pageInfo"]["hasNextPage"]) == (True, False)
    assert [each["body"] for each in evening.reads(GUEST, first=2, newestFirst=True)] == ["line 4", "line 3"]
