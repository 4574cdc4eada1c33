"""The note that a video is to be announced: written when others can first watch it, or can again."""

from resolvers.core.model import now
from resolvers.platform.event_log.change import Change
from resolvers.platform.event_log.declarations import follow_rows
from resolvers.platform.event_log.prefetch import Prefetched
from resolvers.platform.subjects.model import is_for_followers
from resolvers.video import keys
from resolvers.video.channels import repository
from resolvers.video.subscribers import repository as subscribers
from resolvers.video.videos.model import Video, guard_of


@follow_rows(on="Video")
def announce_video(change: Change, _: Prefetched) -> None:
    """Begin to tell a channel's subscribers, if any wait for its videos."""
    before, after = (Video.model_validate(each) if each else None for each in (change.old, change.new))
    if after is None or not _is_for_others(after) or (before and _is_for_others(before)):
        return
    belled, _place = subscribers.list_with_bell(keys.channel_id(after.owner_id), "", 1)
    if belled:
        repository.begin_announcement(after.id, now())


def _is_for_others(video: Video) -> bool:
    return is_for_followers(guard_of(video)) and not video.deleting
