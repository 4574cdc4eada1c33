"""Processing a photo: good pictures go live step by step, bad ones end with a reason."""

from typing import Any

import pytest

from resolvers.social.photos.model import ModerationVerdict
from tests.fakes.recognition import FakeReaders
from tests.fixtures import pictures
from tests.people import Person
from tests.resolvers.social.photos.upload_queue import UploadQueue

STEPS = ["UPLOADED", "CHECKED", "RESIZED", "LABELLED", "MODERATED", "LIVE"]


def _statuses(photo: dict[str, Any]) -> list[str]:
    return [step["status"] for step in photo["steps"]]


def test_a_good_photo_goes_live_with_everything_the_ai_read(
    ada: Person, guest: Person, upload_queue: UploadQueue
) -> None:
    """Steps, sizes, copies, labels, text, colours, moderation; the models are named; human words stay."""
    post = upload_queue.post(ada)

    photo = upload_queue.upload(ada, post["id"], pictures.photo(edge=1200), altText="Peaks")
    failed = upload_queue.work()
    shown = guest.query("photo", id=photo["id"])

    assert failed == []
    assert shown["state"] == "LIVE"
    assert [step["name"] for step in shown["steps"]] == STEPS
    assert _statuses(shown) == ["DONE"] * 6
    assert shown["attempt"] == 1
    assert [each["name"] for each in shown["variants"]] == ["THUMBNAIL", "MEDIUM", "LARGE"]
    assert max(shown["width"], shown["height"]) == 1200
    assert shown["labels"][0] == {"name": "Cat", "confidence": 98.5, "parents": ["Animal"]}
    assert shown["text"] == [{"text": "Main Street 42", "confidence": 91.0}]
    assert shown["colours"][0]["hex"] == "#4a7fb5"
    assert shown["moderation"]["verdict"] == "APPROVED"
    assert shown["model"] == {"name": "Fake", "version": "1"}
    assert shown["altText"] == "Peaks"
    assert len(shown["thumbhash"]) > 20


def test_each_step_is_written_as_it_happens(ada: Person, upload_queue: UploadQueue) -> None:
    """While the labels are read the table says so, and the photo is still its author's alone."""
    post = upload_queue.post(ada)
    photo = upload_queue.upload(ada, post["id"], pictures.photo())
    seen: list[dict[str, Any]] = []

    upload_queue.readers.meanwhile = lambda: seen.append(ada.query("photo", id=photo["id"]))
    upload_queue.work()

    assert seen[0]["state"] == "PROCESSING"
    assert _statuses(seen[0]) == ["DONE", "DONE", "DONE", "RUNNING", "PENDING", "PENDING"]
    assert seen[0]["variants"] == []
    assert all(step["at"] for step in seen[0]["steps"][:4])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (pictures.empty(), "EMPTY"),
        (pictures.text_named_jpg(), "NOT_AN_IMAGE"),
        (pictures.html_named_jpg(), "NOT_AN_IMAGE"),
        (b"II*\x00" + b"\x08\x00\x00\x00" + bytes(64), "UNSUPPORTED"),
        (pictures.truncated_jpeg(), "CORRUPT"),
        (b"\xff\xd8\xff\xe0" + b"junk" * 100, "CORRUPT"),
        (pictures.bomb(), "TOO_LARGE"),
    ],
    ids=["empty", "text", "page", "tiff", "truncated", "junk", "bomb"],
)
def test_a_bad_file_ends_failed_with_a_reason_and_its_message_is_consumed(
    ada: Person, upload_queue: UploadQueue, content: bytes, reason: str
) -> None:
    """Trying again would not help, so nobody does; the AI is never asked."""
    post = upload_queue.post(ada)

    photo = upload_queue.upload(ada, post["id"], content)
    failed = upload_queue.work()
    shown = ada.query("photo", id=photo["id"])

    assert failed == []
    assert shown["state"] == "FAILED"
    assert (shown["failure"]["step"], shown["failure"]["reason"]) == ("CHECKED", reason)
    assert shown["failure"]["retryable"] is False
    assert shown["failure"]["message"].endswith(".")
    assert _statuses(shown) == ["DONE", "FAILED", "PENDING", "PENDING", "PENDING", "PENDING"]
    assert upload_queue.readers.asked == []
    assert upload_queue.work() == []


@pytest.mark.parametrize(
    "content",
    [pictures.heic(), pictures.animated_gif(), pictures.transparent_png()],
    ids=["heic", "gif", "png"],
)
def test_other_formats_become_webp(ada: Person, upload_queue: UploadQueue, content: bytes) -> None:
    """HEIC is converted, a GIF gives its first frame, transparency stays."""
    post = upload_queue.post(ada)

    photo = upload_queue.upload(ada, post["id"], content)
    upload_queue.work()
    shown = ada.query("photo", id=photo["id"])

    assert shown["state"] == "LIVE"
    assert {each["contentType"] for each in shown["variants"]} == {"image/webp"}


def test_gps_becomes_a_private_suggestion_and_leaves_every_copy(
    ada: Person, grace: Person, upload_queue: UploadQueue
) -> None:
    """No copy tells where, whose camera, or the file's name; the author alone is offered the place."""
    post = upload_queue.post(ada)
    photo = upload_queue.upload(ada, post["id"], pictures.photo_with_gps())
    upload_queue.work()

    own, others = ada.query("photo", id=photo["id"]), grace.query("photo", id=photo["id"])
    copies = [upload_queue.read(key) for key in upload_queue.objects("variants/")]

    assert own["suggestedPin"]["latitude"] == pytest.approx(pictures.PLACE[0], abs=1e-4)
    assert own["suggestedPin"]["longitude"] == pytest.approx(pictures.PLACE[1], abs=1e-4)
    assert others["suggestedPin"] is None
    assert len(copies) == 2
    for copy in copies:
        assert pictures.place_in(copy) is None
        assert pictures.OWNER.encode() not in copy
        assert pictures.ORIGINAL_NAME.encode() not in copy
        assert b"EXIF" not in copy[:200]


def test_a_camera_without_a_fix_suggests_nothing(ada: Person, upload_queue: UploadQueue) -> None:
    """0 degrees, 0 degrees is no place."""
    post = upload_queue.post(ada)

    photo = upload_queue.upload(ada, post["id"], pictures.photo_at_null_island())
    upload_queue.work()

    assert ada.query("photo", id=photo["id"])["suggestedPin"] is None


def test_moderation_rejects_before_anybody_could_look(ada: Person, grace: Person, upload_queue: UploadQueue) -> None:
    """A refused photo keeps no copies, tells its author why, and does not exist for others."""
    post = upload_queue.post(ada)
    photo = upload_queue.upload(ada, post["id"], pictures.photo())

    failed = upload_queue.work(FakeReaders(verdict=ModerationVerdict.REJECTED))
    shown = ada.query("photo", id=photo["id"])

    assert failed == []
    assert shown["state"] == "REJECTED"
    assert (shown["failure"]["reason"], shown["failure"]["retryable"]) == ("UNSAFE", False)
    assert shown["moderation"]["verdict"] == "REJECTED"
    assert shown["variants"] == []
    assert upload_queue.objects("variants/") == []
    assert grace.query("photo", id=photo["id"]) is None
    assert ada.asks_each("Post", "cover", [ada.query("post", id=post["id"])]) == [None]
