"""The note that a video or a livestream is to be announced: written when others can first watch it, or can again."""

from resolvers.core.model import now
from resolvers.platform.event_log.change import Change
from resolvers.platform.event_log.declarations import follow_rows
from resolvers.platform.event_log.prefetch import Prefetched
from resolvers.platform.subjects.model import is_for_followers
from resolvers.video import keys
from resolvers.video.channels import repository
from resolvers.video.streams.model import WATCHABLE, Stream
from resolvers.video.streams.model import guard_of as guard_of_stream
from resolvers.video.subscribers import repository as subscribers
from resolvers.video.videos.model import Video, guard_of


@follow_rows(on="Video")
def announce_video(change: Change, _: Prefetched) -> None:
    """Begin to tell a channel's subscribers, if any wait for its videos."""
    before, after = (Video.model_validate(each) if each else None for each in (change.old, change.new))
    if after and _is_for_others(after) and not (before and _is_for_others(before)):
        _announce(after.id, after.owner_id)


@follow_rows(on="Stream")
def announce_stream(change: Change, _: Prefetched) -> None:
    """Begin to tell a channel's subscribers that it is live; a break is no second beginning."""
    before, after = (Stream.model_validate(each) if each else None for each in (change.old, change.new))
    if after and _is_watched(after) and not (before and _is_watched(before)):
        _announce(after.id, after.owner_id)


def _announce(subject_id: str, owner_id: str) -> None:
    belled, _place = subscribers.list_with_bell(keys.channel_id(owner_id), "", 1)
    if belled:
        repository.begin_announcement(subject_id, now())


def _is_for_others(video: Video) -> bool:
    return is_for_followers(guard_of(video)) and not video.deleting


def _is_watched(stream: Stream) -> bool:
    return stream.state in WATCHABLE and is_for_followers(guard_of_stream(stream))
