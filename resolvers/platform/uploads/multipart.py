"""Large files in parts: each is sent on its own, and an upload that broke off goes on with the parts that are missing.

S3 keeps what has arrived, so nothing about parts is stored here. Each address is signed for one part, its number and
its exact length; only the server completes an upload, once every part is there in its length.
Source: "Uploading and copying objects using multipart upload" of the S3 user guide.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from botocore.exceptions import ClientError
from pydantic import Field

from resolvers.core.errors import InvalidInput
from resolvers.core.model import Model, Moment, now
from resolvers.core.settings import settings
from resolvers.core.storage import client

MEBIBYTE: Final = 1024 * 1024
LEAST_PART_BYTES: Final = 5 * MEBIBYTE  # of every part but the last
MOST_PARTS: Final = 10_000
PARTS_AT_ONCE: Final = 20  # addresses that one request signs
_URL_SECONDS: Final = 3600
_GONE: Final = {"NoSuchUpload", "404"}


class UploadExpired(Exception):  # noqa: N818
    """S3 no longer knows the upload: it was completed, cancelled, or its time was over. Begin another one."""


class PartsMissing(Exception):  # noqa: N818
    """Some parts have not arrived, or have another length; `numbers` are these."""

    def __init__(self, numbers: Sequence[int]) -> None:
        super().__init__(f"{len(numbers)} parts are missing.")
        self.numbers = list(numbers)


class UploadPart(Model):
    """Where to send one part of a file."""

    number: int = Field(description="The number of the part, from 1.")
    url: str = Field(description="The URL to send the part to, as the body of a PUT.")
    first_byte: int = Field(description="Where the part begins in the file.")
    bytes: int = Field(description="The exact length of the part. A body of another length is refused.")
    expires_at: Moment = Field(description="When the URL expires. Ask for another one then.")


def choose_part_bytes(size: int) -> int:
    """Return the length of all parts but the last, in bytes: as small as S3 lets parts and their number be."""
    needed = -(-size // MOST_PARTS)
    return max(LEAST_PART_BYTES, -(-needed // MEBIBYTE) * MEBIBYTE)


def count_parts(size: int) -> int:
    """Return how many parts a file of this size (bytes) has."""
    return max(1, -(-size // choose_part_bytes(size)))


def begin(key: str, content_type: str) -> str:
    """Begin an upload and return its id, which only its owner may learn."""
    begun = client().create_multipart_upload(Bucket=settings().media_bucket, Key=key, ContentType=content_type)
    return str(begun["UploadId"])


def list_done(key: str, upload_id: str, size: int) -> list[int]:
    """Return the numbers of the parts that have arrived in their length, in order, or raise `UploadExpired`."""
    return [number for number, part in _read_parts(key, upload_id).items() if part["Size"] == _measure(number, size)]


def sign_parts(key: str, upload_id: str, numbers: Sequence[int], size: int) -> list[UploadPart]:
    """Return an address for each of some parts, or raise `InvalidInput` for numbers that the file does not have."""
    if not 0 < len(numbers) <= PARTS_AT_ONCE:
        raise InvalidInput(f"Ask for 1 to {PARTS_AT_ONCE} parts at once.", "parts")
    if not all(1 <= number <= count_parts(size) for number in numbers):
        raise InvalidInput(f"The parts of this file have numbers from 1 to {count_parts(size)}.", "parts")
    return [_sign_part(key, upload_id, number, size) for number in dict.fromkeys(numbers)]


def complete(key: str, upload_id: str, size: int) -> str:
    """Join the parts and return the version of the object; raises `PartsMissing` and `UploadExpired`."""
    parts = _read_parts(key, upload_id)
    wanted = range(1, count_parts(size) + 1)
    missing = [number for number in wanted if parts.get(number, {}).get("Size") != _measure(number, size)]
    if missing:
        raise PartsMissing(missing)
    joined = [{"PartNumber": number, "ETag": parts[number]["ETag"]} for number in wanted]
    try:
        completed = client().complete_multipart_upload(
            Bucket=settings().media_bucket, Key=key, UploadId=upload_id, MultipartUpload={"Parts": joined}
        )
    except ClientError as error:
        raise _name_error(error) from error
    return str(completed["VersionId"])


def cancel(key: str, upload_id: str) -> None:
    """Remove an upload and the parts that have arrived; repeating it changes nothing."""
    try:
        client().abort_multipart_upload(Bucket=settings().media_bucket, Key=key, UploadId=upload_id)
    except ClientError as error:
        if error.response["Error"]["Code"] not in _GONE:
            raise


def _sign_part(key: str, upload_id: str, number: int, size: int) -> UploadPart:
    length = _measure(number, size)
    parameters = {
        "Bucket": settings().media_bucket,
        "Key": key,
        "UploadId": upload_id,
        "PartNumber": number,
        "ContentLength": length,
    }
    url = client().generate_presigned_url("upload_part", Params=parameters, ExpiresIn=_URL_SECONDS)
    return UploadPart(
        number=number,
        url=url,
        first_byte=(number - 1) * choose_part_bytes(size),
        bytes=length,
        expires_at=now() + timedelta(seconds=_URL_SECONDS),
    )


def _measure(number: int, size: int) -> int:
    """Return the length of a part of a file: the last one has what is left."""
    length = choose_part_bytes(size)
    return size - (count_parts(size) - 1) * length if number == count_parts(size) else length


def _read_parts(key: str, upload_id: str) -> dict[int, dict[str, Any]]:
    """Return the parts that S3 has, by number, or raise `UploadExpired`."""
    pages = client().get_paginator("list_parts")
    try:
        found = [
            part
            for page in pages.paginate(Bucket=settings().media_bucket, Key=key, UploadId=upload_id)
            for part in page.get("Parts", [])
        ]
    except ClientError as error:
        raise _name_error(error) from error
    return {part["PartNumber"]: part for part in found}


def _name_error(error: ClientError) -> Exception:
    return UploadExpired() if error.response["Error"]["Code"] in _GONE else error
