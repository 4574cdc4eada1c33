"""What the worker writes on a photo: its claim, each step as it happens, and how it ended.

Every write is conditional on the claim, so a worker that was taken over changes nothing any more.
"""

import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from boto3.dynamodb.conditions import Attr

from resolvers.core import keys, table
from resolvers.core.ids import ID
from resolvers.core.model import now
from resolvers.core.table import EXISTS, Item, Update
from resolvers.media import repository
from resolvers.media.job import StepStatus, moved
from resolvers.media.model import (
    Photo,
    PhotoFailure,
    PhotoFailureReason,
    PhotoState,
    PhotoStep,
    PhotoStepName,
    PhotoVariant,
    UploadPurpose,
)
from resolvers.media.repository import Album, Overtaken

CLAIM_SECONDS: Final = 150  # longer than the worker may run, shorter than the queue hides a message
_ATTEMPTS: Final = 10
_OPEN: Final = [PhotoState.AWAITING_UPLOAD, PhotoState.PROCESSING]
_AGAIN: Final = {StepStatus.RUNNING, StepStatus.FAILED}


def claim(before: Photo, holder: str, version: str, uploaded_at: datetime) -> Photo:
    """Take a photo for one message and begin its next step, or raise `Overtaken` where it is not as it was read."""
    at = now()
    attempt = before.attempt + 1
    steps = moved(waiting(before.steps), PhotoStepName.UPLOADED, StepStatus.DONE, at, attempt)
    if before.steps[0].status == StepStatus.DONE:
        steps = [before.steps[0], *steps[1:]]
    changes = {
        "state": PhotoState.PROCESSING,
        "steps": _begun(steps, at, attempt),
        "attempt": attempt,
        "claim": holder,
        "claimed_until": int(time.time()) + CLAIM_SECONDS,
        "source_version": version,
        "uploaded_at": before.uploaded_at or uploaded_at,
    }
    pinned = Attr("sourceVersion").not_exists() | Attr("sourceVersion").eq(version)
    free = Attr("claim").not_exists() | Attr("claimedUntil").lte(int(time.time()))
    unchanged = EXISTS & Attr("attempt").eq(before.attempt) & Attr("state").is_in(_OPEN)
    return _written(before, changes, Update(keys.photo(before.id), when=unchanged & pinned & free, refuse=_overtaken))


def done(photo: Photo, step: PhotoStepName, found: Mapping[str, Any]) -> Photo:
    """Write that a step is done, with what it found, and that the next one runs; or raise `Lost`."""
    at = now()
    steps = _begun(moved(photo.steps, step, StepStatus.DONE, at, photo.attempt), at, photo.attempt)
    return _written(photo, dict(found) | {"steps": steps}, _mine(photo))


def released(photo: Photo) -> Photo:
    """Give a photo back after a passing fault: its step waits for the next attempt. Raises `Lost`."""
    return _written(photo, {"steps": waiting(photo.steps)}, _mine(photo, remove=("claim",)))


def failed(photo: Photo, reason: PhotoFailureReason, message: str, *, retryable: bool) -> Photo:
    """Write how a photo failed, at the step that runs; or raise `Lost`."""
    failure = PhotoFailure(step=_running(photo), reason=reason, message=message, retryable=retryable)
    return _ended(photo, PhotoState.FAILED, failure, {})


def rejected(photo: Photo, found: Mapping[str, Any]) -> Photo:
    """Write that moderation refused a photo, which then has no copies; or raise `Lost`."""
    message = "Moderation found content that may not be shown. Upload another picture."
    failure = PhotoFailure(
        step=PhotoStepName.MODERATED, reason=PhotoFailureReason.UNSAFE, message=message, retryable=False
    )
    return _ended(photo, PhotoState.REJECTED, failure, dict(found) | {"variants": []})


