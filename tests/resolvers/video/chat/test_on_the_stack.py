"""The chat on the deployed system: real tokens, sockets and reviews, each function with its own role."""

import asyncio
from collections.abc import Mapping
from typing import Any

import aiohttp
import pytest

from tests.resolvers.video.streams.test_on_the_stack import CREATE, END, FOLLOW, KEY, START, do
from tests.stack import Person, Stack

pytestmark = pytest.mark.emulator
PATIENCE = 180.0

TOKEN = (
    "mutation($input: CreateChatTokenInput!) { createChatToken(input: $input) "
    "{ chatToken { token url role slowSeconds } errors { code } } }"
)
DELETE = "mutation($input: DeleteChatMessageInput!) { deleteChatMessage(input: $input) { errors { message } } }"
BAN = "mutation($input: BanFromChatInput!) { banFromChat(input: $input) { errors { message } } }"
PACE = "mutation($input: SetChatPaceInput!) { setChatPace(input: $input) { errors { message } } }"
NARROW = "mutation($input: UpdateStreamInput!) { updateStream(input: $input) { errors { message } } }"
SAID = (
    "query($id: ID!) { stream(id: $id) { version chatMessages(first: 50) { edges { node { body author { id } } } } } }"
)


class Chatter:
    """Somebody's connection to the room."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def writes(self, content: str) -> None:
        await self.socket.send_json({"Action": "SEND_MESSAGE", "Content": content})

    async def hears(self) -> dict[str, Any]:
        said: dict[str, Any] = await self.socket.receive_json(timeout=PATIENCE)
        return said

    async def is_refused(self, content: str) -> tuple[int, str]:
        """Write, and return the code and the reason of the refusal."""
        await self.writes(content)
        answer = await self.hears()
        return answer["ErrorCode"], answer["ErrorMessage"]


class Room:
    """The chat of a livestream, and how people get into it."""

    def __init__(self, stack: Stack, http: aiohttp.ClientSession, stream_id: str) -> None:
        self.stack = stack
        self.http = http
        self.stream_id = stream_id

    async def asks(self, headers: Mapping[str, str]) -> dict[str, Any]:
        """Return the payload of somebody who asks for a token."""
        answer = await asyncio.to_thread(self.stack.query, TOKEN, dict(headers), input={"streamId": self.stream_id})
        payload: dict[str, Any] = answer["data"]["createChatToken"]
        return payload

    async def enters(self, headers: Mapping[str, str], role: str) -> Chatter:
        token = (await self.asks(headers))["chatToken"]
        assert token["role"] == role
        assert token["url"] == self.stack.system.workspace.url("ivschat").replace("http", "ws")
        return Chatter(await self.http.ws_connect(token["url"], protocols=[token["token"]]))

    async def does(self, owner: Person, document: str, **input: Any) -> None:
        await asyncio.to_thread(do, self.stack, owner, document, streamId=self.stream_id, **input)

    async def reads(self, headers: Mapping[str, str]) -> dict[str, Any] | None:
        answer = await asyncio.to_thread(self.stack.query, SAID, dict(headers), id=self.stream_id)
        found: dict[str, Any] | None = answer["data"]["stream"]
        return found


async def test_people_talk_the_owner_keeps_order_and_who_may_not_watch_is_gone(stack: Stack) -> None:
    owner, friend, pest = (stack.sign_up(f"{name}-chat@waymark.example") for name in ("ada", "fen", "sam"))
    do(stack, owner, KEY)
    stream_id = do(stack, owner, CREATE, title="A walk with a chat")["stream"]["id"]
    do(stack, owner, START, id=stream_id)
    do(stack, friend, FOLLOW, userId=owner.user_id)

    async with aiohttp.ClientSession() as http:
        room = Room(stack, http, stream_id)
        guest = await room.enters(stack.guest, "READER")
        writer = await room.enters(friend.headers, "WRITER")
        bad = await room.enters(pest.headers, "WRITER")
        host = await room.enters(owner.headers, "OWNER")
        everybody = (guest, writer, bad, host)

        assert (await guest.is_refused("May I?"))[0] == 403
        assert await bad.is_refused("Buy at https://example.com") == (406, "LINK")
        heard = []
        for chatter, content in ((bad, "Rain\u202e"), (writer, "Hello"), (host, "Welcome")):
            await chatter.writes(content)
            messages = [await each.hears() for each in everybody]
            assert all(each == messages[0] for each in messages)
            heard.append(messages[0])
        assert [each["Content"] for each in heard] == ["Rain", "Hello", "Welcome"]
        assert [each["Sender"]["UserId"] for each in heard] == [each.user_id for each in (pest, friend, owner)]

        await room.does(owner, DELETE, messageId=heard[0]["Id"])
        assert {(await each.hears())["Attributes"]["MessageId"] for each in everybody} == {heard[0]["Id"]}
        await room.does(owner, PACE, slowSeconds=300)
        assert {(await each.hears())["Attributes"]["slowSeconds"] for each in everybody} == {"300"}
        assert await writer.is_refused("Once more") == (406, "SLOW")
        await room.does(owner, BAN, userId=friend.user_id, seconds=3600)
        assert await writer.is_refused("And now?") == (406, "BANNED")
        await room.enters(friend.headers, "READER")
        await room.does(owner, BAN, userId=pest.user_id)
        assert (await bad.hears())["EventName"] == "aws:DISCONNECT_USER"
        assert [each["code"] for each in (await room.asks(pest.headers))["errors"]] == ["FORBIDDEN"]

        before = await room.reads(owner.headers)
        assert before
        narrowed = {"id": stream_id, "expectedVersion": before["version"], "audience": "FOLLOWERS"}
        await asyncio.to_thread(do, stack, owner, NARROW, **narrowed)
        assert (await guest.hears())["EventName"] == "aws:DISCONNECT_USER"
        assert [each["code"] for each in (await room.asks(stack.guest))["errors"]] == ["NOT_FOUND"]
        await asyncio.to_thread(do, stack, owner, END, id=stream_id)

        for reader in (owner.headers, friend.headers):
            said = await room.reads(reader)
            assert said
            nodes = [each["node"] for each in said["chatMessages"]["edges"]]
            assert [(each["body"], each["author"]["id"]) for each in nodes] == [
                ("Hello", friend.user_id),
                ("Welcome", owner.user_id),
            ]
        assert await room.reads(stack.guest) is None
