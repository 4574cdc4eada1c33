"""The chat against an emulator of IVS Chat: what the API asks of it, and what the review says, reach people."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from ivschat_local.application import Options, build_application
from ivschat_local.rates import Clock
from ivschat_local.review import ReviewFailed
from resolvers.core.settings import settings
from resolvers.video.chat import emptying, host, ivs_chat, repository, review, service
from tests.people import FakeContext, Person
from tests.resolvers.video.chat.conftest import REVIEWER, Evening

DEADLINE = 60.0
MANY = 200


class Functions:
    """Runs the review as Lambda would."""

    async def invoke(self, function_arn: str, event: Mapping[str, Any]) -> Any:
        assert function_arn == REVIEWER
        if "fails" in event["Content"]:
            raise ReviewFailed("it is down")
        return await asyncio.to_thread(review.lambda_handler, dict(event), FakeContext())


class Chatter:
    """A person's socket."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def writes(self, content: str) -> None:
        await self.socket.send_json({"Action": "SEND_MESSAGE", "Content": content})

    async def hears_until(self, messages: int, errors: int) -> tuple[list[str], list[dict[str, Any]]]:
        """Return what so many messages say, and so many errors, in whatever order they come."""
        texts: list[str] = []
        refusals: list[dict[str, Any]] = []
        while len(texts) < messages or len(refusals) < errors:
            heard = await self.hears()
            if heard["Type"] == "ERROR":
                refusals.append(heard)
            else:
                texts.append(heard["Content"])
        return texts, refusals

    async def hears_messages(self, number: int) -> list[str]:
        heard = [await self.hears() for _ in range(number)]
        assert [each for each in heard if each["Type"] == "ERROR"] == []
        return [each["Content"] for each in heard]

    async def hears(self) -> dict[str, Any]:
        said: dict[str, Any] = await self.socket.receive_json(timeout=DEADLINE)
        return said


@asynccontextmanager
async def serving(folder: Path, patch: pytest.MonkeyPatch, clock: Clock = time.time) -> AsyncIterator[str]:
    """Serve the emulator, and let the API find it, for the length of a block."""
    runner = web.AppRunner(build_application(Options(folder, Functions(), clock)))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    address = "{}:{}".format(*runner.addresses[0][:2])
    patch.setenv("AWS_ENDPOINT_URL_IVSCHAT", f"http://{address}")
    patch.setenv("CHAT_URL", f"ws://{address}")
    patch.setattr(service, "host", host.IvsChat)
    for each in (ivs_chat.client, settings):
        each.cache_clear()
    try:
        yield f"ws://{address}"
    finally:
        await asyncio.to_thread(ivs_chat.client().close)
        ivs_chat.client.cache_clear()
        await runner.cleanup()


def connecting() -> aiohttp.ClientSession:
    """Return a session for as many sockets as one wants: a hundred are the most by default."""
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))


async def test_people_talk_and_the_owner_keeps_order(
    evening: Evening, ada: Person, grace: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Through real tokens and sockets: roles, review, deletion, pace, a ban; the room is made once, and can go."""
    async with serving(tmp_path, monkeypatch) as address, aiohttp.ClientSession() as http:

        async def enters(person: Person) -> Chatter:
            token = (await asyncio.to_thread(evening.enters, person))["chatToken"]["token"]
            return Chatter(await http.ws_connect(address, protocols=[token]))

        async def does(field: str, **more: Any) -> None:
            payload = await asyncio.to_thread(ada.does, field, streamId=evening.stream_id, **more)
            assert payload["errors"] == []

        guest, writer = await enters(Person()), await enters(grace)
        await guest.writes("May I?")
        assert (await guest.hears())["ErrorCode"] == 403

        await writer.writes("The review fails")
        assert (await writer.hears())["ErrorCode"] == 406
        await writer.writes("see https://example.com")
        assert (await writer.hears())["ErrorMessage"] == "LINK"
        await writer.writes("Hello\u202e")
        heard = [await each.hears() for each in (guest, writer)]
        assert heard[0] == heard[1]
        assert (heard[0]["Content"], heard[0]["Sender"]["UserId"]) == ("Hello", grace.id)
        assert heard[0]["Attributes"] == {"streamId": evening.stream_id}

        await does("deleteChatMessage", messageId=heard[0]["Id"])
        assert (await guest.hears())["Attributes"]["MessageId"] == heard[0]["Id"]
        await does("setChatPace", slowSeconds=30)
        assert (await guest.hears())["Attributes"] == {"slowSeconds": "30"}

        await does("banFromChat", userId=grace.id)
        assert (await guest.hears())["EventName"] == "aws:DISCONNECT_USER"
        refused = await asyncio.to_thread(evening.enters, grace)
        assert refused["errors"][0]["code"] == "FORBIDDEN"

        rooms = await asyncio.to_thread(ivs_chat.client().list_rooms, name=ada.id)
        assert [each["messageReviewHandler"] for each in rooms["rooms"]] == [
            {"uri": REVIEWER, "fallbackResult": "DENY"}
        ]
        await asyncio.to_thread(emptying.IvsDemolisher().delete_room, rooms["rooms"][0]["arn"])
        await asyncio.to_thread(emptying.close_room, ada.id)  # as after a failure between the two
        assert (await asyncio.to_thread(ivs_chat.client().list_rooms))["rooms"] == []
        assert repository.get_room(ada.id) is None
    assert evening.texts(Person()) == []


async def test_two_hundred_hear_one_order_and_who_says_too_much_is_refused_alone(
    evening: Evening, ada: Person, grace: Person, linus: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All within one second and from one address: the eleventh message of one of them gets 429, and no other's."""
    second = time.time()
    async with serving(tmp_path, monkeypatch, lambda: second) as address, connecting() as http:

        async def enters(person: Person, tabs: int = 1) -> list[Chatter]:
            token = (await asyncio.to_thread(evening.enters, person))["chatToken"]["token"]
            return [Chatter(await http.ws_connect(address, protocols=[token])) for _ in range(tabs)]

        guests = [chatter for _ in range(MANY // 10) for chatter in await enters(Person(), tabs=10)]
        (owner,), (flooder,), (writer,) = [await enters(each) for each in (ada, grace, linus)]
        for number in range(11):
            await flooder.writes(f"flood {number}")
        for number in range(5):
            await owner.writes(f"owner {number}")
            await writer.writes(f"writer {number}")
        heard = await asyncio.gather(*(each.hears_messages(20) for each in (*guests, owner, writer)))
        own, (refusal,) = await flooder.hears_until(20, 1)

    assert refusal["ErrorCode"] == 429
    assert len(heard) == MANY + 2
    assert all(each == own for each in heard)
    assert sorted(own) == sorted(
        [f"flood {number}" for number in range(10)]
        + [f"{who} {number}" for who in ("owner", "writer") for number in range(5)]
    )
    for who in ("flood", "owner", "writer"):
        said = [each for each in own if each.startswith(who)]
        assert said == sorted(said)
    assert sorted(evening.texts(Person())) == sorted(own)


async def test_a_room_that_a_crash_left_behind_is_found_again(
    evening: Evening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(tmp_path, monkeypatch):
        made = [await asyncio.to_thread(host.IvsChat().open_room, "ada", REVIEWER) for _ in range(2)]

    assert made[0] == made[1]
