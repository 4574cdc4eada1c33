"""The job: good pictures go live step by step, bad ones end with a reason, and nothing is done twice or stuck."""

import time
from datetime import UTC, datetime
from typing import Any

import pytest
from boto3.dynamodb.conditions import Attr

from resolvers.core import keys, table
from resolvers.core.table import Update
from resolvers.media import progress, repository
from resolvers.media.model import ModerationVerdict
from tests.fakes.recognition import FakeReaders
from tests.fixtures import pictures
from tests.people import Person
from tests.resolvers.media.studio import Studio

STEPS = ["UPLOADED", "CHECKED", "RESIZED", "LABELLED", "MODERATED", "LIVE"]


def _statuses(photo: dict[str, Any]) -> list[str]:
    return [step["status"] for step in photo["steps"]]


def _crash(photo: dict[str, Any]) -> None:
    """Leave a photo as a worker leaves it that died long ago: claimed, and the claim expired."""
    table.write(
        Update(keys.photo(photo["id"]), put={"claimedUntil": int(time.time()) - 1}, when=Attr("claim").exists())
    )


def test_a_good_photo_goes_live_with_everything_the_ai_read(ada: Person, guest: Person, studio: Studio) -> None:
    """Steps, sizes, copies, labels, text, colours, moderation; the models are named; human words stay."""
    post = studio.post(ada)

    photo = studio.upload(ada, post["id"], pictures.photo(edge=1200), altText="Peaks")
    failed = studio.work()
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


def test_each_step_is_written_as_it_happens(ada: Person, studio: Studio) -> None:
    """While the labels are read the table says so, and the photo is still its author's alone."""
    post = studio.post(ada)
    photo = studio.upload(ada, post["id"], pictures.photo())
    seen: list[dict[str, Any]] = []

    studio.readers.meanwhile = lambda: seen.append(ada.query("photo", id=photo["id"]))
    studio.work()

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
    ada: Person, studio: Studio, content: bytes, reason: str
) -> None:
    """Trying again would not help, so nobody does; the AI is never asked."""
    post = studio.post(ada)

    photo = studio.upload(ada, post["id"], content)
    failed = studio.work()
    shown = ada.query("photo", id=photo["id"])

    assert failed == []
    assert shown["state"] == "FAILED"
    assert (shown["failure"]["step"], shown["failure"]["reason"]) == ("CHECKED", reason)
    assert shown["failure"]["retryable"] is False
    assert shown["failure"]["message"].endswith(".")
    assert _statuses(shown) == ["DONE", "FAILED", "PENDING", "PENDING", "PENDING", "PENDING"]
    assert studio.readers.asked == []
    assert studio.work() == []


@pytest.mark.parametrize(
    "content",
    [pictures.heic(), pictures.animated_gif(), pictures.transparent_png()],
    ids=["heic", "gif", "png"],
)
def test_other_formats_become_webp(ada: Person, studio: Studio, content: bytes) -> None:
    """HEIC is converted, a GIF gives its first frame, transparency stays."""
    post = studio.post(ada)

    photo = studio.upload(ada, post["id"], content)
    studio.work()
    shown = ada.query("photo", id=photo["id"])

    assert shown["state"] == "LIVE"
    assert {each["contentType"] for each in shown["variants"]} == {"image/webp"}


def test_gps_becomes_a_private_suggestion_and_leaves_every_copy(ada: Person, grace: Person, studio: Studio) -> None:
    """No copy tells where, whose camera, or the file's name; the author alone is offered the place."""
    post = studio.post(ada)
    photo = studio.upload(ada, post["id"], pictures.photo_with_gps())
    studio.work()

    own, others = ada.query("photo", id=photo["id"]), grace.query("photo", id=photo["id"])
    copies = [studio.read(key) for key in studio.objects("variants/")]

    assert own["suggestedPin"]["latitude"] == pytest.approx(pictures.PLACE[0], abs=1e-4)
    assert own["suggestedPin"]["longitude"] == pytest.approx(pictures.PLACE[1], abs=1e-4)
    assert others["suggestedPin"] is None
    assert len(copies) == 2
    for copy in copies:
        assert pictures.place_in(copy) is None
        assert pictures.OWNER.encode() not in copy
        assert pictures.ORIGINAL_NAME.encode() not in copy
        assert b"EXIF" not in copy[:200]


def test_a_camera_without_a_fix_suggests_nothing(ada: Person, studio: Studio) -> None:
    """0 degrees, 0 degrees is no place."""
    post = studio.post(ada)

    photo = studio.upload(ada, post["id"], pictures.photo_at_null_island())
    studio.work()

    assert ada.query("photo", id=photo["id"])["suggestedPin"] is None


