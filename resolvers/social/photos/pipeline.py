"""From an upload to a photo that others see: check, resize, label, moderate, show."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from resolvers.core import ids, observability
from resolvers.core.observability import logger
from resolvers.platform.jobs import service as jobs
from resolvers.platform.jobs.model import Message
from resolvers.platform.jobs.repository import Lost
from resolvers.platform.jobs.service import StepFailed
from resolvers.platform.pictures import decoder, thumbhash
from resolvers.platform.pictures.copies import Copy, Picture, encode_webp
from resolvers.platform.pictures.formats import MAX_BYTES, BadPicture
from resolvers.platform.uploads import bucket
from resolvers.platform.users import repository as users
from resolvers.social.photos import objects, publication, repository
from resolvers.social.photos.job import PHOTO_JOB
from resolvers.social.photos.model import (
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
from resolvers.social.photos.recognition import Readers, Unavailable, Unreadable

AVATAR_EDGE: Final = 512
LONG_EDGES: Final = (400, 1080, 2048)  # of PhotoVariantName, in order
_SURE: Final = 70.0  # per cent: labels that a suggested alternative text may name
_NAMED: Final = 4


@dataclass(frozen=True)
class Upload:
    """One version of an object that arrived under `uploads/`, and the message that tells of it."""

    key: str
    message: Message


def process(upload: Upload, readers: Readers) -> Photo | None:
    """Carry an upload as far as it goes and return the photo; None where there is nothing to do.

    A bad picture ends FAILED. A passing fault is raised, so that the message comes again; on its last try the photo
    ends FAILED too, and its author may retry.
    """
    photo = jobs.take(PHOTO_JOB, lambda: _find(upload), upload.message)
    if photo is None or photo.state != PhotoState.PROCESSING:
        return photo
    work = _Work(photo, upload, readers)
    try:
        work.run()
    except StepFailed as failed:
        work.photo = jobs.end_failed(PHOTO_JOB, work.photo, failed)
    except (Lost, repository.PostGone):
        if repository.get(work.photo.id) is None:
            objects.remove_all(work.photo)  # deleted meanwhile: nothing of it stays in the bucket
        return None
    except Exception as error:  # noqa: BLE001  every fault ends in a state or is raised for another try
        work.photo = jobs.handle_fault(PHOTO_JOB, work.photo, upload.message, error, _explain_fault)
    objects.remove_unneeded(work.photo)
    return work.photo


def suggest_alt_text(labels: list[PhotoLabel], lines: list[PhotoText]) -> str | None:
    """Put labels and text into words that an author may take as alternative text; None where there is nothing sure."""
    above = {parent for each in labels for parent in each.parents}
    sure = [each.name for each in labels if each.confidence >= _SURE and each.name not in above][:_NAMED]
    read = " ".join(each.text for each in lines)[:200]
    said = [f"Shows {', '.join(sure).lower()}." if sure else "", f"Text: “{read}”." if read else ""]
    return " ".join(filter(None, said)) or None


def _find(upload: Upload) -> Photo | None:
    """Read the photo of an upload; what was uploaded without a photo, or once more under its form, is removed."""
    photo = repository.get(ids.ID(upload.key.rsplit("/", 1)[-1]))
    if photo is None or photo.original != upload.key:
        bucket.remove(upload.key)
        return None
    observability.follow(photo.correlation_id)
    if photo.state not in PHOTO_JOB.open_states:
        objects.remove_unneeded(photo)  # again, should the worker that ended it have died before
    if photo.source_version not in {None, upload.message.version}:
        bucket.remove_version(upload.key, upload.message.version)
    return photo


def _explain_fault(error: Exception) -> StepFailed:
    logger.exception("gave up")
    if isinstance(error, Unavailable):
        message = "The AI that reads pictures did not answer. Try again in a few minutes."
        return StepFailed(PhotoFailureReason.AI_UNAVAILABLE, message, retryable=True)
    message = "Something went wrong on our side. Try again in a few minutes."
    return StepFailed(PhotoFailureReason.INTERNAL, message, retryable=True)


class _Work:
    """One attempt: the photo as it is by now, and its picture, read once when a step first needs it."""

    def __init__(self, photo: Photo, upload: Upload, readers: Readers) -> None:
        self.photo = photo
        self._upload = upload
        self._readers = readers

    def run(self) -> None:
        for step, act in (
            (PhotoStepName.CHECKED, self._check),
            (PhotoStepName.RESIZED, self._resize),
            (PhotoStepName.LABELLED, self._label),
            (PhotoStepName.MODERATED, self._moderate),
        ):
            self.photo = jobs.do_step(PHOTO_JOB, self.photo, step, act)
        self._show()

    def _check(self, _: Photo) -> Mapping[str, Any]:
        read = self._picture
        found = {"width": read.width, "height": read.height, "thumbhash": thumbhash.make_thumbhash(read.image)}
        return found | ({"suggested_pin": read.position} if read.position else {})

    def _resize(self, photo: Photo) -> Mapping[str, Any]:
        if photo.purpose == UploadPurpose.AVATAR:
            copies = {PhotoVariantName.MEDIUM: encode_webp(self._picture.image)}
        else:
            copies = dict(zip(PhotoVariantName, self._picture.make_copies(LONG_EDGES), strict=False))
        return {"variants": [self._store_variant(name, each) for name, each in copies.items()]}

    def _label(self, _: Photo) -> Mapping[str, Any]:
        try:
            seen, text = self._readers.labels.read_labels(self._jpeg), self._readers.text.read_text(self._jpeg)
        except Unreadable as error:
            raise _make_unreadable() from error
        return {
            "labels": seen.labels,
            "colours": seen.colours,
            "model": seen.model,
            "text": text.lines,
            "text_model": text.model,
            "suggested_alt_text": suggest_alt_text(seen.labels, text.lines),
        }

    def _moderate(self, _: Photo) -> Mapping[str, Any]:
        try:
            judged = self._readers.moderator.moderate(self._jpeg)
        except Unreadable as error:
            raise _make_unreadable() from error
        if judged.verdict == ModerationVerdict.APPROVED:
            return {"moderation": judged}
        message = "Moderation found content that may not be shown. Upload another picture."
        found = {"moderation": judged, "variants": []}
        raise StepFailed(PhotoFailureReason.UNSAFE, message, state=PhotoState.REJECTED, found=found)

    def _show(self) -> None:
        before = users.get(self.photo.owner_id) if self.photo.purpose == UploadPurpose.AVATAR else None
        self.photo = publication.publish_photo(self.photo)
        if before and before.avatar and before.avatar.picture_id not in (None, self.photo.id):
            _remove_replaced_avatar(before.avatar.picture_id)

    def _store_variant(self, name: PhotoVariantName, made: Copy) -> PhotoVariant:
        key = f"variants/{self.photo.variants_id}/{name.lower()}.webp"
        variant = PhotoVariant(key=key, name=name, width=made.width, height=made.height, bytes=len(made.content))
        bucket.put(key, made.content, variant.content_type)
        return variant

    @cached_property
    def _picture(self) -> Picture:
        try:
            content = bucket.read(self._upload.key, self._upload.message.version, MAX_BYTES)
            if self.photo.purpose == UploadPurpose.AVATAR:
                return decoder.decode_square(content, AVATAR_EDGE)
            return decoder.decode(content, LONG_EDGES[-1])
        except BadPicture as error:
            raise StepFailed(error.defect, str(error)) from error
        except bucket.TooManyBytes as error:
            message = "The file is larger than 25 MB. Make it smaller."
            raise StepFailed(PhotoFailureReason.TOO_LARGE, message) from error
        except bucket.ObjectMissing as error:
            if repository.get(self.photo.id) is None:
                raise Lost from error
            message = "The uploaded file is no longer stored. Upload it again."
            raise StepFailed(PhotoFailureReason.EXPIRED, message) from error

    @cached_property
    def _jpeg(self) -> bytes:
        return self._picture.encode_for_ai()


def _make_unreadable() -> StepFailed:
    message = "The AI that checks pictures cannot read this one. Export it as JPEG and upload it again."
    return StepFailed(PhotoFailureReason.AI_REFUSED, message)


def _remove_replaced_avatar(photo_id: str) -> None:
    """Remove the picture that a new avatar replaced."""
    old = repository.get(photo_id)
    if old:
        objects.remove_all(old)
        repository.remove_rows([old])
