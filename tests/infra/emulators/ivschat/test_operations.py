"""Rooms and tokens by boto3: made, changed, listed and deleted, and refused with a sentence."""

import stat
from pathlib import Path
from typing import Any

import pytest

from tests.infra.emulators.ivschat.conftest import HANDLER, Venue, serving

NOWHERE = "arn:aws:ivschat:us-east-1:000000000000:room/AbCdEf1G2hij"


async def test_a_room_is_made_changed_and_deleted(venue: Venue) -> None:
    made = await venue.call("create_room", name="evening", tags={"owner": "ada"})
    arn = made["arn"]

    assert (made["maximumMessageRatePerSecond"], made["maximumMessageLength"]) == (10, 500)
    assert arn.endswith(f":room/{made['id']}")
    assert len(made["id"]) == 12

    handler = {"uri": HANDLER, "fallbackResult": "DENY"}
    changed = await venue.call("update_room", identifier=arn, maximumMessageLength=100, messageReviewHandler=handler)
    found = await venue.call("get_room", identifier=arn)
    assert (changed["maximumMessageLength"], found["messageReviewHandler"]) == (100, handler)
    assert (found["name"], found["tags"]) == ("evening", {"owner": "ada"})

    await venue.call("delete_room", identifier=arn)
    assert (await venue.refusal("get_room", identifier=arn))[:2] == ("ResourceNotFoundException", 404)


async def test_rooms_are_listed_in_pages_and_by_name_and_handler(venue: Venue) -> None:
    arns = [await venue.create_room(name=f"room-{number}") for number in range(5)]
    reviewed = await venue.create_room(name="reviewed", messageReviewHandler={"uri": HANDLER})

    first = await venue.call("list_rooms", maxResults=4)
    second = await venue.call("list_rooms", maxResults=4, nextToken=first["nextToken"])
    by_name = await venue.call("list_rooms", name="room-3")
    by_handler = await venue.call("list_rooms", messageReviewHandlerUri=HANDLER)

    assert [room["arn"] for room in first["rooms"] + second["rooms"]] == [*arns, reviewed]
    assert "nextToken" not in second
    assert [room["arn"] for room in by_name["rooms"]] == [arns[3]]
    assert [room["arn"] for room in by_handler["rooms"]] == [reviewed]


async def test_a_token_says_until_when_it_and_its_session_are_valid(venue: Venue) -> None:
    room = await venue.create_room()

    answer = await venue.call("create_chat_token", roomIdentifier=room, userId="ada", sessionDurationInMinutes=90)

    assert answer["tokenExpirationTime"].timestamp() == venue.now + 60
    assert answer["sessionExpirationTime"].timestamp() == venue.now + 90 * 60


@pytest.mark.parametrize(
    ("operation", "given", "code", "words"),
    [
        ("get_room", {}, "ValidationException", "'identifier' failed to satisfy constraint: Member must not be null"),
        ("get_room", {"identifier": "evening"}, "ValidationException", "regular expression pattern"),
        ("create_room", {"name": "no spaces"}, "ValidationException", "regular expression pattern"),
        ("create_room", {"maximumMessageRatePerSecond": 101}, "ValidationException", "less than or equal to 100"),
        ("create_room", {"maximumMessageLength": 0}, "ValidationException", "greater than or equal to 1"),
        ("create_room", {"messageReviewHandler": {"uri": "review"}}, "ValidationException", "regular expression"),
        ("create_room", {"messageReviewHandler": {"fallbackResult": "MAYBE"}}, "ValidationException", "enum value"),
        (
            "create_room",
            {"loggingConfigurationIdentifiers": [NOWHERE.replace(":room/", ":logging-configuration/")]},
            "ResourceNotFoundException",
            "There is no arn",
        ),
        ("create_chat_token", {"roomIdentifier": NOWHERE, "userId": "ada"}, "ResourceNotFoundException", "no room"),
        ("delete_room", {"identifier": NOWHERE}, "ResourceNotFoundException", "no room"),
        ("list_rooms", {"nextToken": "x"}, "ValidationException", "nextToken"),
    ],
)
async def test_bad_input_is_refused_with_a_sentence(
    venue: Venue, operation: str, given: dict[str, Any], code: str, words: str
) -> None:
    """By botocore's model first, then by what there is."""
    found, _, text = await venue.refusal(operation, **given)

    assert found == code
    assert words in text


async def test_tokens_and_events_take_a_kilobyte_of_attributes_and_known_capabilities(venue: Venue) -> None:
    room = await venue.create_room()
    long = {"name": "x" * 1024}

    too_much = await venue.refusal("create_chat_token", roomIdentifier=room, userId="ada", attributes=long)
    unknown = await venue.refusal("create_chat_token", roomIdentifier=room, userId="ada", capabilities=["BAN"])
    event = await venue.refusal("send_event", roomIdentifier=room, eventName="note", attributes=long)
    reserved = await venue.refusal("send_event", roomIdentifier=room, eventName="aws:DELETE_MESSAGE")

    assert {each[0] for each in (too_much, unknown, event, reserved)} == {"ValidationException"}
    assert (too_much[2], reserved[2]) == (
        "The attributes have more than 1 KB.",
        "An eventName must not begin with aws:.",
    )


async def test_a_restart_knows_rooms_and_tokens_and_keeps_its_key_to_itself(tmp_path: Path) -> None:
    async with serving(tmp_path) as venue:
        room = await venue.create_room(name="evening")
        token = await venue.ask_token(room, "ada")
    async with serving(tmp_path) as venue:
        ada = await venue.connect(token)
        await ada.writes("I am back")

        assert (await venue.call("get_room", identifier=room))["name"] == "evening"
        assert await ada.reads(1) == ["I am back"]
    assert stat.S_IMODE((tmp_path / "token.key").stat().st_mode) == 0o600


async def test_web_pages_may_not_control_it(venue: Venue) -> None:
    headers = {"Origin": "https://example.com"}
    async with venue.http.post(f"{venue.url}/ListRooms", headers=headers, data=b"{}") as response:
        assert response.status == 403
