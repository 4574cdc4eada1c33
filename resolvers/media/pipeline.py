"""From an upload to a photo that others see: check, resize, label, moderate, show. Each step is written as it ends."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from resolvers.core import ids, observability
from resolvers.core.observability import logger
from resolvers.media import bucket, picture, progress, repository, thumbhash
from resolvers.media.job import StepStatus
from resolvers.media.model import (
    ModerationVerdict,
    Photo,
    PhotoFailureReason,
    PhotoLabel,
    PhotoState,
    PhotoStepName,
    PhotoText,
    PhotoVariant,
    PhotoVariantName,
    UploadPurpose,
)
from resolvers.media.picture import BadPicture, Copy, Picture
from resolvers.media.recognition import Readers, Unavailable
from resolvers.users import repository as users

_SURE: Final = 70.0  # per cent: labels that a suggested alternative text may name
_NAMED: Final = 4
_ATTEMPTS: Final = 10


@dataclass(frozen=True)
class Upload:
    """One version of an object that arrived under `uploads/`, and the message that tells of it."""

    key: str
    version: str
    at: datetime
    message_id: str
    is_last_try: bool


class Busy(Exception):  # noqa: N818
    """The photo is being worked on for the same message, or changes all the time: come again later."""


def process(upload: Upload, readers: Readers) -> Photo | None:
    """Carry an upload as far as it goes and return the photo; None where there is nothing to do.

    A bad picture ends FAILED. A passing fault is raised, so that the message comes again; on its last try the photo
    ends FAILED too, and its author may retry.
    """
    photo = _claimed(upload)
    if photo is None or photo.state != PhotoState.PROCESSING:
        return photo
    work = _Work(photo, upload, readers)
    try:
        return work.run()
    except BadPicture as error:
        return progress.failed(work.photo, error.reason, str(error), retryable=False)
    except (progress.Lost, repository.PostGone):
        _abandoned(work.photo)
        return None
    except Exception as error:  # noqa: BLE001  every fault ends in a state or is raised for another try
        return _faulted(work.photo, upload, error)


def _claimed(upload: Upload) -> Photo | None:
    """Return the photo under a claim of this message; None where it is done, gone, another's, or swapped."""
    for _ in range(_ATTEMPTS):
        photo = repository.get(ids.ID(upload.key.rsplit("/", 1)[-1]))
        if photo is None or photo.original != upload.key:
            bucket.remove_stray(upload.key)
            return None
        observability.follow(photo.correlation_id)
        if not _is_open(photo, upload):
            return None
        try:
            claimed = progress.claim(photo, upload.message_id, upload.version, upload.at)
        except repository.Overtaken:
            continue
        return _interrupted(claimed) if photo.claim and upload.is_last_try else claimed
    raise Busy


def _is_open(photo: Photo, upload: Upload) -> bool:
    """Tell whether this message has work to do, or raise `Busy`."""
    is_pinned = photo.source_version in (None, upload.version)
    if not is_pinned or photo.state not in (PhotoState.AWAITING_UPLOAD, PhotoState.PROCESSING):
        return False
    if not photo.is_claimed(time.time()):
        return True
    if photo.claim == upload.message_id:
        raise Busy
    return False  # another message's worker has it; should that one crash, its own message comes again


def _interrupted(photo: Photo) -> Photo:
    """End a photo whose worker died on it before, rather than die a last time and leave it unfinished."""
    message = "Processing broke off. Try again; if it breaks off once more, make the picture smaller."
    return progress.failed(photo, PhotoFailureReason.INTERRUPTED, message, retryable=True)


def _abandoned(photo: Photo) -> None:
    """Leave a photo to whoever took it over; where it was deleted meanwhile, nothing of it stays in the bucket."""
    if repository.get(photo.id) is None:
        bucket.remove(photo)


def _faulted(photo: Photo, upload: Upload, error: Exception) -> Photo:
    if not upload.is_last_try:
        progress.released(photo)
        raise error
    logger.exception("gave up", extra={"photo_id": photo.id})
    if isinstance(error, Unavailable):
        message = "The AI that reads pictures did not answer. Try again in a few minutes."
        return progress.failed(photo, PhotoFailureReason.AI_UNAVAILABLE, message, retryable=True)
    message = "Something of ours went wrong. Try again in a few minutes."
    return progress.failed(photo, PhotoFailureReason.INTERNAL, message, retryable=True)


