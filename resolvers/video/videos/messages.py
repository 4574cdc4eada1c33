"""What the fields of videos tell the video worker by its queue: what to process again, and what to remove."""

import json
from collections.abc import Sequence
from typing import Final

from resolvers.core.settings import settings
from resolvers.core.storage import READ_SECONDS
from resolvers.platform.jobs import queue
from resolvers.video.videos.model import Video

REMOVAL: Final = "waymark.removal"
UNUSED_CAPTIONS: Final = "waymark.unused-captions"
MOVE: Final = "waymark.move"
_UNTIL_DELETED: Final = 30  # seconds; longer than a function that deletes may run
UNTIL_HIDDEN: Final = 30  # longer than a function that hides may run


def send_arrival(key: str, version: str) -> None:
    """Tell the worker of a file again, as EventBridge does."""
    found = {"bucket": {"name": settings().media_bucket}, "object": {"key": key, "version-id": version}}
    body = {"source": "waymark.retry", "detail-type": "Object Created", "detail": found}
    queue.send(settings().video_queue_url, json.dumps(body))


def send_removal(video: Video) -> None:
    """Tell the worker of a video that is about to be deleted: it removes the objects and ends the jobs.

    The message carries what the worker needs of the video, which may be gone by then. It is sent before the video is
    marked, so that a failure in between leaves nothing behind: a video that was not deleted stays as it is.
    """
    body = {"source": REMOVAL, "detail": {"video": video.to_item()}}
    queue.send(settings().video_queue_url, json.dumps(body, default=str), delay_seconds=_UNTIL_DELETED)


def send_captions_change(video_id: str, keys: Sequence[str]) -> None:
    """Tell the worker of files of captions, old and new, once nobody can read the old ones any more.

    It removes those that the video does not have then. Sent before anything is written, so a failure leaves nothing.
    """
    body = {"source": UNUSED_CAPTIONS, "detail": {"videoId": video_id, "keys": list(keys)}}
    queue.send(settings().video_queue_url, json.dumps(body), delay_seconds=READ_SECONDS)


def send_move(video_id: str, *, delay_seconds: int = 0) -> None:
    """Tell the worker of a video that fewer may watch: it moves the files if the video says so by then."""
    body = {"source": MOVE, "detail": {"videoId": video_id}}
    queue.send(settings().video_queue_url, json.dumps(body), delay_seconds=delay_seconds)
