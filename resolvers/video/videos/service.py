"""What owners do with their videos, and which videos each person sees."""

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

from pydantic.alias_generators import to_camel

from resolvers.core import idempotency, ids, observability, storage
from resolvers.core.appsync import wants
from resolvers.core.errors import Conflict, Forbidden, InvalidInput, NotFound, Throttled
from resolvers.core.identity import Caller
from resolvers.core.model import Moment, now
from resolvers.core.table import StaleItem
from resolvers.platform.event_log import service as event_log
from resolvers.platform.event_log.model import Hearers
from resolvers.platform.jobs import service as jobs
from resolvers.platform.jobs.model import StepStatus
from resolvers.platform.jobs.steps import move_step
from resolvers.platform.likes.model import LIKES
from resolvers.platform.subjects import service as subjects
from resolvers.platform.subjects.model import AUDIENCES, Audience
from resolvers.platform.uploads import bucket
from resolvers.platform.uploads.multipart import UploadPart
from resolvers.platform.users import service as users
from resolvers.video import keys
from resolvers.video.videos import arrival, captions, messages, repository
from resolvers.video.videos.job import VIDEO_JOB
from resolvers.video.videos.model import Video, explain_failure, guard_of
from resolvers.video.videos.mutations import (
    CreateVideoUploadInput,
    PublishVideoInput,
    UnpublishVideoInput,
    UpdateVideoCaptionsInput,
    UpdateVideoInput,
    VideoCueInput,
)
from resolvers.video.videos.playback import grant_playback, is_moderated, sign_storyboard
from resolvers.video.videos.processing import PROCESSING, VideoState, VideoStepName
from resolvers.video.videos.uploads import VIDEO

_ATTEMPTS: Final = 8
_CURSORS: Final = {"processing_events_cursor": PROCESSING, "likes_events_cursor": LIKES}


def create_upload(viewer: Caller, input: CreateVideoUploadInput) -> Video:
    """Create a video that waits for its file; repeating the idempotency key answers the first one."""
    users.arrive(viewer)
    video_id = ids.new(keys.VIDEO)
    video = Video(
        id=video_id,
        owner_id=viewer.id,
        created_at=now(),
        original=VIDEO.locate(viewer.id, video_id),
        media_id=secrets.token_hex(16),
        correlation_id=observability.read_correlation_id(),
        **input.model_dump(exclude={"idempotency_key"}),
    )
    claim = idempotency.claim(viewer.id, "createVideoUpload", input, input.idempotency_key, video.id)
    try:
        repository.add(video, claim)
    except idempotency.AlreadyDone as done:
        return get_shown(viewer, done.result_id)
    return get_shown(viewer, video.id)


def sign_parts(viewer: Caller, video_id: str, numbers: Sequence[int]) -> tuple[list[UploadPart], Video]:
    """Return where to send some parts of a video's file, or raise `Forbidden`, `InvalidInput` or `NotFound`."""
    parts = arrival.sign_parts(get_owned(viewer, video_id), numbers)
    return parts, get_shown(viewer, video_id)


def complete_upload(viewer: Caller, video_id: str) -> Video:
    """Join the parts of a video's file, or raise `Forbidden`, `InvalidInput` or `NotFound`."""
    arrival.complete_upload(get_owned(viewer, video_id))
    return get_shown(viewer, video_id)


def update_video(viewer: Caller, input: UpdateVideoInput) -> Video:
    """Change what a video says, or raise `Conflict`, `Forbidden` or `NotFound`."""
    changes: dict[str, Any] = input.model_dump(exclude={"id", "expected_version", "chapters"}, exclude_none=True)

    def change(before: Video) -> Video:
        chapters = before.chapters if input.chapters is None else input.model_dump()["chapters"]
        return Video.model_validate(before.model_dump() | changes | {"chapters": chapters})

    return _update(viewer, input.id, input.expected_version, change)


