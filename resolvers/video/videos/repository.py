"""Videos in DynamoDB, with their owners' own rows beside them."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Final

from boto3.dynamodb.conditions import Attr, ConditionBase

from resolvers.core import pagination, table
from resolvers.core.errors import Conflict, NotFound
from resolvers.core.keys import IndexKey, id_at, time_key
from resolvers.core.model import Model, iso, now, serialize
from resolvers.core.pagination import Slice
from resolvers.core.shards import find_shard, list_shards
from resolvers.core.table import ABSENT, EXISTS, Delete, Item, Put, StaleItem, Update, Write, refuse_stale
from resolvers.platform import keys as platform_keys
from resolvers.platform.jobs import repository as jobs
from resolvers.platform.jobs.model import StepStatus
from resolvers.platform.jobs.steps import move_step
from resolvers.platform.subjects import guards
from resolvers.platform.subjects.model import Audience
from resolvers.video import keys
from resolvers.video.videos.job import VIDEO_JOB
from resolvers.video.videos.model import Captions, Video, VideoCounts, guard_of
from resolvers.video.videos.processing import VideoState, VideoStepName

Choose = Callable[[list[str]], Sequence[Video | None]]

_STANDING: Final = EXISTS & Attr("deleting").eq(value=False)


def get(video_id: str) -> Video | None:
    """Read a video, consistently; one that is being deleted is gone."""
    video = jobs.get(VIDEO_JOB, video_id)
    return None if video is None or video.deleting else video


def get_many(video_ids: Iterable[str]) -> dict[str, Video]:
    """Read videos and their counts in one batch, consistently, by id; those that are being deleted are left out."""
    ids = list(dict.fromkeys(video_ids))
    found = table.get_many(
        [key for each in ids for key in (keys.video(each), platform_keys.counts(each))], consistent=True
    )
    videos = {each: Video.model_validate(found[keys.video(each)]) for each in ids if keys.video(each) in found}
    return {
        each: video.model_copy(update={"counts": VideoCounts.model_validate(found.get(platform_keys.counts(each), {}))})
        for each, video in videos.items()
        if not video.deleting
    }


def add(video: Video, claim: Sequence[Put] = ()) -> None:
    """Write a new video, its owner's own row, and the guard that lets only its owner see it."""
    table.write(
        *claim,
        Put(keys.video(video.id), "Video", video.to_item(), when=ABSENT),
        Put(keys.own_video(video.owner_id, video.id), "OwnVideo", {"videoId": video.id, "audience": video.audience}),
        guards.add(guard_of(video)),
    )


def set_upload(before: Video, upload_id: str) -> None:
    """Write which multipart upload brings the file; raises `StaleItem` if another request has just begun one."""
    held = Attr("uploadId").eq(before.upload_id) if before.upload_id else Attr("uploadId").not_exists()
    write = Update(keys.video(before.id), put={"uploadId": upload_id}, when=_STANDING & held, refuse=refuse_stale)
    table.write(write)


def update(before: Video, after: Video) -> None:
    """Write what an owner changed, under its version; or raise `Conflict` or `NotFound`.

    The guard and the lists follow the audience. Raises `StaleItem` if the video has just gone live, failed or moved.
    """
    names = {
        Video.model_fields[name].alias or name
        for name in ("title", "description", "tags", "chapters", "audience", "next_media_id")
    }
    put = {name: value for name, value in after.to_item().items() if name in names}

    same = Attr("version").eq(before.version) & Attr("state").eq(before.state) & Attr("mediaId").eq(before.media_id)
    unchanged = _STANDING & same
    table.write(
        Update(keys.video(after.id), put=put, add={"version": 1}, when=unchanged, refuse=_refuse_change(before)),
        *guards.change(guard_of(before), guard_of(after)),
        *_follow_audience(before, after),
    )


def update_captions(before: Video, after: Video) -> None:
    """Write the captions that an owner gave, under the video's version; or raise `Conflict` or `NotFound`.

    Their step is done with that: what Transcribe still says is written no more. Raises `StaleItem` if it has just said
    something.
    """
    put = {name: after.to_item()[name] for name in ("steps", "captionFiles")}
    same = Attr("version").eq(before.version) & Attr("mediaId").eq(before.media_id)
    unchanged = _STANDING & same & _has_steps_of(before)
    table.write(
        Update(keys.video(after.id), put=put, add={"version": 1}, when=unchanged, refuse=_refuse_change(before))
    )


def show_manifest(video: Video, manifest: str, files: Sequence[str]) -> None:
    """Let the first rendition be played while others are encoded; changes nothing where more is there already."""
    current = _STANDING & Attr("attempt").eq(video.attempt) & Attr("manifest").not_exists()
    put = {"manifest": manifest, "files": list(files)}
    with suppress(StaleItem):
        table.write(Update(keys.video(video.id), put=put, when=current, refuse=refuse_stale))


def publish(video: Video) -> Video:
    """Make a video live and let its audience see it, in one transaction.

    Raises `Lost`, and `StaleItem` if its owner has just chosen another audience.
    """
    live = video.model_copy(update={"state": VideoState.LIVE})
    guard = guards.change(guard_of(video), guard_of(live))
    assert video.published_at
    listed = Update(
        keys.own_video(video.owner_id, video.id),
        put={"publishedAt": iso(video.published_at)},
        when=EXISTS & Attr("audience").eq(video.audience),
        refuse=refuse_stale,
        indexes=_indexes(live),
    )
    return jobs.finish(VIDEO_JOB, video, VideoState.LIVE, listed, *guard)


