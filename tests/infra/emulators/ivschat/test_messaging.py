"""The socket: what participants say and hear, what they may not, and one order for everybody."""

import asyncio
import json
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from ivschat_local.connection import MOST_UNREAD, Connection
from ivschat_local.conversations import Conversations
from ivschat_local.store import Store
from ivschat_local.tokens import Grant
from tests.infra.emulators.ivschat.conftest import MODERATOR, WRITER, Reviewers, Venue

READER: tuple[str, ...] = ()


async def test_a_message_reaches_everybody_with_its_sender_as_the_token_says(venue: Venue) -> None:
    room = await venue.create_room()
    ada = await venue.join(room, "ada", attributes={"name": "Ada"})
    guest = await venue.join(room, "guest", READER)

    await ada.writes("Hello", RequestId="r1", Attributes={"mood": "good"})
    heard = [await person.hears() for person in (ada, guest)]

    assert heard[0] == heard[1]
    assert heard[0] == {
        "Type": "MESSAGE",
        "Id": heard[0]["Id"],
        "RequestId": "r1",
        "Attributes": {"mood": "good"},
        "Content": "Hello",
        "SendTime": "2027-01-15T08:00:00.000Z",
        "Sender": {"UserId": "ada", "Attributes": {"name": "Ada"}},
    }
    assert len(heard[0]["Id"]) == 12


async def test_two_hundred_people_read_one_order(venue: Venue) -> None:
    """Twenty of them write at once, and each of the others reads the same as all."""
    room = await venue.create_room()
    people = await asyncio.gather(*(venue.join(room, f"person-{number}") for number in range(200)))

    for line in range(4):
        await asyncio.gather(*(person.writes(f"{number}-{line}") for number, person in enumerate(people[:20])))
    read = await asyncio.gather(*(person.reads(80) for person in people))

    assert all(each == read[0] for each in read)
    assert len(set(read[0])) == 80
    for number in range(20):
        assert [text for text in read[0] if text.startswith(f"{number}-")] == [f"{number}-{line}" for line in range(4)]


async def test_the_eleventh_request_in_a_second_is_refused_and_nobody_else_suffers(venue: Venue) -> None:
    """Also behind one address: the rate is a connection's own, and what is refused does not count for the room."""
    room = await venue.create_room(maximumMessageRatePerSecond=11)
    loud, calm = await venue.join(room, "loud"), await venue.join(room, "calm")

    for number in range(30):
        await loud.writes(f"loud {number}", RequestId=str(number))
    answers = [await loud.hears() for _ in range(30)]
    await calm.writes("calm")

    refused = [each for each in answers if each["Type"] == "ERROR"]
    assert {each["RequestId"] for each in refused} == {str(number) for number in range(10, 30)}
    assert {(each["ErrorCode"], each["ErrorMessage"]) for each in refused} == {
        (429, "The application has exceeded rate limits.")
    }
    assert await calm.reads(11) == [*(f"loud {number}" for number in range(10)), "calm"]

    venue.now += 1
    await loud.writes("again")
    assert await calm.reads(1) == ["again"]


async def test_a_room_takes_as_many_messages_as_its_rate_says(venue: Venue) -> None:
    room = await venue.create_room(maximumMessageRatePerSecond=2)
    ada, grace, late = [await venue.join(room, name) for name in ("ada", "grace", "late")]

    await ada.writes("one")
    await grace.writes("two")
    assert set(await late.reads(2)) == {"one", "two"}
    await late.writes("three")

    assert (await late.hears())["ErrorCode"] == 429


@pytest.mark.parametrize(
    ("request_text", "code"),
    [
        ("nonsense", 400),
        ("[]", 400),
        ("[" * 5000, 400),
        ('{"Action": "SHOUT"}', 400),
        ('{"Action": "SEND_MESSAGE"}', 400),
        ('{"Action": "SEND_MESSAGE", "Content": ""}', 400),
        ('{"Action": "SEND_MESSAGE", "Content": 5}', 400),
        ('{"Action": "SEND_MESSAGE", "Content": "\\ud800"}', 400),
        ('{"Action": "SEND_MESSAGE", "Content": "hi", "Attributes": {"a": 1}}', 400),
        ('{"Action": "DELETE_MESSAGE", "Id": "short"}', 400),
        ('{"Action": "DISCONNECT_USER"}', 400),
        (json.dumps({"Action": "SEND_MESSAGE", "Content": "é" * 501}), 413),
        (json.dumps({"Action": "SEND_MESSAGE", "Content": "hi", "Attributes": {"a": "x" * 1024}}), 413),
        (json.dumps({"Action": "DISCONNECT_USER", "UserId": "x" * 129}), 413),
    ],
)
async def test_a_bad_request_is_refused_and_the_connection_goes_on(venue: Venue, request_text: str, code: int) -> None:
    room = await venue.create_room()
    ada = await venue.join(room, "ada", MODERATOR)

    await ada.socket.send_str(request_text)
    error = await ada.hears()
    await ada.writes("é" * 500)

    assert (error["Type"], error["ErrorCode"]) == ("ERROR", code)
    assert await ada.reads(1) == ["é" * 500]