def update_captions(viewer: Caller, input: UpdateVideoCaptionsInput) -> Video:
    """Replace or remove a live video's captions, or raise `Conflict`, `Forbidden`, `InvalidInput` or `NotFound`."""

    def change(before: Video) -> Video:
        _require_cues_within(before, input.cues)
        language = input.language or next((each.language for each in before.caption_files), None)
        if language is None and input.cues:
            raise InvalidInput("Say in which language the captions are.", "language")
        files = [captions.name_edited_captions(before, language)] if language and input.cues else []
        old = captions.list_files(before)
        if old or files:
            messages.send_captions_change(before.id, [*old, *(each.key for each in files)])
        for each in files:
            captions.write_captions(each, input.cues)
        steps = move_step(before.steps, VideoStepName.CAPTIONED, StepStatus.DONE, now(), before.attempt)
        return before.model_copy(update={"steps": steps, "caption_files": files})

    return _update(viewer, input.id, input.expected_version, change, repository.update_captions)


def publish_video(viewer: Caller, input: PublishVideoInput) -> Video:
    """Let others watch a video once it is live, or raise `Conflict`, `Forbidden`, `InvalidInput` or `NotFound`."""
    if input.audience == Audience.AUTHOR:
        raise InvalidInput("Use `unpublishVideo` to hide a video.", "audience")
    return _set_audience(viewer, input.id, input.expected_version, input.audience)


def unpublish_video(viewer: Caller, input: UnpublishVideoInput) -> Video:
    """Hide a video from everybody except its owner, or raise `Conflict`, `Forbidden` or `NotFound`."""
    return _set_audience(viewer, input.id, input.expected_version, Audience.AUTHOR)


def retry_video(viewer: Caller, video_id: str) -> Video:
    """Process a video again after a failure that passes, or raise `Forbidden`, `InvalidInput` or `NotFound`."""
    video = get_owned(viewer, video_id)
    if video.state != VideoState.FAILED:
        raise InvalidInput("Only a video that failed can be processed again.", "id")
    version = video.source_version or bucket.find_latest_version(video.original)
    if version is None:
        raise InvalidInput("The file is no longer kept: upload it again.", "id")
    jobs.retry(VIDEO_JOB, video)
    messages.send_arrival(video.original, version)
    return get_shown(viewer, video_id)


def delete_video(viewer: Caller, video_id: str) -> None:
    """Delete a video with its objects and end its jobs, or raise `Forbidden` or `NotFound`."""
    video = get_owned(viewer, video_id)
    messages.send_removal(video)
    repository.mark_deleting(video)


def remove_some(owner_id: str, until: Moment, limit: int) -> bool:
    """Delete a person's videos of before a time, some at a time, the oldest first; return True if none was left."""
    found = repository.get_many(repository.list_some_own(owner_id, limit)).values()
    removed = [each for each in found if each.created_at <= until]
    for video in removed:
        messages.send_removal(video)
        with suppress(NotFound):  # its owner deletes it just now
            repository.mark_deleting(video)
    return not removed


def get_shown(viewer: Caller, video_id: str) -> Video:
    """Return a video as the viewer sees it, or raise `NotFound`: what the viewer may not see does not exist."""
    logged = _read_log(video_id)
    video = show_many_readable(viewer, [video_id])[0]
    if not video:
        raise NotFound("There is no such video.", "id")
    return _add_cursors(viewer, video, logged)


def get_owned(viewer: Caller, video_id: str, expected_version: int | None = None) -> Video:
    """Return the viewer's own video, or raise `NotFound`, `Forbidden` (may see it), or `Conflict` (changed)."""
    video = get_many_readable(viewer, [video_id])[0]
    if not video:
        raise NotFound("There is no such video.", "id")
    if video.owner_id != viewer.id:
        raise Forbidden("Only its owner may do this.", "id")
    if expected_version not in (None, video.version):
        raise Conflict(video.version)
    return video


def get_many_readable(viewer: Caller, video_ids: Sequence[str]) -> list[Video | None]:
    """Return the videos that the viewer may see, one for each id, None for the others."""
    found = repository.get_many([each for each in video_ids if ids.kind_of(each) == keys.VIDEO])
    guards = {video_id: guard_of(video) for video_id, video in found.items()}
    followed = subjects.find_followed_owners(viewer, guards.values())
    return [
        found[each] if each in found and subjects.may_read(viewer, guards[each], followed) else None
        for each in video_ids
    ]


def get_many_public(video_ids: Iterable[str]) -> dict[str, Video]:
    """Return those of these videos that everybody may watch, by id."""
    found = repository.get_many(each for each in video_ids if ids.kind_of(each) == keys.VIDEO)
    return {each: video for each, video in found.items() if subjects.is_public(guard_of(video))}


