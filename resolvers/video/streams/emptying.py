"""Removes a person's livestreams, some at a time, and where their encoder sends to: their channel is being deleted."""

from contextlib import suppress

from resolvers.core.model import Moment, now
from resolvers.core.table import StaleItem
from resolvers.video.streams import messages, progress, recordings, repository
from resolvers.video.streams.closing import Closer, IvsCloser
from resolvers.video.streams.model import OPEN, Stream


def closer() -> Closer:
    """Return who ends what comes in; tests put another one in its place."""
    return IvsCloser()


def remove_some(owner_id: str, until: Moment, limit: int) -> bool:
    """Delete a person's livestreams of before a time, some at a time, the oldest first; return True if none was left.

    One that goes on is ended.
    """
    found = repository.get_many(repository.list_some_own(owner_id, limit)).values()
    removed = [each for each in found if each.created_at <= until]
    for stream in removed:
        with suppress(StaleItem):  # a report has just changed it: the next round finds it again
            ended = _end_now(stream) if stream.state in OPEN else stream
            messages.send_removal(ended.id, recordings.list_folders(ended))
            repository.mark_deleting(ended)
    return not removed


def close_ingest(owner_id: str) -> None:
    """Take a person's encoder its channel and its stream key; doing it twice is once."""
    ingest = repository.get_ingest(owner_id)
    if ingest:
        closer().close_channel(ingest.channel_arn)
        repository.remove_ingest(ingest, owner_id)


def _end_now(stream: Stream) -> Stream:
    """End a livestream and return it as it is then; raises `StaleItem` if it has just changed."""
    closer().stop(stream.channel_arn)
    after = progress.end(stream, now())
    repository.update(stream, after)
    return after.model_copy(update={"revision": stream.revision + 1})
