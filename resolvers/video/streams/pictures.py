"""Moderation of livestreams by pictures that IVS takes of them: each while they go on, and the rest before a replay.

Source: Amazon IVS User Guide, "Auto-Record to Amazon S3", thumbnails.
"""

import re
from dataclasses import dataclass
from typing import Final

from resolvers.core.model import Moment, now
from resolvers.core.settings import settings
from resolvers.platform.uploads import bucket
from resolvers.video.moderation import repository as judgements
from resolvers.video.moderation import service as moderation
from resolvers.video.moderation.service import Moderator
from resolvers.video.streams import admission, messages, progress, reports, repository
from resolvers.video.streams.closing import Closer
from resolvers.video.streams.model import OPEN, Stream, StreamRecording

_NAME: Final = re.compile(r"(ivs/v1/([^/]+)/([^/]+)/.+)/media/thumbnails/(.+\.jpg)")
_MOST_AT_ONCE: Final = 240  # that a worker judges before it hands the rest on
_LONGEST_GAP: Final = 30.0  # seconds; one is taken every ten, or at the next keyframe
_SOUND_ONLY: Final = "audio_only"  # IVS's name of a rendition without a picture


class PicturesMissing(Exception):  # noqa: N818
    """A recording has fewer pictures than it should: they come later, or never."""


class Unfinished(Exception):  # noqa: N818
    """Some pictures were judged, and others are left."""


@dataclass(frozen=True)
class Picture:
    """A picture of a recording in the bucket."""

    key: str
    prefix: str  # of everything that belongs to the recording
    account: str
    channel: str  # the last part of its ARN
    name: str


def read_key(key: str) -> Picture | None:
    """Return what a key says of a picture; None if it is no picture of a livestream."""
    found = _NAME.fullmatch(key)
    return Picture(key, *found.groups()) if found else None


def take_picture(picture: Picture, taken_at: Moment, moderator: Moderator, closer: Closer) -> Stream | None:
    """Judge a picture of a livestream that goes on, and end it if it may not be shown. Raises `Unavailable`.

    Pictures of before its beginning are shown to nobody, and those that arrive after its end wait for its replay.
    """
    stream = _find_open(picture, taken_at)
    if stream is None or judgements.was_judged(picture.prefix, picture.name):
        return None
    if not moderator.is_refused(settings().media_bucket, picture.key):
        judgements.note_judged(picture.prefix, [picture.name])
        return stream
    return reject(stream, taken_at, closer)


def find_refused(stream: Stream, recording: StreamRecording, moderator: Moderator) -> Moment | None:
    """Judge what is left of a recording's pictures; return when one that may not be shown was taken, None if all may.

    Raises `PicturesMissing`, `Unavailable`, and `Unfinished` after many pictures, so that another message goes on.
    """
    folder = f"{recording.prefix}/media/thumbnails/"
    aired_from = (stream.armed_at or recording.started_at).replace(microsecond=0)  # S3 tells times in whole seconds
    taken = {key: at for key, at in bucket.list_times_under(folder).items() if at >= aired_from}
    if len(taken) < _count_least(recording):
        raise PicturesMissing
    judged = judgements.list_judged(recording.prefix)
    left = [key for key in sorted(taken, key=lambda each: taken[each]) if key.removeprefix(folder) not in judged]
    chosen = left[:_MOST_AT_ONCE]
    refused = moderation.find_refused(moderator, settings().media_bucket, chosen)
    if refused is not None:
        return taken[chosen[refused]]
    judgements.note_judged(recording.prefix, [key.removeprefix(folder) for key in chosen])
    if len(left) > len(chosen):
        raise Unfinished
    return None


def reject(stream: Stream, taken_at: Moment, closer: Closer) -> Stream | None:
    """End a livestream for a picture that may not be shown, and withhold its replay; doing it twice is once.

    The key is taken before the stop: an encoder comes back by itself, and viewers may still have leave to watch.
    Both come before the write, which frees the encoder: a new key for the next livestream must not be taken.
    What viewers were given ends by the next look.
    """
    current = repository.get_many_current([stream.owner_id]).get(stream.owner_id)
    if current and current.id == stream.id and current.state in OPEN:
        closer.take_key(current.channel_arn)
        closer.stop(current.channel_arn)
    # Before the write, so that a failure right after it leaves nobody watching.
    messages.send_look(stream.id, delay_seconds=messages.UNTIL_REJECTED, repeats=False)
    after = reports.change(stream.id, lambda before: _refuse(before, taken_at))
    messages.send_look(stream.id, delay_seconds=0, repeats=False)
    return after


def _refuse(before: Stream, taken_at: Moment) -> Stream:
    rejected = progress.reject(before, taken_at, now())
    return before if rejected is before else admission.end_all_playback(rejected)


def _find_open(picture: Picture, taken_at: Moment) -> Stream | None:
    """Return the livestream that a picture shows, if it goes on."""
    owner_id = repository.find_owner(picture.account, picture.channel)
    stream = repository.get_many_current([owner_id]).get(owner_id) if owner_id else None
    if stream is None or stream.state not in OPEN or stream.armed_at is None:
        return None
    return stream if taken_at >= stream.armed_at else None


def _count_least(recording: StreamRecording) -> int:
    """Return how many pictures there must be of what a recording shows."""
    if not recording.seconds or recording.folder.endswith(f"/{_SOUND_ONLY}"):
        return 0
    return max(1, int(recording.seconds // _LONGEST_GAP))