def show_many_readable(viewer: Caller, video_ids: Sequence[str]) -> list[Video | None]:
    """Return videos as the viewer sees them, one for each id, None for those they may not see."""
    videos = get_many_readable(viewer, video_ids)
    shown = iter(show_many(viewer, [each for each in videos if each]))
    return [next(shown) if each else None for each in videos]


def show_many(viewer: Caller, videos: Sequence[Video]) -> list[Video]:
    """Return videos as the viewer sees them, with what the request asks for; the caller has checked the right to."""
    owners = users.show_many({each.owner_id for each in videos}) if wants("owner") else {}
    return [_show(viewer, each).model_copy(update={"owner": owners.get(each.owner_id)}) for each in videos]


def _show(viewer: Caller, video: Video) -> Video:
    is_own = video.owner_id == viewer.id
    is_awaited = is_own and video.state == VideoState.AWAITING_UPLOAD
    has_poster = video.poster is not None and is_moderated(video)
    changes: dict[str, Any] = {
        "failure": explain_failure(video) if is_own else None,
        "playback": grant_playback(video) if wants("playback") else None,
        "poster_url": storage.read_url(video.poster) if video.poster and has_poster else None,
        "captions": captions.sign_captions(video) if wants("captions") else [],
        "storyboard": sign_storyboard(video) if wants("storyboard") else None,
        "upload": arrival.describe_upload(video) if is_awaited and wants("upload") else None,
    }
    if video.file:
        duration = video.encoded_seconds or video.file.duration
        changes |= {"width": video.file.width, "height": video.file.height, "duration": duration}
    return video.model_copy(update=changes)


def _read_log(video_id: str) -> dict[str, int]:
    """Return where the topics of a video are before it is read: what happens in between is told again."""
    kinds = [kind for field, kind in _CURSORS.items() if wants(to_camel(field))]
    return event_log.list_last(kind.topic(video_id) for kind in kinds) if kinds else {}


def _add_cursors(viewer: Caller, video: Video, logged: Mapping[str, int]) -> Video:
    """Return a video with the cursors that were asked for, each for those who may hear its topic."""
    topics = {
        field: kind.topic(video.id)
        for field, kind in _CURSORS.items()
        if kind.hearers == Hearers.READERS or video.owner_id == viewer.id
    }
    known = [(field, topic) for field, topic in topics.items() if topic.name in logged]
    return video.model_copy(
        update={field: event_log.cursor(viewer, topic, {"logged": logged}) for field, topic in known}
    )


def _set_audience(viewer: Caller, video_id: str, expected_version: int, audience: Audience) -> Video:
    """Change who may watch a video; what those who no longer may were given ends, as its files move."""

    def change(before: Video) -> Video:
        changes: dict[str, Any] = {"audience": audience}
        if before.state == VideoState.LIVE and AUDIENCES.index(audience) > AUDIENCES.index(before.audience):
            changes["next_media_id"] = before.next_media_id or secrets.token_hex(16)
            # Before the write, so that a failure right after it leaves nothing behind.
            messages.send_move(before.id, delay_seconds=messages.UNTIL_HIDDEN)
        return before.model_copy(update=changes)

    after = _update(viewer, video_id, expected_version, change)
    if after.next_media_id:
        messages.send_move(after.id)
    return after


def _require_cues_within(video: Video, cues: Sequence[VideoCueInput]) -> None:
    if video.state != VideoState.LIVE or video.file is None:
        raise InvalidInput("A video has captions once it is live.", "id")
    length = video.encoded_seconds or video.file.duration
    late = next((number for number, each in enumerate(cues, 1) if each.start_seconds >= length), None)
    if late:
        raise InvalidInput(f"Cue {late} begins after the video has ended.", "cues")


def _update(
    viewer: Caller,
    video_id: str,
    expected_version: int,
    change: Callable[[Video], Video],
    write: Callable[[Video, Video], None] = repository.update,
) -> Video:
    """Write a change under the version; again if processing has just moved the video on."""
    for _ in range(_ATTEMPTS):
        before = get_owned(viewer, video_id, expected_version)
        try:
            write(before, change(before))
        except StaleItem:
            continue
        return get_shown(viewer, video_id)
    raise Throttled("The video changes all the time. Try again in a moment.")
