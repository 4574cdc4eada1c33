"""What channels tell the video worker by its queue: to remove what belongs to a deleted one."""

import json
from typing import Final

from resolvers.core.settings import settings
from resolvers.platform.jobs import queue

REMOVAL: Final = "waymark.channelRemoval"
UNTIL_DELETED: Final = 30  # seconds; longer than a function that deletes may run


def send_removal(channel_id: str, *, delay_seconds: int = 0) -> None:
    """Tell the worker of a channel that is being deleted; of one that is not, it removes nothing."""
    body = json.dumps({"source": REMOVAL, "detail": {"channelId": channel_id}})
    queue.send(settings().video_queue_url, body, delay_seconds=delay_seconds)