def move_captions(video: Video, status: StepStatus, captions: Sequence[Captions]) -> Video:
    """Write how far a live video's captions are; raises `StaleItem` where they are not as they were read."""
    steps = move_step(video.steps, VideoStepName.CAPTIONED, status, now(), video.attempt)
    after = video.model_copy(update={"steps": steps, "caption_files": list(captions)})
    written = after.to_item()
    put = {name: written[name] for name in ("steps", "captionFiles")}
    unchanged = Attr("attempt").eq(video.attempt) & Attr("mediaId").eq(video.media_id) & _has_steps_of(video)
    table.write(Update(keys.video(video.id), put=put, when=_STANDING & unchanged, refuse=refuse_stale))
    return after


def move(before: Video, after: Video) -> None:
    """Write that a video's files are in another folder; raises `StaleItem` if it or its captions have just changed."""
    names = ("mediaId", "formerMediaIds", "hasMoved", "files", "frames", "manifest", "poster", "captionFiles", "steps")
    written = after.to_item()
    put = {name: written[name] for name in names if name in written}
    moving = Attr("mediaId").eq(before.media_id) & Attr("nextMediaId").eq(before.next_media_id)
    table.write(
        Update(
            keys.video(after.id),
            put=put,
            remove=["nextMediaId"],
            when=_STANDING & moving & _has_steps_of(before),
            refuse=refuse_stale,
        )
    )


def forget_former_folders(video: Video) -> None:
    """Write that a video's former folders are empty, unless it has moved again meanwhile."""
    same = _STANDING & Attr("mediaId").eq(video.media_id)
    with suppress(StaleItem):
        table.write(Update(keys.video(video.id), put={"formerMediaIds": []}, when=same, refuse=refuse_stale))


def list_public(scope: str, first: int, after: str | None, choose: Choose) -> Slice[Video]:
    """Page through the public videos, the newest first."""
    shards = list_shards(keys.FEED)
    return pagination.read(*shards, index=1, scope=scope, first=first, after=after, keep=_make_choice(choose))


def list_found(partition: str, scope: str, first: int, after: str | None, choose: Choose) -> Slice[Video]:
    """Page through the public videos with a tag or a label, as its key says, the newest first."""
    shards = list_shards(partition)
    return pagination.read(*shards, scope=scope, first=first, after=after, keep=_make_choice(choose))


def list_by_owners(owner_ids: Sequence[str], scope: str, first: int, after: str | None, choose: Choose) -> Slice[Video]:
    """Page through the live videos of some people, the newest first; at least one."""
    partitions = map(keys.videos_by, owner_ids)
    return pagination.read(*partitions, index=2, scope=scope, first=first, after=after, keep=_make_choice(choose))


def list_own(owner_id: str, scope: str, first: int, after: str | None, choose: Choose) -> Slice[Video]:
    """Page through a person's own videos in any state, the newest first, consistently."""
    partition, prefix = keys.own_videos(owner_id)
    return pagination.read(
        partition, prefix=prefix, scope=scope, first=first, after=after, consistent=True, keep=_make_choice(choose)
    )


def list_some_own(owner_id: str, limit: int) -> list[str]:
    """Return the ids of some of a person's own videos in any state, the oldest first, consistently."""
    partition, prefix = keys.own_videos(owner_id)
    rows = table.query(partition, low=prefix, high=f"{prefix}~", limit=limit, consistent=True)
    return [row["videoId"] for row in rows]


def mark_deleting(video: Video) -> None:
    """Hide a video from everybody at once; nothing that its jobs still say is written any more."""
    table.write(
        Update(
            keys.video(video.id),
            put={"deleting": True},
            add={"version": 1, "attempt": 1},  # events and workers of the attempt before are nobody's now
            remove=["claim"],
            when=_STANDING,
            refuse=lambda _: NotFound("There is no such video.", "id"),
        ),
        guards.mark_deleted(video.id),
        Delete(keys.own_video(video.owner_id, video.id)),
    )


def _refuse_change(before: Video) -> Callable[[Item], Exception]:
    """Return how a change under a version is refused: the video is gone, has another version, or has just moved on."""

    def refuse(found: Item) -> Exception:
        if not found or found.get("deleting"):
            return NotFound("There is no such video.", "id")
        return StaleItem() if found["version"] == before.version else Conflict(found["version"])

    return refuse


def _has_steps_of(video: Video) -> ConditionBase:
    return Attr("steps").eq(serialize(list(video.steps), Model.to_item))


def _make_choice(choose: Choose) -> Callable[[list[Item]], list[Video | None]]:
    """Turn rows into videos; the video itself decides who sees it, never a row's copy of it."""
    return lambda rows: list(choose([id_at(row["SK"]) for row in rows]))


def _follow_audience(before: Video, after: Video) -> list[Write]:
    if before.audience == after.audience:
        return []
    indexes = _indexes(after)
    left = tuple({1, 2} - {each.number for each in indexes}) if before.state == VideoState.LIVE else ()
    own = keys.own_video(after.owner_id, after.id)
    return [Update(own, put={"audience": after.audience}, when=EXISTS, indexes=indexes, leave=left)]


def _indexes(video: Video) -> list[IndexKey]:
    """Return where others find a live video."""
    if video.state != VideoState.LIVE or video.published_at is None:
        return []
    place = time_key(video.published_at, video.id)
    feed = [IndexKey(1, find_shard(keys.FEED, video.id), place)] if video.audience == Audience.PUBLIC else []
    return [*feed, IndexKey(2, keys.videos_by(video.owner_id), place)]