class _Work:
    """One attempt: the photo as it is by now, and its picture, read once when a step first needs it."""

    def __init__(self, photo: Photo, upload: Upload, readers: Readers) -> None:
        self.photo = photo
        self._upload = upload
        self._readers = readers

    def run(self) -> Photo:
        self._do(PhotoStepName.CHECKED, self._check)
        self._do(PhotoStepName.RESIZED, self._resize)
        self._do(PhotoStepName.LABELLED, self._label)
        self._do(PhotoStepName.MODERATED, self._moderate)
        if self.photo.state == PhotoState.PROCESSING:
            self._show()
        return self.photo

    def _do(self, step: PhotoStepName, act: Callable[[], Mapping[str, Any]]) -> None:
        """Do a step and write what it found, unless an attempt before did: no model is paid twice."""
        status = next(each.status for each in self.photo.steps if each.name == step)
        if status == StepStatus.DONE:
            return
        found = act()
        judged = found.get("moderation")
        if judged and judged.verdict == ModerationVerdict.REJECTED:
            bucket.remove_variants(self.photo)
            self.photo = progress.rejected(self.photo, found)
        else:
            self.photo = progress.done(self.photo, step, found)

    def _check(self) -> Mapping[str, Any]:
        read = self._picture
        found = {"width": read.width, "height": read.height, "thumbhash": thumbhash.of(read.image)}
        return found | ({"suggested_pin": read.position} if read.position else {})

    def _resize(self) -> Mapping[str, Any]:
        if self.photo.purpose == UploadPurpose.AVATAR:
            copies = {PhotoVariantName.MEDIUM: self._picture.avatar()}
        else:
            copies = self._picture.variants()
        return {"variants": [self._kept(name, each) for name, each in copies.items()]}

    def _label(self) -> Mapping[str, Any]:
        seen, text = self._readers.labels.labels(self._jpeg), self._readers.text.text(self._jpeg)
        return {
            "labels": seen.labels,
            "colours": seen.colours,
            "model": seen.model,
            "text": text.lines,
            "text_model": text.model,
            "suggested_alt_text": suggested(seen.labels, text.lines),
        }

    def _moderate(self) -> Mapping[str, Any]:
        return {"moderation": self._readers.moderator.moderate(self._jpeg)}

    def _show(self) -> None:
        worn = users.get(self.photo.owner_id) if self.photo.purpose == UploadPurpose.AVATAR else None
        self.photo = progress.live(self.photo)
        if worn and worn.avatar and worn.avatar.photo_id not in (None, self.photo.id):
            _discard(worn.avatar.photo_id)

    def _kept(self, name: PhotoVariantName, made: Copy) -> PhotoVariant:
        key = f"variants/{self.photo.variants_id}/{name.lower()}.webp"
        variant = PhotoVariant(key=key, name=name, width=made.width, height=made.height, bytes=len(made.content))
        bucket.put(key, made.content, variant.content_type)
        return variant

    @cached_property
    def _picture(self) -> Picture:
        try:
            return picture.read(bucket.read(self._upload.key, self._upload.version))
        except bucket.TooManyBytes as error:
            message = "The file is larger than 25 MB. Make it smaller."
            raise BadPicture(PhotoFailureReason.TOO_LARGE, message) from error

    @cached_property
    def _jpeg(self) -> bytes:
        return self._picture.for_ai()


def suggested(labels: list[PhotoLabel], lines: list[PhotoText]) -> str | None:
    """Put labels and text into words that an author may take as alternative text; None where there is nothing sure."""
    above = {parent for each in labels for parent in each.parents}
    sure = [each.name for each in labels if each.confidence >= _SURE and each.name not in above][:_NAMED]
    read = " ".join(each.text for each in lines)[:200]
    said = [f"Shows {', '.join(sure).lower()}." if sure else "", f"Text: “{read}”." if read else ""]
    return " ".join(filter(None, said)) or None


def _discard(photo_id: str) -> None:
    """Remove the picture that a new avatar replaced."""
    old = repository.get(photo_id)
    if old:
        bucket.remove(old)
        repository.remove_rows([old])
