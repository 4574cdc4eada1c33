"""The upload's form and the job on the deployed system: real S3 policy, real events, real models."""

import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import urllib3

from tests.fixtures import pictures
from tests.stack import Person, Stack

pytestmark = pytest.mark.emulator

INPUTS = Path(__file__).parents[3] / "fixtures/inputs"
PATIENCE = 90.0
CREATE = "mutation($input: CreatePostInput!) { createPost(input: $input) { post { id } } }"
UPLOAD = """mutation($input: CreateUploadInput!) {
  createUpload(input: $input) { upload { url fields { name value } } photo { id } errors { code } }
}"""
PHOTO = "query($id: ID!) { photo(id: $id) { state attempt variants { url } labels { name } model { version } } }"
DELETE = "mutation($input: DeletePhotoInput!) { deletePhoto(input: $input) { deletedId errors { code } } }"


@pytest.fixture(scope="module")
def author(stack: Stack) -> Person:
    return stack.sign_up(f"photographer-{uuid4().hex[:8]}@example.org")


@pytest.fixture(scope="module")
def post_id(stack: Stack, author: Person) -> str:
    return str(stack.query(CREATE, author.headers, input={"title": "Forms"})["data"]["createPost"]["post"]["id"])


def _form(stack: Stack, author: Person, post_id: str, file: bytes) -> tuple[str, str, dict[str, str]]:
    """Return a photo's id, where to post its form, and the form's fields."""
    asked = {"postId": post_id, "contentType": "image/jpeg", "bytes": len(file)}
    begun = stack.query(UPLOAD, author.headers, input=asked)["data"]["createUpload"]
    fields = {each["name"]: each["value"] for each in begun["upload"]["fields"]}
    return begun["photo"]["id"], begun["upload"]["url"], fields


def _post(url: str, fields: dict[str, str], file: bytes) -> int:
    form: dict[str, Any] = {**fields, "file": ("holiday.jpg", file, "image/jpeg")}
    return urllib3.request("POST", url, fields=form, retries=False).status


def _wait_until_settled(stack: Stack, author: Person, photo_id: str) -> dict[str, Any]:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        photo: dict[str, Any] = stack.query(PHOTO, author.headers, id=photo_id)["data"]["photo"]
        if photo["state"] not in {"AWAITING_UPLOAD", "PROCESSING"}:
            return photo
        time.sleep(0.2)
    raise TimeoutError(photo_id)


def test_the_form_takes_this_file_and_no_other(stack: Stack, author: Person, post_id: str) -> None:
    """Another size, another type, another key, an altered policy: S3 itself refuses."""
    file = pictures.photo(edge=300)
    photo_id, url, fields = _form(stack, author, post_id, file)

    refused = [
        _post(url, fields, file[:-1]),
        _post(url, fields, file + b"!"),
        _post(url, fields | {"Content-Type": "text/html"}, file),
        _post(url, fields | {"key": "variants/mine.webp"}, file),
        _post(url, fields | {"policy": fields["policy"][:-8] + "AAAAAAA="}, file),
    ]

    assert all(400 <= status < 500 for status in refused), refused
    assert stack.query(PHOTO, author.headers, id=photo_id)["data"]["photo"]["state"] == "AWAITING_UPLOAD"


def test_a_second_upload_under_the_form_swaps_nothing(stack: Stack, author: Person, post_id: str) -> None:
    """The photo that the models read is the one that is shown; deleting it empties its addresses."""
    first, second = (pictures.photo(name, edge=300) for name in ("picos-de-europa", "stream"))
    size = max(len(first), len(second))
    first, second = first.ljust(size, b"\0"), second.ljust(size, b"\0")
    photo_id, url, fields = _form(stack, author, post_id, first)
    assert _post(url, fields, first) == 204
    before = _wait_until_settled(stack, author, photo_id)
    copy = before["variants"][0]["url"]
    shown = urllib3.request("GET", copy).data

    assert _post(url, fields, second) == 204
    gone = _form(stack, author, post_id, first)  # a later photo, whose event comes after the swap's
    assert _post(gone[1], gone[2], first) == 204
    _wait_until_settled(stack, author, gone[0])

    after = _wait_until_settled(stack, author, photo_id)
    assert before["state"] == after["state"] == "LIVE"
    assert after["attempt"] == 1
    assert before["labels"] == after["labels"]
    assert before["model"]["version"]
    assert urllib3.request("GET", copy).data == shown
    assert urllib3.request("GET", copy.split("?")[0]).status == 403
    deleted = stack.query(DELETE, author.headers, input={"id": photo_id})
    assert deleted == {"data": {"deletePhoto": {"deletedId": photo_id, "errors": []}}}
    assert urllib3.request("GET", copy).status == 404


def test_a_picture_of_one_pixel_goes_live(stack: Stack, author: Person, post_id: str) -> None:
    """Rekognition refuses less than 80 pixels on a side: it is given more, and the photo is not blamed."""
    file = (INPUTS / "i-1x1.png").read_bytes()
    photo_id, url, fields = _form(stack, author, post_id, file)
    assert _post(url, fields, file) == 204

    photo = _wait_until_settled(stack, author, photo_id)

    assert (photo["state"], photo["attempt"]) == ("LIVE", 1)
    assert photo["model"]["version"]
