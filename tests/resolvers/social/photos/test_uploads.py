"""Asking for leave to upload: whose post, what file, how many, and what the form allows."""

import base64
import json
from typing import Any

import pytest

from tests.people import Person, Refused
from tests.resolvers.social.photos.upload_queue import BUCKET, UploadQueue


def _codes(payload: dict[str, Any]) -> list[str]:
    return [error["code"] for error in payload["errors"]]


def test_the_form_fits_one_key_one_type_and_one_size(ada: Person, upload_queue: UploadQueue) -> None:
    """Whoever holds the form can upload this file of this size for this photo, and nothing else."""
    post = upload_queue.post(ada)

    payload = upload_queue.ask(ada, post["id"], contentType="image/png", bytes=4711)

    photo = payload["photo"]
    fields = {each["name"]: each["value"] for each in payload["upload"]["fields"]}
    conditions = json.loads(base64.b64decode(fields["policy"]))["conditions"]
    assert fields["key"] == f"uploads/{ada.id}/{photo['id']}"
    assert {"key": fields["key"]} in conditions
    assert {"Content-Type": "image/png"} in conditions
    assert {"bucket": BUCKET} in conditions
    assert ["content-length-range", 4711, 4711] in conditions


def test_a_photo_begins_awaiting_its_upload_last_on_its_post(ada: Person, upload_queue: UploadQueue) -> None:
    """The photo, its place and the count are one transaction."""
    post = upload_queue.post(ada)
    first = upload_queue.ask(ada, post["id"])["photo"]
    second = upload_queue.ask(ada, post["id"], caption="Lanterns", altText="A street of lanterns")["photo"]

    read = ada.query("post", id=post["id"])
    (page,) = ada.asks_each("Post", "photos", [read])

    assert [edge["node"]["id"] for edge in page["edges"]] == [first["id"], second["id"]]
    assert read["counts"]["photos"] == 2
    assert second["state"] == "AWAITING_UPLOAD"
    assert (second["caption"], second["altText"]) == ("Lanterns", "A street of lanterns")
    assert {step["status"] for step in second["steps"]} == {"PENDING"}


def test_only_the_author_uploads_to_a_post(
    ada: Person, grace: Person, guest: Person, upload_queue: UploadQueue
) -> None:
    """Forbidden where it is seen, not found where it is not, and guests have to sign in."""
    public = upload_queue.post(ada)
    draft = ada.does("createPost", title="Mine")["post"]

    assert _codes(upload_queue.ask(grace, public["id"])) == ["FORBIDDEN"]
    assert _codes(upload_queue.ask(grace, draft["id"])) == ["NOT_FOUND"]
    with pytest.raises(Refused) as refused:
        upload_queue.ask(guest, public["id"])
    assert refused.value.kind == "Unauthenticated"


@pytest.mark.parametrize(
    "input", [{"contentType": "image/svg+xml"}, {"contentType": "text/html"}, {"bytes": 26_214_401}, {"bytes": -1}]
)
def test_other_types_and_sizes_are_invalid_input(ada: Person, upload_queue: UploadQueue, input: dict[str, Any]) -> None:
    """What the worker would refuse is refused before anything is uploaded."""
    post = upload_queue.post(ada)

    payload = upload_queue.ask(ada, post["id"], **input)

    (error,) = payload["errors"]
    assert (error["code"], error["path"]) == ("INVALID_INPUT", ["input", next(iter(input))])


def test_a_photo_needs_a_post_and_a_picture_of_oneself_has_none(ada: Person, upload_queue: UploadQueue) -> None:
    """The purpose decides."""
    post = upload_queue.post(ada)

    assert _codes(upload_queue.ask(ada, None)) == ["INVALID_INPUT"]
    assert _codes(upload_queue.ask(ada, post["id"], purpose="AVATAR")) == ["INVALID_INPUT"]
    assert _codes(upload_queue.ask(ada, None, purpose="AVATAR")) == []


def test_a_post_has_room_for_twenty_photos(ada: Person, upload_queue: UploadQueue) -> None:
    """The twenty-first is refused by the table itself."""
    post = upload_queue.post(ada)
    for _ in range(20):
        assert _codes(upload_queue.ask(ada, post["id"])) == []

    payload = upload_queue.ask(ada, post["id"])

    assert _codes(payload) == ["LIMIT_REACHED"]
    assert ada.query("post", id=post["id"])["counts"]["photos"] == 20


def test_a_repeated_idempotency_key_answers_the_same_photo_with_a_fresh_form(
    ada: Person, upload_queue: UploadQueue
) -> None:
    """A client that lost the answer asks again and makes no second photo."""
    post = upload_queue.post(ada)

    first = upload_queue.ask(ada, post["id"], idempotencyKey="k1")
    again = upload_queue.ask(ada, post["id"], idempotencyKey="k1")

    assert first["photo"]["id"] == again["photo"]["id"]
    assert again["upload"]["fields"]
    assert ada.query("post", id=post["id"])["counts"]["photos"] == 1
