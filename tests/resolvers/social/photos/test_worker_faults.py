"""Faults while a photo is processed: outages, crashes, duplicates and races leave nothing done twice or stuck."""

import time
from datetime import UTC, datetime
from typing import Any

import pytest
from boto3.dynamodb.conditions import Attr

from resolvers.core import table
from resolvers.core.table import Update
from resolvers.platform.jobs import repository as jobs
from resolvers.platform.jobs.model import Message
from resolvers.social import keys
from resolvers.social.photos import repository
from resolvers.social.photos.job import PHOTO_JOB
from resolvers.social.photos.recognition import Unreadable
from tests.fakes.recognition import FakeReaders
from tests.fixtures import pictures
from tests.people import Person
from tests.resolvers.social.photos.upload_queue import UploadQueue


def _statuses(photo: dict[str, Any]) -> list[str]:
    return [step["status"] for step in photo["steps"]]


def _refuse() -> None:
    raise Unreadable


def _crash(photo: dict[str, Any]) -> None:
    """Leave a photo as a worker leaves it that died long ago: claimed, and the claim expired."""
    table.write(
        Update(keys.photo(photo["id"]), put={"claimedUntil": int(time.time()) - 1}, when=Attr("claim").exists())
    )


def test_a_passing_fault_is_tried_again_and_pays_no_model_twice(ada: Person, upload_queue: UploadQueue) -> None:
    """The message comes back, the second attempt goes on where the first one stopped."""
    post = upload_queue.post(ada)
    photo = upload_queue.upload(ada, post["id"], pictures.photo())

    first = upload_queue.work(FakeReaders(down=1))
    between = ada.query("photo", id=photo["id"])
    second = upload_queue.work()
    shown = ada.query("photo", id=photo["id"])

    assert len(first) == 1
    assert between["state"] == "PROCESSING"
    assert _statuses(between) == ["DONE", "DONE", "DONE", "PENDING", "PENDING", "PENDING"]
    assert second == []
    assert (shown["state"], shown["attempt"]) == ("LIVE", 2)
    assert [step["attempt"] for step in shown["steps"]] == [1, 1, 1, 2, 2, 2]
    assert upload_queue.readers.asked == ["labels", "text", "moderate"]


def test_the_last_try_ends_failed_and_the_author_may_retry(ada: Person, upload_queue: UploadQueue) -> None:
    """Nothing is stuck: after the third fault the photo says so, and `retryPhoto` begins again."""
    post = upload_queue.post(ada)
    photo = upload_queue.upload(ada, post["id"], pictures.photo())
    broken = FakeReaders(down=99)

    tries = [len(upload_queue.work(broken)) for _ in range(3)]
    given_up = ada.query("photo", id=photo["id"])
    again = ada.does("retryPhoto", id=photo["id"])["photo"]
    upload_queue.work()

    assert tries == [1, 1, 0]
    assert given_up["state"] == "FAILED"
    assert (given_up["failure"]["reason"], given_up["failure"]["retryable"]) == ("AI_UNAVAILABLE", True)
    assert again["state"] == "PROCESSING"
    assert again["failure"] is None
    assert ada.query("photo", id=photo["id"])["state"] == "LIVE"


def test_a_picture_that_the_ai_refuses_ends_failed_for_good(ada: Person, upload_queue: UploadQueue) -> None:
    """Not as an outage: no other try would change the answer, and nobody is told to wait."""
    post = upload_queue.post(ada)
    photo = upload_queue.upload(ada, post["id"], pictures.photo())

    failed = upload_queue.work(FakeReaders(meanwhile=_refuse))

    shown = ada.query("photo", id=photo["id"])
    assert failed == []
    assert (shown["state"], shown["failure"]["step"]) == ("FAILED", "LABELLED")
    assert (shown["failure"]["reason"], shown["failure"]["retryable"]) == ("AI_REFUSED", False)


