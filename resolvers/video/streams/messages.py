"""What livestreams tell the video worker by its queue: to look how a stream is."""

import json
from typing import Final

from resolvers.core.settings import settings
from resolvers.platform.jobs import queue

LOOK: Final = "waymark.streamLook"
LOOK_SECONDS: Final = 30


def send_look(stream_id: str, *, delay_seconds: int = LOOK_SECONDS, repeats: bool = True) -> None:
    """Let the worker look at a stream, once or again and again: reports are best effort, and may never come."""
    body = json.dumps({"source": LOOK, "detail": {"streamId": stream_id, "repeats": repeats}})
    queue.send(settings().video_queue_url, body, delay_seconds=delay_seconds)
