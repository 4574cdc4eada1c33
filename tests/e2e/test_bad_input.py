"""Every kind of file, good and bad, through the whole pipeline: each ends in a state its owner sees live."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from io import BytesIO
from typing import Any
from uuid import uuid4

import aiohttp
import pytest
from gql import Client, GraphQLRequest
from gql.transport.appsync_auth import AppSyncJWTAuthentication
from gql.transport.appsync_websockets import AppSyncWebsocketsTransport
from PIL import Image

from tests.fixtures import pictures
from tests.stack import Person, Stack

pytestmark = pytest.mark.emulator

PATIENCE = 90.0
ENDED = {"LIVE", "FAILED", "REJECTED"}
CREATE = "mutation($input: CreatePostInput!) { createPost(input: $input) { post { id } } }"
UPLOAD = """mutation($input: CreateUploadInput!) {
  createUpload(input: $input) { upload { url fields { name value } } photo { id } errors { code message path } }
}"""
PHOTO = """query($id: ID!) { photo(id: $id) {
  state width height suggestedPin { latitude longitude } failure { reason message retryable }
  steps { name status } variants { name url width height } labels { name }
} }"""
LISTEN = """subscription($postId: ID!) { onPhotoProcessing(postId: $postId) {
  photoId step status photoState failure { reason message retryable } sequence
} }"""


@pytest.fixture(scope="module")
def author(stack: Stack) -> Person:
    return stack.sign_up(f"author-{uuid4().hex[:8]}@example.org")


@pytest.fixture(scope="module")
def post_id(stack: Stack, author: Person) -> str:
    return str(stack.query(CREATE, author.headers, input={"title": "Files"})["data"]["createPost"]["post"]["id"])


async def _ending(stack: Stack, author: Person, post_id: str, file: bytes, content_type: str) -> tuple[str, Any]:
    """Upload a file and return its photo's id and the last event its owner got live."""
    before = _count_started(stack)
    listening = asyncio.create_task(_last_event(stack, author, post_id))
    await _until(lambda: _count_started(stack) > before)
    photo_id = await _upload(stack, author, post_id, file, content_type)
    events = await asyncio.wait_for(listening, PATIENCE)
    assert {event["photoId"] for event in events} == {photo_id}
    return photo_id, events[-1]


def _count_started(stack: Stack) -> int:
    """Count the subscriptions that the data plane has started: it logs each once its filter holds."""
    return (stack.system.logs / "appsync.log").read_text().count("subscribes to onPhotoProcessing")


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110  the condition is in another process's log
            await asyncio.sleep(0.05)


async def _last_event(stack: Stack, author: Person, post_id: str) -> list[Any]:
    events: list[Any] = []
    url = stack.realtime_url.removesuffix("/realtime")
    auth = AppSyncJWTAuthentication(host=url.split("/")[2], jwt=author.tokens.access)
    request = GraphQLRequest(LISTEN, variable_values={"postId": post_id})
    client = Client(transport=AppSyncWebsocketsTransport(url=url, auth=auth))
    async with client as session, aclosing(session.subscribe(request)) as answers:
        async for answer in answers:
            events.append(answer["onPhotoProcessing"])
            if events[-1]["photoState"] in ENDED:
                break
    return events


async def _upload(stack: Stack, author: Person, post_id: str, file: bytes, content_type: str) -> str:
    asked = {"purpose": "PHOTO", "postId": post_id, "contentType": content_type, "bytes": len(file)}
    payload = await asyncio.to_thread(stack.query, UPLOAD, author.headers, input=asked)
    made = payload["data"]["createUpload"]
    assert made["errors"] == [], made["errors"]
    form = aiohttp.FormData()
    for field in made["upload"]["fields"]:
        form.add_field(field["name"], field["value"])
    form.add_field("file", BytesIO(file), filename="Ada Lovelace private.jpg", content_type=content_type)
    async with aiohttp.ClientSession() as http, http.post(made["upload"]["url"], data=form) as answer:
        assert answer.status < 300, await answer.text()
    return str(made["photo"]["id"])


def _photo(stack: Stack, person: Person, photo_id: str) -> Any:
    return stack.query(PHOTO, person.headers, id=photo_id)["data"]["photo"]


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (pictures.text_named_jpg, "NOT_AN_IMAGE"),
        (pictures.html_named_jpg, "NOT_AN_IMAGE"),
        (pictures.truncated_jpeg, "CORRUPT"),
        (pictures.bomb, "TOO_LARGE"),
        (pictures.empty, "EMPTY"),
    ],
    ids=["text", "html", "truncated", "bomb", "empty"],
)
async def test_a_file_that_is_no_photo_fails_with_a_reason_its_owner_sees_live(
    stack: Stack, author: Person, post_id: str, make: Callable[[], bytes], reason: str
) -> None:
    """The event carries the reason and that trying again is no use; the photo says the same when read."""
    photo_id, last = await _ending(stack, author, post_id, make(), "image/jpeg")

    photo = _photo(stack, author, photo_id)
    assert (last["status"], last["photoState"], last["failure"]["reason"]) == ("FAILED", "FAILED", reason)
    assert last["failure"]["retryable"] is False
    assert photo["failure"] == last["failure"]
    assert photo["variants"] == []


