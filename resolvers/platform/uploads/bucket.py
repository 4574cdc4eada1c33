"""Objects in the media bucket: upload forms, reads of one version, removal of every version."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Any, Final, NamedTuple

from boto3.s3.transfer import TransferConfig
from botocore.exceptions import ClientError

from resolvers.core.model import Moment, now
from resolvers.core.settings import settings
from resolvers.core.storage import client
from resolvers.platform.uploads.model import UploadField, UploadTicket

_FORM_SECONDS: Final = 900
_MISSING: Final = {"NoSuchKey", "NoSuchVersion", "404"}
_NOT_FOUND: Final = {403, 404}  # 403 where the role may not list the bucket
_COPIES_AT_ONCE: Final = 8
# S3 copies up to 5 GB in one request; larger objects are copied in parts.
_COPYING: Final = TransferConfig(multipart_threshold=4_000_000_000, multipart_chunksize=500_000_000)


class ObjectMissing(Exception):  # noqa: N818
    """There is no such object, or no such version of it: it was removed, or its time was over."""


class TooManyBytes(Exception):  # noqa: N818
    """The object is larger than its reader allows."""


class Version(NamedTuple):
    """One version of an object, or the mark of its deletion."""

    key: str
    version_id: str
    modified_at: Moment


def presign_form(key: str, content_type: str, size: int) -> UploadTicket:
    """Return a form that uploads one object: this key, this type, exactly this many bytes."""
    fixed = {"Content-Type": content_type}
    form = client().generate_presigned_post(
        Bucket=settings().media_bucket,
        Key=key,
        Fields=dict(fixed),
        Conditions=[fixed, ["content-length-range", size, size]],
        ExpiresIn=_FORM_SECONDS,
    )
    fields = [UploadField(name=name, value=value) for name, value in form["fields"].items()]
    return UploadTicket(url=form["url"], fields=fields, expires_at=now() + timedelta(seconds=_FORM_SECONDS))


def find_latest_version(key: str) -> str | None:
    """Return the newest version of an object; None if there is none."""
    try:
        found = client().head_object(Bucket=settings().media_bucket, Key=key)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] in _NOT_FOUND:
            return None
        raise
    return str(found["VersionId"])


def read(key: str, version: str, max_bytes: int) -> bytes:
    """Return one version of an object, or raise `ObjectMissing`, or `TooManyBytes` before reading it."""
    try:
        found = client().get_object(Bucket=settings().media_bucket, Key=key, VersionId=version)
    except ClientError as error:
        if error.response["Error"]["Code"] in _MISSING:
            raise ObjectMissing from error
        raise
    if found["ContentLength"] > max_bytes:
        raise TooManyBytes
    content: bytes = found["Body"].read()
    return content


def put(key: str, content: bytes, content_type: str) -> None:
    """Store an object under a key that is never written twice, so browsers may keep it."""
    client().put_object(
        Bucket=settings().media_bucket,
        Key=key,
        Body=content,
        ContentType=content_type,
        CacheControl="private, max-age=31536000, immutable",
    )


def copy_all(targets: Mapping[str, str]) -> None:
    """Copy objects, by their keys, to other keys within the bucket; raises `ObjectMissing` if one is not there.

    Repeating it copies them again, so leave out those that are there: a copy is there only once it is whole.
    """
    with ThreadPoolExecutor(_COPIES_AT_ONCE) as pool:
        list(pool.map(partial(_copy, settings().media_bucket), targets.keys(), targets.values()))


def _copy(bucket: str, source: str, target: str) -> None:
    try:
        client().copy({"Bucket": bucket, "Key": source}, bucket, target, Config=_COPYING)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] in _NOT_FOUND:
            raise ObjectMissing from error
        raise


def remove(key: str) -> None:
    """Remove every version of one object; repeating it changes nothing."""
    for each in list(_read_versions(key)):
        if each["Key"] == key:
            remove_version(each["Key"], each["VersionId"])


def remove_version(key: str, version: str) -> None:
    """Remove one version of an object; repeating it changes nothing."""
    client().delete_object(Bucket=settings().media_bucket, Key=key, VersionId=version)


def remove_under(folder: str) -> None:
    """Remove every version of every object below a key that ends with a slash; they are a handful."""
    for each in list(_read_versions(folder)):
        remove_version(each["Key"], each["VersionId"])


def list_under(folder: str) -> list[str]:
    """Return the keys of the objects below a key that ends with a slash, in order, without those deleted."""
    return sorted({each["Key"] for each in _read_versions(folder) if "Size" in each})


def list_times_under(folder: str) -> dict[str, Moment]:
    """Return when each object below a key that ends with a slash was written, by its key, without those deleted."""
    return {each["Key"]: each["LastModified"] for each in _read_versions(folder) if "Size" in each}


def list_all_versions() -> Iterator[Version]:
    """Yield every version of every object in the bucket, and every mark of a deletion."""
    for each in _read_versions(""):
        yield Version(each["Key"], each["VersionId"], each["LastModified"])


def _read_versions(prefix: str) -> Iterator[dict[str, Any]]:
    pages = client().get_paginator("list_object_versions").paginate(Bucket=settings().media_bucket, Prefix=prefix)
    for page in pages:
        yield from [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
