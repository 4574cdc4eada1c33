"""The way back to the screen, on the deployed system, with gql's AppSync client, unmodified."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
import urllib3
from gql import Client, GraphQLRequest
from gql.transport.appsync_auth import (
    AppSyncApiKeyAuthentication,
    AppSyncAuthentication,
    AppSyncJWTAuthentication,
)
from gql.transport.appsync_websockets import AppSyncWebsocketsTransport
from gql.transport.exceptions import TransportQueryError
from PIL import Image

from resolvers.core import table
from resolvers.core.settings import settings
from resolvers.platform.event_log import service as log
from resolvers.platform.event_log.model import Entry
from resolvers.platform.notifications.model import NOTIFICATIONS
from tests.stack import Person, Stack

pytestmark = pytest.mark.emulator

PATIENCE = 60  # seconds without any progress
CREATE = "mutation($input: CreatePostInput!) { createPost(input: $input) { post { id version } errors { message } } }"
PUBLISH = (
    "mutation($input: PublishPostInput!) { publishPost(input: $input) { post { id version } errors { message } } }"
)
UPDATE = "mutation($input: UpdatePostInput!) { updatePost(input: $input) { post { version } errors { message } } }"
COMMENT = "mutation($input: AddCommentInput!) { addComment(input: $input) { comment { id } errors { message } } }"
LIKE = "mutation($input: LikeInput!) { like(input: $input) { likes errors { message } } }"
FOLLOW = "mutation($input: FollowUserInput!) { followUser(input: $input) { user { id } errors { message } } }"
UNFOLLOW = "mutation($input: FollowUserInput!) { unfollowUser(input: $input) { user { id } errors { message } } }"
DELETE = "mutation($input: DeletePostInput!) { deletePost(input: $input) { deletedId errors { message } } }"
PAGE = "query($id: ID!) { post(id: $id) { comments { eventsCursor edges { node { body } } } } }"
SINCE = """query($cursor: ID!) { eventsSince(cursor: $cursor) {
  edges { node { __typename id sequence ... on CommentEvent { kind body comments } } } pageInfo { endCursor } } }"""
UPLOAD = """mutation($input: CreateUploadInput!) {
  createUpload(input: $input) { upload { url fields { name value } } photo { id } errors { message } } }"""
PHOTO = "query($id: ID!) { photo(id: $id) { state steps { name status } } }"
FEED = "query { feed(scope: FOLLOWING) { edges { node { id } } } }"

ON_COMMENT = "subscription($id: ID!) { onComment(subjectId: $id) { id sequence kind body comments audience } }"
ON_LIKES = "subscription($id: ID!) { onLikes(subjectId: $id) { id sequence likedId likes } }"
ON_NOTIFICATION = "subscription($id: ID!) { onNotification(userId: $id) { id kind message unread actorId } }"


@pytest.fixture(scope="module")
def ada(stack: Stack) -> Person:
    return stack.sign_up(f"ada-{uuid4().hex[:8]}@example.org")


@pytest.fixture(scope="module")
def grace(stack: Stack) -> Person:
    return stack.sign_up(f"grace-{uuid4().hex[:8]}@example.org")


def _does(stack: Stack, document: str, who: Person, **input: Any) -> dict[str, Any]:
    answer = stack.query(document, who.headers, input=input)
    assert not answer.get("errors"), answer
    ((payload),) = answer["data"].values()
    assert payload["errors"] == [], payload
    return dict(payload)


def _publish(stack: Stack, who: Person, **more: Any) -> str:
    post = _does(stack, CREATE, who, title="Rain in Hoi An", **more)["post"]
    return str(_does(stack, PUBLISH, who, id=post["id"], expectedVersion=post["version"])["post"]["id"])


class Ear:
    """What one subscription heard, and whether the server ended it."""

    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []
        self.ended: BaseException | str = ""
        self._news = asyncio.Condition()

    async def note(self, event: dict[str, Any] | None = None, ended: BaseException | str = "") -> None:
        async with self._news:
            self.heard += [event] if event else []
            self.ended = ended
            self._news.notify_all()

    async def until(self, wanted: Callable[["Ear"], Any]) -> None:
        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(lambda: wanted(self))


@asynccontextmanager
async def listening(stack: Stack, who: Person | None, document: str, about: str) -> AsyncIterator[Ear]:
    """Subscribe, as a guest where nobody is named, and wait until the server has started it, or refused."""
    host = urlsplit(stack.realtime_url).netloc
    auth: AppSyncAuthentication = (
        AppSyncJWTAuthentication(host=host, jwt=who.tokens.access)
        if who
        else AppSyncApiKeyAuthentication(host=host, api_key=stack.deployed.api_key)
    )
    transport = AppSyncWebsocketsTransport(url=stack.realtime_url, auth=auth)
    ear = Ear()
    async with Client(transport=transport) as session:
        before = _count_started(stack)
        pump = asyncio.create_task(_pump(session, document, about, ear))
        try:
            await _until(lambda: _count_started(stack) > before or bool(ear.ended))
            yield ear
        finally:
            pump.cancel()
            await asyncio.gather(pump, return_exceptions=True)


def _count_started(stack: Stack) -> int:
    """Count the subscriptions that the data plane has started: it logs each once its filter holds."""
    return (stack.system.logs / "appsync.log").read_text().count("subscribes to on")


async def _pump(session: Any, document: str, about: str, ear: Ear) -> None:
    try:
        async for result in session.subscribe(GraphQLRequest(document, variable_values={"id": about})):
            ((event),) = result.values()
            await ear.note(event)
        await ear.note(ended="completed")
    except TransportQueryError as refusal:
        await ear.note(ended=refusal)


async def _aside(call: Callable[..., Any], *arguments: Any, **more: Any) -> Any:
    return await asyncio.to_thread(call, *arguments, **more)


async def test_a_comment_a_like_and_a_notification_arrive_live(stack: Stack, ada: Person, grace: Person) -> None:
    """A guest hears the comment and the like; the author hears that somebody did it."""
    post_id = await _aside(_publish, stack, ada)
    async with (
        listening(stack, None, ON_COMMENT, post_id) as comments,
        listening(stack, None, ON_LIKES, post_id) as likes,
        listening(stack, ada, ON_NOTIFICATION, ada.user_id) as notifications,
    ):
        await _aside(_does, stack, COMMENT, grace, subjectId=post_id, body="Beautiful")
        await _aside(_does, stack, LIKE, grace, subjectId=post_id)
        await comments.until(lambda ear: ear.heard)
        await likes.until(lambda ear: ear.heard)
        await notifications.until(lambda ear: "LIKE" in [each["kind"] for each in ear.heard])

    assert {each["audience"] for each in comments.heard} == {"PUBLIC"}
    assert [each["sequence"] for each in comments.heard] == [1]
    assert likes.heard[-1]["likes"] == 1
    assert {each["actorId"] for each in notifications.heard} == {grace.user_id}


async def test_what_came_while_one_was_away_is_read_from_the_log(stack: Stack, ada: Person, grace: Person) -> None:
    """The page's cursor leads to everything after it, and belongs to its reader alone."""
    post_id = await _aside(_publish, stack, ada)
    page = await _aside(stack.query, PAGE, grace.headers, id=post_id)
    cursor = page["data"]["post"]["comments"]["eventsCursor"]
    for number in range(3):
        await _aside(_does, stack, COMMENT, ada, subjectId=post_id, body=f"Number {number}")

    def since() -> list[dict[str, Any]]:
        answer = stack.query(SINCE, grace.headers, cursor=cursor)
        return [edge["node"] for edge in answer["data"]["eventsSince"]["edges"]]

    await _until(lambda: len(since()) == 3)
    stolen = await _aside(stack.query, SINCE, ada.headers, cursor=cursor)

    assert [(each["sequence"], each["body"]) for each in since()] == [(n + 1, f"Number {n}") for n in range(3)]
    assert [error["errorType"] for error in stolen["errors"]] == ["InvalidCursor"]


