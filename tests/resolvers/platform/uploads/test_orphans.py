"""Objects whose row is gone are removed, and nothing else: proven by scanning the bucket."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest

from resolvers.core import table
from resolvers.core.keys import Key
from resolvers.core.model import now
from resolvers.core.table import Put
from resolvers.platform.uploads import bucket, orphans, worker
from resolvers.social import keys
from tests.people import FakeContext, Person
from tests.resolvers.social.photos.upload_queue import BUCKET, UploadQueue

LATER = timedelta(days=2)
FILE = b"a picture"


def scan_bucket() -> set[str]:
    return {each.key for each in bucket.list_all_versions()}


def reconcile(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    """Run the scheduled function at a time."""
    monkeypatch.setattr(worker, "now", lambda: at)
    worker.lambda_handler({}, FakeContext())


def upload(uploads: UploadQueue, person: Person, post: dict[str, Any], content: bytes) -> dict[str, Any]:
    """Ask for leave and send the file."""
    photo: dict[str, Any] = uploads.ask(person, post["id"], bytes=len(content))["photo"]
    uploads.put(photo, content)
    return photo


def lose_row(photo: dict[str, Any]) -> None:
    table.delete_many([keys.photo(photo["id"])])


def test_what_lost_its_row_is_removed_with_every_version(
    upload_queue: UploadQueue, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The photo beside it keeps its original and its copies, and so does what is nobody's here."""
    post = upload_queue.post(ada)
    kept, lost = (upload(upload_queue, ada, post, FILE) for _ in range(2))
    upload_queue.put(lost, b"a second version")
    for photo in (kept, lost):
        row = table.get(keys.photo(photo["id"]), consistent=True)
        assert row
        folder = row["variantsId"]
        boto3.client("s3").put_object(Bucket=BUCKET, Key=f"variants/{folder}/small.webp", Body=b"copy")
    boto3.client("s3").put_object(Bucket=BUCKET, Key="elsewhere/file", Body=b"of somebody else")
    before = scan_bucket()

    lose_row(lost)
    reconcile(monkeypatch, now() + LATER)

    assert len(before) == 5
    left = scan_bucket()
    assert len(left) == 3
    assert upload_queue.key(kept) in left
    assert upload_queue.key(lost) not in left
    assert "elsewhere/file" in left


def test_an_upload_under_way_is_left_alone(
    upload_queue: UploadQueue, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has its row before its file may be sent, however long the worker takes."""
    waiting = upload(upload_queue, ada, upload_queue.post(ada), FILE)

    reconcile(monkeypatch, now() + timedelta(days=5))

    assert scan_bucket() == {upload_queue.key(waiting)}


def test_what_is_younger_than_a_day_is_left_alone(
    upload_queue: UploadQueue, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever runs this beside a restore still has the day's files."""
    lost = upload(upload_queue, ada, upload_queue.post(ada), FILE)
    lose_row(lost)

    reconcile(monkeypatch, now() + timedelta(hours=23))
    assert scan_bucket() == {upload_queue.key(lost)}

    reconcile(monkeypatch, now() + timedelta(hours=25))
    assert scan_bucket() == set()


def test_too_many_are_left_to_a_person(upload_queue: UploadQueue, ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table that was restored, or named wrongly, must cost nobody their pictures."""
    monkeypatch.setattr(worker, "MOST_REMOVED", 1)
    lost = [upload(upload_queue, ada, upload_queue.post(ada), FILE) for _ in range(2)]
    for each in lost:
        lose_row(each)

    with pytest.raises(worker.TooManyOrphans):
        reconcile(monkeypatch, now() + LATER)

    assert scan_bucket() == {upload_queue.key(each) for each in lost}


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("uploads/ada/photo_1", "photo_1"),
        ("variants/f00/small.webp", "f00"),
        ("videos/ada/video_1", "video_1"),
        ("media/f00/1/full.m3u8", "f00"),
        ("frames/f00/1/frames.0000001.jpg", "f00"),
        ("recordings/ada/evaluation_1", "evaluation_1"),
        ("ivs/v1/1/c1/2026/11/30/11/57/r1/media/hls/master.m3u8", "ivs/v1/1/c1/2026/11/30/11/57/r1"),
        ("ivs/v1/1/c1", None),
        ("uploads/ada", None),
        ("backups/2026", None),
        ("", None),
    ],
)
def test_a_key_says_whose_it_is(key: str, name: str | None) -> None:
    """A key of another form is nobody's here."""
    assert orphans.find_name(key) == name


def test_a_recording_of_a_livestream_waits_for_its_end(
    upload_queue: UploadQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stream may go on for two days before its row names what was recorded; one that a row names stays."""
    named, lost = (f"ivs/v1/1/c1/2026/11/30/11/57/{each}" for each in ("r1", "r2"))
    for prefix in (named, lost):
        boto3.client("s3").put_object(Bucket=BUCKET, Key=f"{prefix}/media/hls/master.m3u8", Body=b"#EXTM3U")
    stream = Key("STREAM#stream_1", "STREAM")
    table.write(Put(stream, "Stream", {"id": "stream_1", "recordings": [{"prefix": named}]}))

    reconcile(monkeypatch, now() + timedelta(days=2))
    assert len(scan_bucket()) == 2

    reconcile(monkeypatch, now() + timedelta(days=4))
    assert scan_bucket() == {f"{named}/media/hls/master.m3u8"}


def test_every_place_that_functions_write_to_is_known() -> None:
    """What a product adds to the bucket is reconciled, or removed after a day by the bucket, or this fails."""
    templates = {each.stem: each.read_text() for each in Path("infra/stacks").glob("*.yaml")}
    granted = {place for text in templates.values() for place in re.findall(r"\$\{MediaBucket\}/(\w+)/\*", text)}
    short_lived = {*re.findall(r"Prefix: (\w+)/\n +ExpirationInDays: 1\n", templates["foundation"])}

    assert granted == set(orphans.PLACES) | short_lived


def test_its_role_may_remove_what_it_finds() -> None:
    """In each place, or one orphan would keep all others."""
    (granted,) = re.findall(
        r"Sid: RemoveOrphans\n(?: +(?:Effect|Action|Resource):.*\n)+((?: +- !Sub .*\n)+)",
        Path("infra/stacks/platform.yaml").read_text(),
    )

    assert set(re.findall(r"/(\w+)/\*", granted)) == set(orphans.PLACES)
