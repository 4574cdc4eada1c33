"""Uploads in parts, on an S3 that judges signatures: what breaks off goes on, and what is not as signed is refused."""

import os
import time
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
import urllib3
from hypothesis import given
from hypothesis import strategies as st

from resolvers.core import storage
from resolvers.core.errors import InvalidInput
from resolvers.core.settings import settings
from resolvers.platform.uploads import multipart
from resolvers.platform.uploads.multipart import (
    LEAST_PART_BYTES,
    MOST_PARTS,
    PartsMissing,
    UploadExpired,
    UploadPart,
    choose_part_bytes,
    count_parts,
)
from tests.emulator import Emulator

KEY = "videos/ada-sub/video_1"
BUCKET = "media"
SIZE = LEAST_PART_BYTES + 1_000
GIGABYTE = 1_000_000_000


@given(st.integers(0, 5_000 * GIGABYTE))
def test_parts_fit_s3_whatever_the_size(size: int) -> None:
    """At most ten thousand of them, all but the last of five mebibytes or more, and together the file."""
    lengths = [multipart._measure(number, size) for number in (1, count_parts(size))]

    assert 1 <= count_parts(size) <= MOST_PARTS
    assert choose_part_bytes(size) >= LEAST_PART_BYTES
    assert (count_parts(size) - 1) * choose_part_bytes(size) + lengths[1] == size
    assert lengths[0] in {choose_part_bytes(size), size}


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    running = Emulator(tmp_path_factory.mktemp("parts"))
    running.client("s3").create_bucket(Bucket=BUCKET)
    versioned = {"Status": "Enabled"}
    running.client("s3").put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration=versioned)
    yield running
    running.stop()


@pytest.fixture
def upload_id(emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An upload of a file of two parts."""
    for name, value in {
        "AWS_ENDPOINT_URL": emulator.url,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "TABLE_NAME": "waymark",
        "MEDIA_BUCKET": BUCKET,
    }.items():
        monkeypatch.setenv(name, value)
    for each in (settings, storage.client):
        each.cache_clear()
    yield multipart.begin(KEY, "video/mp4")
    for each in (settings, storage.client):
        each.cache_clear()


FILE = os.urandom(SIZE)


def content(part: UploadPart) -> bytes:
    return FILE[part.first_byte : part.first_byte + part.bytes]


def send(part: UploadPart, body: bytes | None = None, url: str = "") -> int:
    return urllib3.request("PUT", url or part.url, body=content(part) if body is None else body, retries=False).status


on_the_emulator = pytest.mark.emulator


@on_the_emulator
def test_an_upload_goes_on_with_the_parts_that_are_missing(upload_id: str) -> None:
    """The tab was closed after the second part; S3 knows what has arrived, and only the rest is sent."""
    _, second = multipart.sign_parts(KEY, upload_id, [1, 2], SIZE)
    assert send(second) == 200

    assert multipart.list_done(KEY, upload_id, SIZE) == [2]
    with pytest.raises(PartsMissing) as missing:
        multipart.complete(KEY, upload_id, SIZE)
    assert missing.value.numbers == [1]

    (first,) = multipart.sign_parts(KEY, upload_id, [1], SIZE)
    assert send(first) == 200
    version = multipart.complete(KEY, upload_id, SIZE)

    stored = storage.client().get_object(Bucket=BUCKET, Key=KEY, VersionId=version)["Body"].read()
    assert stored == FILE


@on_the_emulator
def test_a_part_that_is_not_as_signed_is_refused(upload_id: str) -> None:
    """Another length, number or key, or an altered signature: nothing arrives."""
    first, second = multipart.sign_parts(KEY, upload_id, [1, 2], SIZE)
    address = urlsplit(second.url)
    query = dict(parse_qsl(address.query))

    def alter_address(**changes: str) -> str:
        return address._replace(query=urlencode(query | changes)).geturl()

    refused = {
        "longer": send(second, content(second) + b"more"),
        "shorter": send(second, content(second)[:-1]),
        "another number": send(second, url=alter_address(partNumber="1")),
        "another upload": send(second, url=alter_address(uploadId="foreign")),
        "another key": send(second, url=second.url.replace("video_1", "video_2")),
        "another signature": send(second, url=alter_address(**{"X-Amz-Signature": "0" * 64})),
    }

    assert refused == dict.fromkeys(refused, 403)
    assert multipart.list_done(KEY, upload_id, SIZE) == []
    assert send(first) == 200


@on_the_emulator
def test_an_address_expires(upload_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multipart, "_URL_SECONDS", 1)
    (second,) = multipart.sign_parts(KEY, upload_id, [2], SIZE)

    until = time.time() + 30
    while send(second) == 200 and time.time() < until:
        time.sleep(0.2)

    assert send(second) == 403


@on_the_emulator
def test_an_upload_that_is_over_is_told(upload_id: str) -> None:
    """Cancelled, completed or too old: its owner begins another one."""
    multipart.cancel(KEY, upload_id)
    multipart.cancel(KEY, upload_id)

    with pytest.raises(UploadExpired):
        multipart.list_done(KEY, upload_id, SIZE)
    with pytest.raises(UploadExpired):
        multipart.complete(KEY, upload_id, SIZE)


@pytest.mark.parametrize("numbers", [[], [0], [3], [*range(1, 30)]], ids=["none", "zero", "too high", "too many"])
def test_only_parts_that_the_file_has_are_signed(numbers: list[int]) -> None:
    with pytest.raises(InvalidInput):
        multipart.sign_parts(KEY, "upload", numbers, SIZE)