def test_a_fault_of_ours_ends_failed_on_the_last_try(ada: Person, upload_queue: UploadQueue) -> None:
    """Whatever breaks, the author hears of it."""
    post = upload_queue.post(ada)
    photo = upload_queue.upload(ada, post["id"], pictures.photo())

    def bug() -> None:
        raise ZeroDivisionError

    tries = [len(upload_queue.work(FakeReaders(meanwhile=bug))) for _ in range(3)]

    failure = ada.query("photo", id=photo["id"])["failure"]
    assert tries == [1, 1, 0]
    assert (failure["reason"], failure["retryable"]) == ("INTERNAL", True)


def test_a_duplicate_event_changes_nothing(ada: Person, upload_queue: UploadQueue) -> None:
    """EventBridge and SQS deliver at least once."""
    post = upload_queue.post(ada)
    photo = upload_queue.ask(ada, post["id"])["photo"]
    version = upload_queue.put(photo, pictures.photo())
    upload_queue.tell(photo, version)
    upload_queue.work()
    before = table.get(keys.photo(photo["id"]))

    upload_queue.tell(photo, version)
    failed = upload_queue.work()

    assert failed == []
    assert table.get(keys.photo(photo["id"])) == before


def test_two_workers_racing_do_the_work_once(ada: Person, upload_queue: UploadQueue) -> None:
    """The second one finds the claim and leaves; should the first one crash, its own message comes again."""
    post = upload_queue.post(ada)
    photo = upload_queue.ask(ada, post["id"])["photo"]
    version = upload_queue.put(photo, pictures.photo())
    upload_queue.tell(photo, version)
    other = FakeReaders()
    outcomes: list[list[str]] = []

    def race() -> None:
        upload_queue.tell(photo, version)
        outcomes.append(upload_queue.work(other))

    failed = upload_queue.work(FakeReaders(meanwhile=race))

    assert failed == []
    assert outcomes == [[]]
    assert other.asked == []
    assert ada.query("photo", id=photo["id"])["state"] == "LIVE"


def test_of_two_claims_on_what_both_read_one_is_refused(ada: Person, upload_queue: UploadQueue) -> None:
    """The condition decides in the table, not what a worker remembers."""
    post = upload_queue.post(ada)
    photo = upload_queue.ask(ada, post["id"])["photo"]
    both = repository.get(photo["id"])
    assert both
    one, two = (Message(each, "v1", datetime.now(UTC), is_last_try=False) for each in ("message-1", "message-2"))
    jobs.claim(PHOTO_JOB, both, one)

    with pytest.raises(table.StaleItem):
        jobs.claim(PHOTO_JOB, both, two)


def test_a_crash_is_taken_over_when_its_claim_has_expired(ada: Person, upload_queue: UploadQueue) -> None:
    """The message comes again; while the claim stands it waits, then another worker goes on."""
    post = upload_queue.post(ada)
    photo = upload_queue.upload(ada, post["id"], pictures.photo())

    def crash() -> None:
        raise KeyboardInterrupt  # as Lambda does with a process that ran out of time

    with pytest.raises(KeyboardInterrupt):
        upload_queue.work(FakeReaders(meanwhile=crash))
    upload_queue.show_again()
    while_claimed = upload_queue.work()
    _crash(photo)
    after = upload_queue.work()

    assert len(while_claimed) == 1
    assert after == []


def test_a_photo_that_crashes_every_worker_ends_failed(ada: Person, upload_queue: UploadQueue) -> None:
    """The last delivery does not die a third time: it ends the photo, and its author may retry."""
    post = upload_queue.post(ada)
    photo = upload_queue.upload(ada, post["id"], pictures.photo())

    def crash() -> None:
        raise KeyboardInterrupt

    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            upload_queue.work(FakeReaders(meanwhile=crash))
        _crash(photo)
        upload_queue.show_again()
    failed = upload_queue.work(FakeReaders(meanwhile=crash))

    shown = ada.query("photo", id=photo["id"])
    assert failed == []
    assert (shown["state"], shown["failure"]["reason"]) == ("FAILED", "INTERRUPTED")
    assert shown["failure"]["retryable"] is True


def test_a_message_that_is_no_event_fails_until_the_queue_sets_it_aside(upload_queue: UploadQueue) -> None:
    """Poison ends in the dead-letter queue, reported one by one."""
    upload_queue.send("not JSON")

    failed = upload_queue.work()

    assert len(failed) == 1
