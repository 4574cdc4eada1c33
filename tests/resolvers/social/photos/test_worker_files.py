"""The files of a photo: one upload a form, and nothing stays in the bucket that nobody needs."""

import pytest

from resolvers.core import table
from resolvers.platform.uploads import bucket
from resolvers.social import keys
from resolvers.social.photos import objects
from resolvers.social.photos.model import ModerationVerdict
from resolvers.social.photos.recognition import Unreadable
from tests.fakes.recognition import FakeReaders
from tests.fixtures import pictures
from tests.people import Person
from tests.resolvers.social.photos.upload_queue import UploadQueue


def _refuse() -> None:
    raise Unreadable


def test_a_later_upload_under_the_same_form_swaps_nothing(ada: Person, upload_queue: UploadQueue) -> None:
    """The version that was moderated is the one that is shown."""
    post = upload_queue.post(ada)
    photo = upload_queue.upload(ada, post["id"], pictures.photo(edge=600))
    upload_queue.work()
    before = table.get(keys.photo(photo["id"]))

    upload_queue.tell(photo, upload_queue.put(photo, pictures.animated_gif()))
    failed = upload_queue.work()

    assert failed == []
    assert table.get(keys.photo(photo["id"])) == before
    assert upload_queue.objects("uploads/") == []


def test_one_form_takes_one_upload(ada: Person, upload_queue: UploadQueue) -> None:
    """What is posted with the form once more, while the first is worked on, is removed and never read."""
    post = upload_queue.post(ada)
    photo = upload_queue.ask(ada, post["id"])["photo"]
    first = upload_queue.put(photo, pictures.photo())
    upload_queue.tell(photo, first)

    def post_again() -> None:
        upload_queue.tell(photo, upload_queue.put(photo, pictures.animated_gif()))
        assert upload_queue.work(FakeReaders()) == []
        assert upload_queue.objects("uploads/") == [upload_queue.key(photo)]

    failed = upload_queue.work(FakeReaders(meanwhile=post_again))

    assert failed == []
    assert ada.query("photo", id=photo["id"])["width"] == 800


def test_a_worker_that_dies_after_its_last_write_leaves_nothing_behind(
    ada: Person, upload_queue: UploadQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its message comes again and removes what the first delivery could not."""
    post = upload_queue.post(ada)
    photo = upload_queue.upload(ada, post["id"], pictures.photo_with_gps())

    def die(_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(objects, "remove_unneeded", die)
        with pytest.raises(KeyboardInterrupt):
            upload_queue.work()
    assert ada.query("photo", id=photo["id"])["state"] == "LIVE"
    upload_queue.show_again()
    failed = upload_queue.work()

    assert failed == []
    assert upload_queue.objects("uploads/") == []


@pytest.mark.parametrize("says_version", [True, False])
def test_a_photo_deleted_before_the_worker_came_is_no_fault(
    ada: Person, upload_queue: UploadQueue, says_version: bool
) -> None:
    """Its message is consumed, whether the event names the object's version or not."""
    post = upload_queue.post(ada)
    photo = upload_queue.ask(ada, post["id"])["photo"]
    version = upload_queue.put(photo, pictures.photo())
    ada.does("deletePhoto", id=photo["id"])

    upload_queue.tell(photo, version if says_version else "")
    failed = upload_queue.work()

    assert failed == []
    assert upload_queue.objects() == []


def test_an_upload_that_is_no_longer_stored_ends_failed_for_good(ada: Person, upload_queue: UploadQueue) -> None:
    """The bucket keeps what failed for a week only; nobody is told to try again in vain."""
    post = upload_queue.post(ada)
    photo = upload_queue.ask(ada, post["id"])["photo"]
    version = upload_queue.put(photo, pictures.photo())
    bucket.remove(upload_queue.key(photo))

    upload_queue.tell(photo, version)
    failed = upload_queue.work()

    failure = ada.query("photo", id=photo["id"])["failure"]
    assert failed == []
    assert (failure["reason"], failure["retryable"]) == ("EXPIRED", False)


@pytest.mark.parametrize(
    ("content", "readers", "state", "left"),
    [
        (pictures.photo_with_gps(), FakeReaders(), "LIVE", ["variants/"] * 2),
        (pictures.photo_with_gps(), FakeReaders(verdict=ModerationVerdict.REJECTED), "REJECTED", []),
        (pictures.truncated_jpeg(), FakeReaders(), "FAILED", []),
        (pictures.photo_with_gps(), FakeReaders(down=99), "FAILED", ["uploads/"] + ["variants/"] * 2),
        (pictures.photo_with_gps(), FakeReaders(meanwhile=_refuse), "FAILED", []),
    ],
    ids=["live", "rejected", "failed for good", "failed for now", "refused by the AI"],
)
def test_the_bucket_keeps_what_the_retention_table_says(
    ada: Person, upload_queue: UploadQueue, content: bytes, readers: FakeReaders, state: str, left: list[str]
) -> None:
    """An original has its camera's position: it stays only while its author may try again. See docs/media.md."""
    post = upload_queue.post(ada)
    photo = upload_queue.upload(ada, post["id"], content)
    for _ in range(3):
        upload_queue.work(readers)

    assert ada.query("photo", id=photo["id"])["state"] == state
    assert [f"{key.partition('/')[0]}/" for key in sorted(upload_queue.objects())] == left
    assert all(pictures.place_in(upload_queue.read(key)) is None for key in upload_queue.objects("variants/"))


def test_a_photo_deleted_while_it_is_processed_leaves_nothing_behind(ada: Person, upload_queue: UploadQueue) -> None:
    """The worker's next write is refused, and it clears what it had made."""
    post = upload_queue.post(ada)
    photo = upload_queue.upload(ada, post["id"], pictures.photo())

    upload_queue.readers.meanwhile = lambda: ada.does("deletePhoto", id=photo["id"])
    failed = upload_queue.work()

    assert failed == []
    assert ada.query("photo", id=photo["id"]) is None
    assert upload_queue.objects() == []


def test_an_upload_without_a_photo_is_removed(ada: Person, upload_queue: UploadQueue) -> None:
    """A form used after its photo was deleted stores nothing for good."""
    post = upload_queue.post(ada)
    photo = upload_queue.ask(ada, post["id"])["photo"]
    ada.does("deletePhoto", id=photo["id"])

    upload_queue.tell(photo, upload_queue.put(photo, pictures.photo()))
    failed = upload_queue.work()

    assert failed == []
    assert upload_queue.objects() == []
