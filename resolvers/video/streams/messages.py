"""What livestreams tell the video worker by its queue: to look how a stream is, and to remove a deleted one's files."""

import json
from collections.abc import Sequence
from typing import Final

from resolvers.core.settings import settings
from resolvers.platform.jobs import queue

LOOK: Final = "waymark.streamLook"
LOOK_SECONDS: Final = 30
REMOVAL: Final = "waymark.streamRemoval"
_UNTIL_DELETED: Final = 30  # seconds; longer than a function that deletes may run


def send_look(stream_id: str, *, delay_seconds: int = LOOK_SECONDS, repeats: bool = True) -> None:
    """Let the worker look at a stream, once or again and again: reports are best effort, and may never come."""
    body = json.dumps({"source": LOOK, "detail": {"streamId": stream_id, "repeats": repeats}})
    queue.send(settings().video_queue_url, body, delay_seconds=delay_seconds)


def send_removal(stream_id: str, prefixes: Sequence[str]) -> None:
    """Tell the worker of a stream that is about to be deleted: it removes its recordings, below these keys.

    It is sent before the stream is marked, so that a failure in between leaves nothing behind: the recordings of a
    stream that was not deleted stay.
    """
    body = json.dumps({"source": REMOVAL, "detail": {"streamId": stream_id, "prefixes": list(prefixes)}})
    queue.send(settings().video_queue_url, body, delay_seconds=_UNTIL_DELETED)