async def test_readers_are_cut_off_when_a_post_closes_and_followers_when_they_leave(
    stack: Stack, ada: Person, grace: Person
) -> None:
    """Who may read has changed: each starts again, the follower until they leave, the author hears everything."""
    await _aside(_does, stack, FOLLOW, grace, userId=ada.user_id)
    post_id = await _aside(_publish, stack, ada)
    async with (
        listening(stack, None, ON_COMMENT, post_id) as guest,
        listening(stack, grace, ON_COMMENT, post_id) as reader,
        listening(stack, ada, ON_COMMENT, post_id) as author,
    ):
        await _aside(_does, stack, UPDATE, ada, id=post_id, expectedVersion=2, visibility="FOLLOWERS")
        await guest.until(lambda ear: ear.ended)
        await reader.until(lambda ear: ear.ended)
        async with (
            listening(stack, None, ON_COMMENT, post_id) as guest_again,
            listening(stack, grace, ON_COMMENT, post_id) as follower,
        ):
            await guest_again.until(lambda ear: ear.ended)
            await _aside(_does, stack, COMMENT, ada, subjectId=post_id, body="Among followers")
            await follower.until(lambda ear: ear.heard)
            assert not follower.ended
            await _aside(_does, stack, UNFOLLOW, grace, userId=ada.user_id)
            await follower.until(lambda ear: ear.ended)
            await _aside(_does, stack, COMMENT, ada, subjectId=post_id, body="Alone")
            await author.until(lambda ear: len(ear.heard) == 2)

    assert guest.heard == reader.heard == guest_again.heard == []
    assert [each["body"] for each in follower.heard] == ["Among followers"]
    assert [each["body"] for each in author.heard] == ["Among followers", "Alone"]
    assert not author.ended


async def test_nobody_starts_what_they_may_not_hear(stack: Stack, ada: Person, grace: Person) -> None:
    """Another's notifications, a private post's comments."""
    post_id = await _aside(_publish, stack, ada, visibility="PRIVATE")
    async with (
        listening(stack, grace, ON_NOTIFICATION, ada.user_id) as notifications,
        listening(stack, None, ON_COMMENT, post_id) as comments,
    ):
        await notifications.until(lambda ear: ear.ended)
        await comments.until(lambda ear: ear.ended)

    assert "Unauthorized" in str(notifications.ended)
    assert "NotFound" in str(comments.ended)


