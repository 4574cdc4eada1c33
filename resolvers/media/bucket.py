"""Originals and copies in the media bucket: tickets to upload, pinned reads, removal with every version."""

from datetime import timedelta
from typing import Any, Final

from botocore.exceptions import ClientError

from resolvers.core.model import now
from resolvers.core.settings import settings
from resolvers.core.storage import client
from resolvers.media.model import MAX_BYTES, Photo, UploadField, UploadTicket

_TICKET_SECONDS: Final = 900


def ticket(photo: Photo) -> UploadTicket:
    """Return a form that uploads this photo's picture: this key, this type, exactly this many bytes, nothing else.

    The worker then pins the version that arrived, so that a second upload under the same ticket changes nothing.
    """
    fixed = {"Content-Type": photo.content_type}
    form = client().generate_presigned_post(
        Bucket=settings().media_bucket,
        Key=photo.original,
        Fields=dict(fixed),
        Conditions=[fixed, ["content-length-range", photo.bytes, photo.bytes]],
        ExpiresIn=_TICKET_SECONDS,
    )
    fields = [UploadField(name=name, value=value) for name, value in form["fields"].items()]
    return UploadTicket(url=form["url"], fields=fields, expires_at=now() + timedelta(seconds=_TICKET_SECONDS))


def latest_version(key: str) -> str | None:
    """Return the newest version of an object, None where nothing was uploaded."""
    try:
        found = client().head_object(Bucket=settings().media_bucket, Key=key)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] in {403, 404}:  # 403 where listing is not allowed
            return None
        raise
    return str(found["VersionId"])


def read(key: str, version: str) -> bytes:
    """Return one version of an object, or raise `TooManyBytes` before reading them."""
    found = client().get_object(Bucket=settings().media_bucket, Key=key, VersionId=version)
    if found["ContentLength"] > MAX_BYTES:
        raise TooManyBytes
    content: bytes = found["Body"].read()
    return content


def put(key: str, content: bytes, content_type: str) -> None:
    client().put_object(
        Bucket=settings().media_bucket,
        Key=key,
        Body=content,
        ContentType=content_type,
        CacheControl="private, max-age=31536000, immutable",
    )


def remove(photo: Photo) -> None:
    """Remove a photo's original and copies, every version of each; repeating it changes nothing."""
    _remove(photo.original)
    remove_variants(photo)


def remove_variants(photo: Photo) -> None:
    """Remove a photo's copies, every version of each."""
    _remove(f"variants/{photo.variants_id}/")


def remove_stray(key: str) -> None:
    """Remove an upload that belongs to no photo, every version of it."""
    _remove(key)


class TooManyBytes(Exception):  # noqa: N818
    """The object is larger than any photo may be."""


def _remove(name: str) -> None:
    """Remove every version of one object, or of all below a name that ends with a slash; they are a handful."""
    for page in client().get_paginator("list_object_versions").paginate(Bucket=settings().media_bucket, Prefix=name):
        found: list[dict[str, Any]] = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
        for each in found:
            if each["Key"] == name or name.endswith("/"):
                client().delete_object(Bucket=settings().media_bucket, Key=each["Key"], VersionId=each["VersionId"])