def test_moderation_rejects_before_anybody_could_look(ada: Person, grace: Person, studio: Studio) -> None:
    """A refused photo keeps no copies, tells its author why, and does not exist for others."""
    post = studio.post(ada)
    photo = studio.upload(ada, post["id"], pictures.photo())

    failed = studio.work(FakeReaders(verdict=ModerationVerdict.REJECTED))
    shown = ada.query("photo", id=photo["id"])

    assert failed == []
    assert shown["state"] == "REJECTED"
    assert (shown["failure"]["reason"], shown["failure"]["retryable"]) == ("UNSAFE", False)
    assert shown["moderation"]["verdict"] == "REJECTED"
    assert shown["variants"] == []
    assert studio.objects("variants/") == []
    assert grace.query("photo", id=photo["id"]) is None
    assert ada.asks_each("Post", "cover", [ada.query("post", id=post["id"])]) == [None]


def test_a_passing_fault_is_tried_again_and_pays_no_model_twice(ada: Person, studio: Studio) -> None:
    """The message comes back, the second attempt goes on where the first one stopped."""
    post = studio.post(ada)
    photo = studio.upload(ada, post["id"], pictures.photo())

    first = studio.work(FakeReaders(down=1))
    between = ada.query("photo", id=photo["id"])
    second = studio.work()
    shown = ada.query("photo", id=photo["id"])

    assert len(first) == 1
    assert between["state"] == "PROCESSING"
    assert _statuses(between) == ["DONE", "DONE", "DONE", "PENDING", "PENDING", "PENDING"]
    assert second == []
    assert (shown["state"], shown["attempt"]) == ("LIVE", 2)
    assert [step["attempt"] for step in shown["steps"]] == [1, 1, 1, 2, 2, 2]
    assert studio.readers.asked == ["labels", "text", "moderate"]


def test_the_last_try_ends_failed_and_the_author_may_retry(ada: Person, studio: Studio) -> None:
    """Nothing is stuck: after the third fault the photo says so, and `retryPhoto` begins again."""
    post = studio.post(ada)
    photo = studio.upload(ada, post["id"], pictures.photo())
    broken = FakeReaders(down=99)

    tries = [len(studio.work(broken)) for _ in range(3)]
    given_up = ada.query("photo", id=photo["id"])
    again = ada.does("retryPhoto", id=photo["id"])["photo"]
    studio.work()

    assert tries == [1, 1, 0]
    assert given_up["state"] == "FAILED"
    assert (given_up["failure"]["reason"], given_up["failure"]["retryable"]) == ("AI_UNAVAILABLE", True)
    assert again["state"] == "PROCESSING"
    assert again["failure"] is None
    assert ada.query("photo", id=photo["id"])["state"] == "LIVE"


def test_a_fault_of_ours_ends_failed_on_the_last_try(ada: Person, studio: Studio) -> None:
    """Whatever breaks, the author hears of it."""
    post = studio.post(ada)
    photo = studio.upload(ada, post["id"], pictures.photo())

    def bug() -> None:
        raise ZeroDivisionError

    tries = [len(studio.work(FakeReaders(meanwhile=bug))) for _ in range(3)]

    failure = ada.query("photo", id=photo["id"])["failure"]
    assert tries == [1, 1, 0]
    assert (failure["reason"], failure["retryable"]) == ("INTERNAL", True)


def test_a_duplicate_event_changes_nothing(ada: Person, studio: Studio) -> None:
    """EventBridge and SQS deliver at least once."""
    post = studio.post(ada)
    photo = studio.ask(ada, post["id"])["photo"]
    version = studio.put(photo, pictures.photo())
    studio.tell(photo, version)
    studio.work()
    before = table.get(keys.photo(photo["id"]))

    studio.tell(photo, version)
    failed = studio.work()

    assert failed == []
    assert table.get(keys.photo(photo["id"])) == before


def test_two_workers_racing_do_the_work_once(ada: Person, studio: Studio) -> None:
    """The second one finds the claim and leaves; should the first one crash, its own message comes again."""
    post = studio.post(ada)
    photo = studio.ask(ada, post["id"])["photo"]
    version = studio.put(photo, pictures.photo())
    studio.tell(photo, version)
    other = FakeReaders()
    outcomes: list[list[str]] = []

    def race() -> None:
        studio.tell(photo, version)
        outcomes.append(studio.work(other))

    failed = studio.work(FakeReaders(meanwhile=race))

    assert failed == []
    assert outcomes == [[]]
    assert other.asked == []
    assert ada.query("photo", id=photo["id"])["state"] == "LIVE"


