"""The end of a livestream for somebody who unfollows whom it is by, if it is for followers."""

from resolvers.platform.event_log.change import Change
from resolvers.platform.event_log.declarations import follow_rows
from resolvers.platform.event_log.prefetch import Prefetched
from resolvers.video.streams import admission


@follow_rows(on="Follow")
def end_watching(change: Change, _: Prefetched) -> None:
    """Let the playback of a former follower end."""
    if change.is_gone:
        admission.end_watching(change.item["followeeId"], change.item["followerId"])
