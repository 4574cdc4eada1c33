"""A photo's objects in the bucket: its original and its variants."""

import json

from resolvers.core.settings import settings
from resolvers.platform.jobs import queue
from resolvers.platform.uploads import bucket
from resolvers.social.photos.model import Photo, PhotoState


def remove_all(photo: Photo) -> None:
    """Remove a photo's original and variants, every version of each; repeating it changes nothing."""
    bucket.remove(photo.original)
    remove_variants(photo)


def remove_variants(photo: Photo) -> None:
    """Remove a photo's variants, every version of each."""
    bucket.remove_under(f"variants/{photo.variants_id}/")


def remove_unneeded(photo: Photo) -> None:
    """Remove what nobody needs of a photo that is done: its original, and its variants where it failed for good.

    An original has the camera's position. One that its author may still retry stays, for as long as the bucket's
    lifecycle lets it: docs/media.md.
    """
    is_refused = photo.state == PhotoState.REJECTED or (photo.failure is not None and not photo.failure.retryable)
    if is_refused:
        remove_all(photo)
    elif photo.state == PhotoState.LIVE:
        bucket.remove(photo.original)


def send_upload(key: str, version: str) -> None:
    """Tell the worker of an upload again, as EventBridge does."""
    upload = {"bucket": {"name": settings().media_bucket}, "object": {"key": key, "version-id": version}}
    body = {"source": "waymark.retry", "detail-type": "Object Created", "detail": upload}
    queue.send(settings().upload_queue_url, json.dumps(body))