def live(photo: Photo) -> Photo:
    """Let others see a photo, and make it its post's cover where it comes first; or raise `Lost` or `PostGone`."""
    if photo.purpose == UploadPurpose.AVATAR or photo.post_id is None:
        return _live(photo, [_worn(photo)])
    for _ in range(_ATTEMPTS):
        album = repository.get_album(photo.post_id)
        if album is None:
            raise repository.PostGone("There is no such post.")
        try:
            return _live(photo, _covered(album, photo))
        except Overtaken:
            continue
    raise Overtaken


def cover_of(photo_ids: list[ID], photos: Mapping[str, Photo]) -> ID | None:
    """Return the first photo in order that others see."""
    return next((each for each in photo_ids if each in photos and photos[each].state == PhotoState.LIVE), None)


def waiting(steps: list[PhotoStep]) -> list[PhotoStep]:
    """Return the steps with the one that ran or failed waiting again; what is done stays done."""
    return [each.model_copy(update={"status": StepStatus.PENDING}) if each.status in _AGAIN else each for each in steps]


class Lost(Exception):  # noqa: N818
    """Another worker took the photo over, or it is gone."""


def _live(photo: Photo, beside: list[Update]) -> Photo:
    steps = moved(photo.steps, PhotoStepName.LIVE, StepStatus.DONE, now(), photo.attempt)
    changes = {"state": PhotoState.LIVE, "steps": steps}
    return _written(photo, changes, _mine(photo, remove=("claim",)), *beside)


def _covered(album: Album, photo: Photo) -> list[Update]:
    """Return the write of the post's cover; with the order it was read in, so that two photos agree on one."""
    photos = repository.get_many(album.photo_ids) | {photo.id: photo.model_copy(update={"state": PhotoState.LIVE})}
    return [repository.arranged(album, album.photo_ids, cover_of(album.photo_ids, photos))]


def _worn(photo: Photo) -> Update:
    """Return the write that puts somebody's new picture on their profile."""
    (variant,) = photo.variants
    return Update(
        keys.profile(photo.owner_id), put={"avatar": _avatar(photo, variant)}, add={"version": 1}, when=EXISTS
    )


def _avatar(photo: Photo, variant: PhotoVariant) -> dict[str, Any]:
    return {
        "photoId": photo.id,
        "key": variant.key,
        "width": variant.width,
        "height": variant.height,
        "thumbhash": photo.thumbhash,
    }


def _ended(photo: Photo, state: PhotoState, failure: PhotoFailure, found: Mapping[str, Any]) -> Photo:
    steps = moved(photo.steps, failure.step, StepStatus.FAILED, now(), photo.attempt)
    changes = dict(found) | {"state": state, "steps": steps, "failure": failure}
    return _written(photo, changes, _mine(photo, remove=("claim",)))


def _begun(steps: list[PhotoStep], at: datetime, attempt: int) -> list[PhotoStep]:
    step = _next(steps)
    return moved(steps, step, StepStatus.RUNNING, at, attempt) if step else steps


def _next(steps: list[PhotoStep]) -> PhotoStepName | None:
    return next((each.name for each in steps if each.status != StepStatus.DONE), None)


def _running(photo: Photo) -> PhotoStepName:
    return _next(photo.steps) or PhotoStepName.LIVE


def _mine(photo: Photo, remove: tuple[str, ...] = ()) -> Update:
    held = EXISTS & Attr("claim").eq(photo.claim) & Attr("attempt").eq(photo.attempt)
    return Update(keys.photo(photo.id), remove=remove, when=held, refuse=lambda _: Lost())


def _written(photo: Photo, changes: Mapping[str, Any], update: Update, *beside: Update) -> Photo:
    """Write changed fields under an update's condition and return the photo with them."""
    after = photo.model_copy(update=dict(changes))
    names = {Photo.model_fields[name].alias or name for name in changes}
    values = {name: value for name, value in after.stored().items() if name in names}
    write = Update(update.key, put=values, remove=update.remove, when=update.when, refuse=update.refuse)
    table.write(write, *beside)
    return after


def _overtaken(_: Item) -> Exception:
    return Overtaken()