@pytest.mark.parametrize(
    ("make", "content_type"),
    [(pictures.heic, "image/heic"), (pictures.animated_gif, "image/gif"), (pictures.transparent_png, "image/png")],
    ids=["heic", "gif", "png"],
)
async def test_other_formats_become_photos(
    stack: Stack, author: Person, post_id: str, make: Callable[[], bytes], content_type: str
) -> None:
    """HEIC is converted, a GIF gives its first frame."""
    photo_id, last = await _ending(stack, author, post_id, make(), content_type)

    photo = _photo(stack, author, photo_id)
    assert (last["step"], last["photoState"]) == ("LIVE", "LIVE")
    assert photo["state"] == "LIVE"
    assert all(step["status"] == "DONE" for step in photo["steps"])
    assert photo["variants"]


async def test_a_photos_place_is_offered_to_its_author_and_stripped_from_every_copy(
    stack: Stack, author: Person, post_id: str
) -> None:
    """No public copy carries EXIF, a place, an owner or the file's name."""
    photo_id, _ = await _ending(stack, author, post_id, pictures.photo_with_gps(), "image/jpeg")

    photo = _photo(stack, author, photo_id)
    latitude, longitude = pictures.PLACE
    assert photo["suggestedPin"] == {
        "latitude": pytest.approx(latitude, abs=1e-4),
        "longitude": pytest.approx(longitude, abs=1e-4),
    }
    async with aiohttp.ClientSession() as http:
        for variant in photo["variants"]:
            async with http.get(variant["url"]) as answer:
                copy = await answer.read()
            with Image.open(BytesIO(copy)) as picture:
                assert (picture.format, dict(picture.getexif())) == ("WEBP", {})
                assert picture.size == (variant["width"], variant["height"])
            assert b"Lovelace" not in copy


@pytest.mark.parametrize("make", [pictures.photo, pictures.photo_at_null_island], ids=["no place", "null island"])
async def test_a_photo_without_a_place_suggests_none(
    stack: Stack, author: Person, post_id: str, make: Callable[[], bytes]
) -> None:
    """0°, 0° is what cameras write that do not know."""
    photo_id, last = await _ending(stack, author, post_id, make(), "image/jpeg")

    assert last["photoState"] == "LIVE"
    assert _photo(stack, author, photo_id)["suggestedPin"] is None


async def test_the_bucket_refuses_another_key_type_or_size(stack: Stack, author: Person, post_id: str) -> None:
    """The form fits one file: S3 itself enforces owner's prefix, content type and size."""
    asked = {"purpose": "PHOTO", "postId": post_id, "contentType": "image/jpeg", "bytes": 1000}
    made = stack.query(UPLOAD, author.headers, input=asked)["data"]["createUpload"]["upload"]
    fields = {field["name"]: field["value"] for field in made["fields"]}
    wrong: dict[str, tuple[dict[str, str], bytes]] = {
        "key": (fields | {"key": "uploads/somebody-else/photo"}, b"x" * 1000),
        "type": (fields | {"Content-Type": "text/html"}, b"x" * 1000),
        "size": (fields, b"x" * 30_000_000),
    }

    async with aiohttp.ClientSession() as http:
        statuses = {}
        for name, (values, body) in wrong.items():
            form = aiohttp.FormData(values)
            form.add_field("file", BytesIO(body), filename="photo.jpg")
            async with http.post(made["url"], data=form) as answer:
                statuses[name] = answer.status

    assert statuses == {"key": 403, "type": 403, "size": 400}


def test_nobody_else_sees_a_drafts_photos(stack: Stack, author: Person, post_id: str) -> None:
    """A draft's photos are its author's alone."""
    stranger = stack.sign_up(f"stranger-{uuid4().hex[:8]}@example.org")
    asked = {"purpose": "PHOTO", "postId": post_id, "contentType": "image/jpeg", "bytes": 1000}
    photo_id = stack.query(UPLOAD, author.headers, input=asked)["data"]["createUpload"]["photo"]["id"]

    assert _photo(stack, author, photo_id)["state"] == "AWAITING_UPLOAD"
    assert _photo(stack, stranger, photo_id) is None
    foreign = stack.query(UPLOAD, stranger.headers, input=asked)["data"]["createUpload"]
    assert [error["code"] for error in foreign["errors"]] == ["NOT_FOUND"]
