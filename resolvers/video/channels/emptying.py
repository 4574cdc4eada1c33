"""Removes what belongs to a deleted channel, some of it at a time, and the channel itself last.

What is left in the table is the only record of how far that is: a round that breaks off or comes twice continues.
"""

from typing import Final

from resolvers.video.channels import messages, repository
from resolvers.video.chat import emptying as chat
from resolvers.video.streams import emptying as streams
from resolvers.video.subscribers import service as subscribers
from resolvers.video.videos import service as videos

REMOVED_AT_ONCE: Final = 25


def remove_some(channel_id: str) -> bool:
    """Remove some of a deleted channel, and let the worker come again; return True once nothing is left.

    Videos and livestreams go by their own removal. What the owner makes after deleting the channel stays.
    """
    channel = repository.get_deleting(channel_id)
    if channel is None or channel.deleting_since is None:
        return True
    owner_id, since = channel.owner_id, channel.deleting_since
    is_empty = (
        videos.remove_some(owner_id, since, REMOVED_AT_ONCE)
        and streams.remove_some(owner_id, since, REMOVED_AT_ONCE)
        and chat.remove_some(owner_id, since, REMOVED_AT_ONCE)
        and subscribers.remove_some(channel_id, REMOVED_AT_ONCE)
    )
    if not is_empty:
        messages.send_removal(channel_id)
        return False
    streams.close_ingest(owner_id)
    chat.close_room(owner_id)
    for handle in channel.former_handles:
        repository.remove_handle(channel, handle)
    repository.remove(channel)
    return True
