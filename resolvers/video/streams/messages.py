"""What livestreams tell the video worker by its queue: to look how a stream is, and to remove a deleted one's files."""

import json
from collections.abc import Sequence
from typing import Final

from resolvers.core.settings import settings
from resolvers.platform.jobs import queue

LOOK: Final = "waymark.streamLook"
LOOK_SECONDS: Final = 30
REMOVAL: Final = "waymark.streamRemoval"
MOVE: Final = "waymark.replayMove"
UNTIL_HIDDEN: Final = 30  # seconds; longer than a function that hides may run
UNTIL_REJECTED: Final = 120  # seconds; as long as the worker may run
_UNTIL_DELETED: Final = 30  # seconds; longer than a function that deletes may run


def send_look(stream_id: str, *, delay_seconds: int = LOOK_SECONDS, repeats: bool = True) -> None:
    """Let the worker look at a stream, once or again and again: reports are best effort, and may never come."""
    body = json.dumps({"source": LOOK, "detail": {"streamId": stream_id, "repeats": repeats}})
    queue.send(settings().video_queue_url, body, delay_seconds=delay_seconds)


def send_removal(stream_id: str, folders: Sequence[str]) -> None:
    """Tell the worker of a stream that is about to be deleted: it removes its recordings, in these folders.

    It is sent before the stream is marked, so that a failure in between leaves nothing behind: the recordings of a
    stream that was not deleted stay.
    """
    body = json.dumps({"source": REMOVAL, "detail": {"streamId": stream_id, "folders": list(folders)}})
    queue.send(settings().video_queue_url, body, delay_seconds=_UNTIL_DELETED)


def send_move(stream_id: str, *, delay_seconds: int = 0) -> None:
    """Tell the worker of a replay that fewer may watch: it moves the files if the stream says so by then."""
    body = json.dumps({"source": MOVE, "detail": {"streamId": stream_id}})
    queue.send(settings().video_queue_url, body, delay_seconds=delay_seconds)
