"""The way of a video's file into the bucket: in parts, from where it was when it broke off."""

from collections.abc import Sequence
from typing import Final

from resolvers.core.errors import InvalidInput
from resolvers.core.table import StaleItem
from resolvers.platform.uploads import bucket, multipart
from resolvers.platform.uploads.multipart import PartsMissing, UploadExpired, UploadPart
from resolvers.video.videos import repository
from resolvers.video.videos.model import Video, VideoUpload
from resolvers.video.videos.processing import VideoState

_MISSING_SHOWN: Final = 20


def describe_upload(video: Video) -> VideoUpload:
    """Return how far the upload of a video's file is; none of it has arrived where S3 does not know it any more."""
    return VideoUpload(
        bytes=video.bytes,
        part_bytes=multipart.choose_part_bytes(video.bytes),
        part_count=multipart.count_parts(video.bytes),
        parts_done=_list_done(video),
    )


def sign_parts(video: Video, numbers: Sequence[int]) -> list[UploadPart]:
    """Return an address for each of some parts; an upload that is over begins again. Raises `InvalidInput`."""
    if video.state != VideoState.AWAITING_UPLOAD:
        raise InvalidInput("The file has arrived already.", "id")
    upload_id = _find_upload(video)
    if upload_id is None:
        if bucket.find_latest_version(video.original):
            raise InvalidInput("The file has arrived already.", "id")
        upload_id = _begin(video)
    return multipart.sign_parts(video.original, upload_id, numbers, video.bytes)


def complete_upload(video: Video) -> None:
    """Join the parts to the file, whose arrival starts the processing; repeating it changes nothing.

    Raises `InvalidInput` while parts are missing, and for an upload that is over.
    """
    if video.state != VideoState.AWAITING_UPLOAD:
        return
    if video.upload_id is None:
        raise InvalidInput("Nothing was uploaded yet: ask `signVideoParts` where to send the parts.", "id")
    try:
        multipart.complete(video.original, video.upload_id, video.bytes)
    except PartsMissing as missing:
        numbers = ", ".join(map(str, missing.numbers[:_MISSING_SHOWN]))
        raise InvalidInput(f"Send these parts first: {numbers}.", "id") from missing
    except UploadExpired as expired:
        if bucket.find_latest_version(video.original) is None:
            raise InvalidInput("The upload is over: ask `signVideoParts` for its parts again.", "id") from expired


def cancel_upload(video: Video) -> None:
    """Remove the parts that have arrived of a file that is not wanted any more."""
    if video.upload_id and video.state == VideoState.AWAITING_UPLOAD:
        multipart.cancel(video.original, video.upload_id)


def _find_upload(video: Video) -> str | None:
    """Return the id of the upload if S3 still knows it."""
    if video.upload_id is None:
        return None
    try:
        multipart.list_done(video.original, video.upload_id, video.bytes)
    except UploadExpired:
        return None
    return video.upload_id


def _list_done(video: Video) -> list[int]:
    if video.upload_id is None:
        return []
    try:
        return multipart.list_done(video.original, video.upload_id, video.bytes)
    except UploadExpired:
        return []


def _begin(video: Video) -> str:
    """Begin an upload; where another request has just done so, its upload is the one."""
    upload_id = multipart.begin(video.original, video.content_type)
    try:
        repository.set_upload(video, upload_id)
    except StaleItem:
        multipart.cancel(video.original, upload_id)
        current = repository.get(video.id)
        if current is None or current.upload_id is None:
            raise InvalidInput("The video was deleted.", "id") from None
        return current.upload_id
    return upload_id
