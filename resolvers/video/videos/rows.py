"""The rows that lead to a video: under its tags and labels, while everybody may watch it."""

from collections.abc import Iterable

from resolvers.core import table
from resolvers.core.keys import Key, id_at, time_key
from resolvers.core.shards import find_past_shards
from resolvers.core.table import Put
from resolvers.platform.event_log.change import Change
from resolvers.platform.event_log.declarations import follow_rows
from resolvers.platform.event_log.prefetch import Prefetched
from resolvers.platform.event_log.settling import settle
from resolvers.platform.subjects.model import Audience
from resolvers.video import keys
from resolvers.video.videos import repository
from resolvers.video.videos.model import Video
from resolvers.video.videos.processing import VideoState


@follow_rows(on="Video")
def settle_words(change: Change, _: Prefetched) -> None:
    """Put a public video under its tags and labels, and take it off those it no longer has."""
    before, after = (_list_rows(Video.model_validate(each)) if each else set() for each in (change.old, change.new))
    if before == after:
        return

    def present() -> set[Key]:
        video = repository.get(change.item["id"])
        return _list_rows(video) if video else set()

    settle(before | after, present, put=_put, remove=_remove, told=after)


def _list_rows(video: Video) -> set[Key]:
    is_public = video.state == VideoState.LIVE and video.audience == Audience.PUBLIC and not video.deleting
    if not is_public or not video.published_at:
        return set()
    place = time_key(video.published_at, video.id)
    tagged = {Key(keys.tagged_videos(tag), place) for tag in video.tags}
    return tagged | {Key(keys.labelled_videos(label), place) for label in video.labels}


def _list_places(row: Key) -> list[Key]:
    """Return where a row may be: in its shard of today first, then in those of smaller numbers."""
    return [Key(shard, row.sk) for shard in find_past_shards(row.pk, id_at(row.sk))]


def _put(rows: Iterable[Key]) -> None:
    table.put_many([Put(_list_places(row)[0], "FoundVideo", {}) for row in rows])


def _remove(rows: Iterable[Key]) -> None:
    table.delete_many([place for row in rows for place in _list_places(row)])