def test_of_two_claims_on_what_both_read_one_is_refused(ada: Person, studio: Studio) -> None:
    """The condition decides in the table, not what a worker remembers."""
    post = studio.post(ada)
    photo = studio.ask(ada, post["id"])["photo"]
    both = repository.get(photo["id"])
    assert both
    progress.claim(both, "message-1", "v1", datetime.now(UTC))

    with pytest.raises(repository.Overtaken):
        progress.claim(both, "message-2", "v1", datetime.now(UTC))


def test_a_crash_is_taken_over_when_its_claim_has_expired(ada: Person, studio: Studio) -> None:
    """The message comes again; while the claim stands it waits, then another worker goes on."""
    post = studio.post(ada)
    photo = studio.upload(ada, post["id"], pictures.photo())

    def crash() -> None:
        raise KeyboardInterrupt  # as Lambda does with a process that ran out of time

    with pytest.raises(KeyboardInterrupt):
        studio.work(FakeReaders(meanwhile=crash))
    studio.show_again()
    while_claimed = studio.work()
    _crash(photo)
    after = studio.work()

    assert len(while_claimed) == 1
    assert after == []


def test_a_photo_that_crashes_every_worker_ends_failed(ada: Person, studio: Studio) -> None:
    """The last delivery does not die a third time: it ends the photo, and its author may retry."""
    post = studio.post(ada)
    photo = studio.upload(ada, post["id"], pictures.photo())

    def crash() -> None:
        raise KeyboardInterrupt

    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            studio.work(FakeReaders(meanwhile=crash))
        _crash(photo)
        studio.show_again()
    failed = studio.work(FakeReaders(meanwhile=crash))

    shown = ada.query("photo", id=photo["id"])
    assert failed == []
    assert (shown["state"], shown["failure"]["reason"]) == ("FAILED", "INTERRUPTED")
    assert shown["failure"]["retryable"] is True


def test_a_later_upload_under_the_same_form_swaps_nothing(ada: Person, studio: Studio) -> None:
    """The version that was moderated is the one that is shown."""
    post = studio.post(ada)
    photo = studio.upload(ada, post["id"], pictures.photo(edge=600))
    studio.work()
    before = table.get(keys.photo(photo["id"]))

    studio.tell(photo, studio.put(photo, pictures.animated_gif()))
    failed = studio.work()

    assert failed == []
    assert table.get(keys.photo(photo["id"])) == before


def test_a_photo_deleted_while_it_is_processed_leaves_nothing_behind(ada: Person, studio: Studio) -> None:
    """The worker's next write is refused, and it clears what it had made."""
    post = studio.post(ada)
    photo = studio.upload(ada, post["id"], pictures.photo())

    studio.readers.meanwhile = lambda: ada.does("deletePhoto", id=photo["id"])
    failed = studio.work()

    assert failed == []
    assert ada.query("photo", id=photo["id"]) is None
    assert studio.objects() == []


def test_an_upload_without_a_photo_is_removed(ada: Person, studio: Studio) -> None:
    """A form used after its photo was deleted stores nothing for good."""
    post = studio.post(ada)
    photo = studio.ask(ada, post["id"])["photo"]
    ada.does("deletePhoto", id=photo["id"])

    studio.tell(photo, studio.put(photo, pictures.photo()))
    failed = studio.work()

    assert failed == []
    assert studio.objects() == []


def test_a_message_that_is_no_event_fails_until_the_queue_sets_it_aside(studio: Studio) -> None:
    """Poison ends in the dead-letter queue, reported one by one."""
    studio.send("not JSON")

    failed = studio.work()

    assert len(failed) == 1


def test_a_new_avatar_replaces_the_old_one_and_its_objects(ada: Person, guest: Person, studio: Studio) -> None:
    """Square, at most 512 pixels, and nothing of the picture before stays."""
    first = studio.upload(ada, None, pictures.photo(edge=1200), purpose="AVATAR")
    studio.work()
    second = studio.upload(ada, None, pictures.animated_gif(), purpose="AVATAR")
    studio.work()

    avatar = guest.query("user", handle="ada")["avatar"]

    assert (avatar["width"], avatar["height"]) == (240, 240)
    assert avatar["url"].startswith("https://")
    assert ada.query("photo", id=first["id"]) is None
    assert ada.query("photo", id=second["id"])["state"] == "LIVE"
    assert guest.query("photo", id=second["id"]) is None
    assert len(studio.objects()) == 2


def test_deleting_the_avatar_takes_it_off_the_profile(ada: Person, guest: Person, studio: Studio) -> None:
    """The profile never shows a picture that is gone."""
    photo = studio.upload(ada, None, pictures.photo(), purpose="AVATAR")
    studio.work()

    payload = ada.does("deletePhoto", id=photo["id"])

    assert payload["errors"] == []
    assert guest.query("user", handle="ada")["avatar"] is None
    assert studio.objects() == []