@pytest.mark.parametrize(
    "asked",
    [
        {"Action": "SEND_MESSAGE", "Content": "hi"},
        {"Action": "DELETE_MESSAGE", "Id": "AbCdEf1G2hij"},
        {"Action": "DISCONNECT_USER", "UserId": "ada"},
    ],
)
async def test_who_only_reads_may_do_nothing_else(venue: Venue, asked: dict[str, Any]) -> None:
    room = await venue.create_room()
    guest = await venue.join(room, "guest", READER)

    await guest.socket.send_json({**asked, "RequestId": "r1"})
    error = await guest.hears()

    assert (error["ErrorCode"], error["RequestId"]) == (403, "r1")
    assert error["ErrorMessage"] == "The connection's capabilities do not permit this action."


async def test_a_deletion_is_told_to_everybody_by_a_moderator_and_by_the_application(venue: Venue) -> None:
    room = await venue.create_room()
    ada, owner = await venue.join(room, "ada"), await venue.join(room, "owner", MODERATOR)
    await ada.writes("buy this")
    message, _ = await ada.hears(), await owner.hears()

    await owner.says("DELETE_MESSAGE", Id=message["Id"], Reason="spam", RequestId="r2")
    told = await ada.hears()
    answer = await venue.call("delete_message", roomIdentifier=room, id=message["Id"])
    told_again = await ada.hears()

    assert (told["EventName"], told["RequestId"]) == ("aws:DELETE_MESSAGE", "r2")
    assert told["Attributes"] == {"MessageId": message["Id"], "MessageID": message["Id"], "Reason": "spam"}
    assert (told_again["EventName"], told_again["Id"]) == ("aws:DELETE_MESSAGE", answer["id"])


async def test_a_disconnected_person_is_let_go_on_every_connection(venue: Venue) -> None:
    room = await venue.create_room()
    phone, laptop = await venue.join(room, "ada"), await venue.join(room, "ada")
    owner, other = await venue.join(room, "owner", MODERATOR), await venue.join(room, "grace")

    await owner.says("DISCONNECT_USER", UserId="ada", Reason="enough", RequestId="r3")

    assert (await other.hears())["Attributes"] == {"UserId": "ada", "Reason": "enough"}
    assert (await phone.hears())["EventName"] == "aws:DISCONNECT_USER"
    assert [await person.is_let_go() for person in (phone, laptop)] == [1000, 1000]
    await other.writes("still here")
    assert await other.reads(1) == ["still here"]

    await venue.call("disconnect_user", roomIdentifier=room, userId="grace")
    assert await other.is_let_go() == 1000


async def test_an_event_of_the_application_reaches_everybody_in_the_room_and_nobody_else(venue: Venue) -> None:
    room, elsewhere = await venue.create_room(), await venue.create_room()
    ada, stranger = await venue.join(room, "ada"), await venue.join(elsewhere, "stranger")

    answer = await venue.call("send_event", roomIdentifier=room, eventName="slow", attributes={"seconds": "30"})
    event = await ada.hears()
    await stranger.writes("quiet here")

    assert (event["Id"], event["EventName"], event["Attributes"]) == (answer["id"], "slow", {"seconds": "30"})
    assert await stranger.reads(1) == ["quiet here"]


@pytest.mark.parametrize("token", ["nonsense", "gAAAAABnonsense"])
async def test_a_wrong_token_opens_no_connection(venue: Venue, token: str) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await venue.http.ws_connect(venue.url, protocols=[token])
    assert refused.value.status == 403


async def test_a_token_opens_connections_for_a_minute_only(venue: Venue) -> None:
    token = await venue.ask_token(await venue.create_room(), "ada")
    await venue.connect(token)

    venue.now += 60
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await venue.http.ws_connect(venue.url, protocols=[token])
    assert refused.value.status == 403


async def test_nothing_is_said_in_a_session_that_has_ended(venue: Venue) -> None:
    room = await venue.create_room()
    ada = await venue.join(room, "ada", sessionDurationInMinutes=1)

    venue.now += 60
    await ada.writes("too late")

    assert (await ada.hears())["ErrorCode"] == 401


async def test_a_deleted_room_lets_everybody_go(venue: Venue) -> None:
    room = await venue.create_room()
    ada = await venue.join(room, "ada")
    token = await venue.ask_token(room, "grace")

    await venue.call("delete_room", identifier=room)

    assert await ada.is_let_go() == 1000
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await venue.http.ws_connect(venue.url, protocols=[token])
    assert refused.value.status == 404


def test_a_client_that_does_not_read_costs_no_more_than_a_fixed_number_of_texts() -> None:
    connection = Connection(Grant("arn", "ada", (), {}, 0, 0), "127.0.0.1")

    for number in range(3 * MOST_UNREAD):
        connection.send(str(number))

    assert connection._unread.qsize() == MOST_UNREAD


async def test_a_room_that_everybody_left_is_forgotten(tmp_path: Path) -> None:
    """What is said in a room leaves nothing behind, also what was still in review."""
    store = Store(tmp_path)
    conversations = Conversations(store, Reviewers(), lambda: 0.0)
    room = store.create("us-east-1", {"maximumMessageLength": 500, "maximumMessageRatePerSecond": 10})
    ada = Connection(Grant(room["arn"], "ada", WRITER, {}, 60, 60), "127.0.0.1")

    conversations.join(ada)
    conversations.hear(ada, '{"Action": "SEND_MESSAGE", "Content": "is anybody here?"}')
    conversations.leave(ada)
    deliveries = [each for held in conversations._open.values() for each in held.in_review.values()]
    await asyncio.gather(*deliveries)

    assert len(deliveries) == 1
    assert conversations._open == {}
    store.close()