async def test_a_timeline_follows_and_a_deleted_post_leaves_nothing(stack: Stack, ada: Person, grace: Person) -> None:
    """Rows appear and go within seconds, and so does everything under a deleted post."""
    await _aside(_does, stack, FOLLOW, grace, userId=ada.user_id)
    post_id = await _aside(_publish, stack, ada, tags=["rain"])
    photo_id = await _aside(_upload, stack, ada, post_id)
    comment = (await _aside(_does, stack, COMMENT, grace, subjectId=post_id, body="Beautiful"))["comment"]
    for subject in (post_id, comment["id"]):
        await _aside(_does, stack, LIKE, grace, subjectId=subject)
    await _until(lambda: post_id in _following(stack, grace))
    await _until(lambda: _photo(stack, ada, photo_id)["state"] == "LIVE", lambda: _photo(stack, ada, photo_id))
    before = await _aside(_objects, stack)
    await _aside(_does, stack, DELETE, ada, id=post_id)

    def list_remains() -> list[str]:
        return [
            *_find_remains(stack, post_id, photo_id, comment["id"]),
            *(key for key in _objects(stack) if photo_id in key),
        ]

    await _until(lambda: list_remains() == [], list_remains)

    assert post_id not in await _aside(_following, stack, grace)
    assert any(key.startswith("variants/") for key in before - await _aside(_objects, stack))


def test_two_writers_of_one_topic_leave_no_gap(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each entry has its number, whoever wrote it, and every number is there once."""
    _act_as_a_function(stack, monkeypatch)
    topic = NOTIFICATIONS.topic(f"race-{uuid4().hex}")

    def append(number: int) -> None:
        log.append(topic, [Entry(records=(f"r{number}",), data={"says": number})])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(append, range(24)))

    logged = log.list_since(topic, 0, 100).values
    assert [each.sequence for each in logged] == list(range(1, 25))
    assert {each.data["says"] for each in logged} == set(range(24))
    table.client.cache_clear()
    settings.cache_clear()


def _act_as_a_function(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    environment: Mapping[str, str] = {
        "AWS_ENDPOINT_URL": stack.system.ministack_url,
        "AWS_DEFAULT_REGION": stack.deployed.region,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "TABLE_NAME": stack.deployed.table_name,
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    table.client.cache_clear()
    settings.cache_clear()


async def _until(holds: Callable[[], bool], what: Callable[[], object] = lambda: "") -> None:
    """Wait as long as `what` goes on changing: a busy machine is slow, a stuck system is still."""
    seen = None
    end = time.monotonic() + PATIENCE
    while not await _aside(holds):
        now = await _aside(what)
        end = time.monotonic() + PATIENCE if now != seen else end
        seen = now
        assert time.monotonic() < end, f"Not so, and nothing changed for {PATIENCE} seconds. {now}"
        await asyncio.sleep(0.2)


def _photo(stack: Stack, who: Person, photo_id: str) -> dict[str, Any]:
    return dict(stack.query(PHOTO, who.headers, id=photo_id)["data"]["photo"])


def _following(stack: Stack, who: Person) -> list[str]:
    answer = stack.query(FEED, who.headers)
    return [edge["node"]["id"] for edge in answer["data"]["feed"]["edges"]]


def _find_remains(stack: Stack, *ids: str) -> list[str]:
    """Everything in the table that names one of these, but for markers that expire and what people were told."""
    pages = stack.client("dynamodb").get_paginator("scan").paginate(TableName=stack.deployed.table_name)
    items = [item for page in pages for item in page["Items"] if any(each in str(item) for each in ids)]
    keys = [f"{item['PK']['S']} {item['SK']['S']}" for item in items]
    kept = ("SEEN#", "NOTIFICATIONS#", "EVENTS#notifications", "IDEMPOTENCY#")
    return sorted(key for key in keys if not key.startswith(kept))


def _upload(stack: Stack, who: Person, post_id: str) -> str:
    """Upload a small picture and return its photo's id."""
    picture = BytesIO()
    Image.linear_gradient("L").convert("RGB").save(picture, "JPEG")
    asked = {"purpose": "PHOTO", "postId": post_id, "contentType": "image/jpeg", "bytes": len(picture.getvalue())}
    made = _does(stack, UPLOAD, who, **asked)
    form: list[tuple[str, Any]] = [(field["name"], field["value"]) for field in made["upload"]["fields"]]
    file = ("file", ("rain.jpg", picture.getvalue(), "image/jpeg"))
    answer = urllib3.request("POST", made["upload"]["url"], fields=[*form, file], timeout=30)
    assert answer.status < 300, answer.data
    return str(made["photo"]["id"])


def _objects(stack: Stack) -> set[str]:
    """Everything in the bucket, in every version."""
    pages = stack.client("s3").get_paginator("list_object_versions").paginate(Bucket=stack.deployed.media_bucket)
    return {each["Key"] for page in pages for each in page.get("Versions", [])}
