"""A photo: what its author says of it, what processing made of it, how far that is, and what callers ask for."""

from enum import StrEnum
from typing import Annotated, Final

from pydantic import AfterValidator, Field

from resolvers.core.appsync import Payload
from resolvers.core.geo import GeoPoint
from resolvers.core.idempotency import IdempotencyKey
from resolvers.core.ids import ID
from resolvers.core.model import Input, Model, Moment, hidden, shown_only
from resolvers.core.pagination import Connection
from resolvers.media.job import Job, StepStatus

CONTENT_TYPES: Final = frozenset(
    {"image/jpeg", "image/png", "image/webp", "image/gif", "image/heic", "image/heif", "image/avif"}
)
MAX_BYTES: Final = 25 * 1024 * 1024
MAX_PHOTOS: Final = 20


class UploadPurpose(StrEnum):
    """What an upload is for: a photo of a post, or one's own picture."""

    PHOTO = "PHOTO"
    AVATAR = "AVATAR"


class PhotoState(StrEnum):
    """Where a photo is: not yet uploaded, being read, seen by others, failed, or refused by moderation."""

    AWAITING_UPLOAD = "AWAITING_UPLOAD"
    PROCESSING = "PROCESSING"
    LIVE = "LIVE"
    FAILED = "FAILED"
    REJECTED = "REJECTED"


class PhotoStepName(StrEnum):
    """The steps of processing, in their order."""

    UPLOADED = "UPLOADED"
    CHECKED = "CHECKED"
    RESIZED = "RESIZED"
    LABELLED = "LABELLED"
    MODERATED = "MODERATED"
    LIVE = "LIVE"


class PhotoFailureReason(StrEnum):
    """Why processing ended without a photo that others can see."""

    EMPTY = "EMPTY"
    NOT_AN_IMAGE = "NOT_AN_IMAGE"
    UNSUPPORTED = "UNSUPPORTED"
    CORRUPT = "CORRUPT"
    TOO_LARGE = "TOO_LARGE"
    UNSAFE = "UNSAFE"
    AI_UNAVAILABLE = "AI_UNAVAILABLE"
    INTERRUPTED = "INTERRUPTED"
    INTERNAL = "INTERNAL"


class PhotoVariantName(StrEnum):
    """How long a copy's long edge is at most: 400, 1080 or 2048 pixels. One's own picture is a square of 512."""

    THUMBNAIL = "THUMBNAIL"
    MEDIUM = "MEDIUM"
    LARGE = "LARGE"


class ModerationVerdict(StrEnum):
    """What moderation decided."""

    APPROVED = "APPROVED"
    REJECTED = "REJECTED"


class PhotoStep(Model):
    """One step of processing."""

    name: PhotoStepName = Field(description="Which step.")
    status: StepStatus = Field(default=StepStatus.PENDING, description="How far it is.")
    at: Moment | None = Field(default=None, description="When it came there; null while it never began.")
    attempt: int = Field(default=0, description="In which attempt: 1 for the first, 0 while it never began.")


class PhotoFailure(Model):
    """Why a photo did not become visible, for its author alone."""

    step: PhotoStepName = Field(description="The step that failed.")
    reason: PhotoFailureReason = Field(description="The cause, for programs.")
    message: str = Field(description="The cause and what to do, for people.")
    retryable: bool = Field(description="Whether `retryPhoto` may help; else upload another picture.")


class PhotoVariant(Model):
    """A copy to show: upright, sRGB, WebP, without any data of the camera or its owner."""

    key: str = hidden()
    name: PhotoVariantName = Field(description="Which size.")
    url: str = shown_only("Where to read it for an hour.", default="")
    width: int = Field(description="Pixels.")
    height: int = Field(description="Pixels.")
    bytes: int = Field(description="Its size.")
    content_type: str = Field(default="image/webp", description="Its media type.")


class PhotoColour(Model):
    """A dominant colour."""

    hex: str = Field(description="Such as #4a7fb5.")
    name: str = Field(description="The nearest named CSS colour.")
    share: float = Field(description="Of the picture, 0 to 100 per cent.")


class PhotoLabel(Model):
    """Something the AI sees."""

    name: str = Field(description="What it is, in English.")
    confidence: float = Field(description="0 to 100.")
    parents: list[str] = Field(default=[], description="What kind of thing that is, the labels above it.")


class PhotoText(Model):
    """A line of text the AI reads in the picture."""

    text: str = Field(description="As it stands there.")
    confidence: float = Field(description="0 to 100.")


class AiModel(Model):
    """The model that read a picture."""

    name: str = Field(description="Who reads.")
    version: str = Field(description="Its version, as it reports it.")


class PhotoModeration(Model):
    """What moderation says of a picture."""

    verdict: ModerationVerdict = Field(description="Whether others may see it.")
    labels: list[PhotoLabel] = Field(default=[], description="What it noticed; empty for an unremarkable picture.")
    model: AiModel | None = Field(default=None, description="The model that judged.")


class Photo(Job):
    """A photo of a post, or somebody's picture of themselves."""

    id: ID = Field(description="Begins with `photo_`.")
    owner_id: ID = hidden()
    post_id: ID | None = Field(default=None, description="The post it belongs to; null for one's own picture.")
    purpose: UploadPurpose = Field(default=UploadPurpose.PHOTO, description="What it was uploaded for.")
    caption: str = Field(default="", description="What its author writes under it.")
    alt_text: str = Field(default="", description="What its author says for those who cannot see it.")
    state: PhotoState = Field(default=PhotoState.AWAITING_UPLOAD, description="Where it is.")
    steps: list[PhotoStep] = Field(
        default=[PhotoStep(name=name) for name in PhotoStepName],
        description="The steps of processing, in order; others than its author see them once it is live.",
    )
    attempt: int = Field(default=0, description="How often processing began.")
    failure: PhotoFailure | None = Field(default=None, description="Why it ended otherwise; its author alone sees it.")
    width: int | None = Field(default=None, description="Pixels of the upright original; null until checked.")
    height: int | None = Field(default=None, description="Pixels of the upright original; null until checked.")
    thumbhash: str | None = Field(default=None, description="A placeholder of some 25 bytes, base64.")
    variants: list[PhotoVariant] = Field(default=[], description="Copies to show, the smallest first.")
    colours: list[PhotoColour] = Field(default=[], description="Dominant colours, the strongest first.")
    labels: list[PhotoLabel] = Field(default=[], description="What the AI sees, the surest first.")
    text: list[PhotoText] = Field(default=[], description="Lines of text the AI reads in it.")
    suggested_alt_text: str | None = Field(default=None, description="The AI's words for `altText`: a suggestion.")
    model: AiModel | None = Field(default=None, description="The model that found labels and colours.")
    text_model: AiModel | None = Field(default=None, description="The model that read the text.")
    moderation: PhotoModeration | None = Field(default=None, description="Whether others may see it, and why.")
    suggested_pin: GeoPoint | None = Field(
        default=None, description="Where the camera says it was taken; its author alone sees it, and may pin it."
    )
    version: int = Field(default=1, description="Goes up with its author's changes: send it as `expectedVersion`.")
    created_at: Moment = Field(description="When its upload was asked for.")
    content_type: str = hidden(default="")
    bytes: int = hidden(default=0)
    variants_id: str = hidden(default="")

    @property
    def original(self) -> str:
        """The key of the upload."""
        return f"uploads/{self.owner_id}/{self.id}"


class PhotoConnection(Connection[Photo]):
    """A page of photos."""

    events_cursor: ID | None = Field(
        default=None, description="The place in the event log before this page was read: continue with `eventsSince`."
    )


def _allowed(content_type: str) -> str:
    lowered = content_type.lower()
    if lowered not in CONTENT_TYPES:
        raise ValueError("Photos are JPEG, PNG, WebP, GIF, HEIC or AVIF: convert this one first")
    return lowered


Caption = Annotated[str, Field(max_length=500, description="Up to 500 characters.")]
AltText = Annotated[str, Field(max_length=1000, description="Up to 1,000 characters.")]


class CreateUploadInput(Input):
    """A picture that is about to be uploaded."""

    purpose: UploadPurpose = Field(default=UploadPurpose.PHOTO, description="What it is for.")
    post_id: ID | None = Field(default=None, description="The post, one's own; needed for a photo.")
    content_type: Annotated[str, AfterValidator(_allowed)] = Field(
        description="image/jpeg, png, webp, gif, heic, heif or avif."
    )
    bytes: int = Field(ge=0, le=MAX_BYTES, description="Its exact size, up to 25 MB (26,214,400).")
    caption: Caption = Field(default="", description="Up to 500 characters.")
    alt_text: AltText = Field(default="", description="Up to 1,000 characters.")
    idempotency_key: IdempotencyKey = None


class UpdatePhotoInput(Input):
    """Changes to what its author says of a photo; what is left out stays."""

    id: ID = Field(description="The photo.")
    expected_version: int = Field(description="The version it was read at.")
    caption: Caption | None = Field(default=None, description="Up to 500 characters; empty text clears it.")
    alt_text: AltText | None = Field(default=None, description="Up to 1,000 characters; empty text clears it.")


class ReorderPhotosInput(Input):
    """A new order of a post's photos."""

    post_id: ID = Field(description="The post.")
    photo_ids: list[ID] = Field(max_length=MAX_PHOTOS, description="Every photo of the post, each once.")


class RetryPhotoInput(Input):
    """Which photo to process again."""

    id: ID = Field(description="The photo.")


class DeletePhotoInput(Input):
    """Which photo to delete."""

    id: ID = Field(description="The photo.")


class UploadField(Model):
    """A field of the upload's form."""

    name: str = Field(description="Its name.")
    value: str = Field(description="Its value.")


class UploadTicket(Model):
    """Leave to upload one picture: a form to post, its fields first and the file last, as `file`."""

    url: str = Field(description="Where to post the form.")
    fields: list[UploadField] = Field(description="The form's fields.")
    expires_at: Moment = Field(description="Until when; ask again with the same idempotency key for a fresh one.")


class CreateUploadPayload(Payload):
    """Leave to upload, and the photo it will become."""

    upload: UploadTicket | None = Field(default=None, description="The form; null once the picture has arrived.")
    photo: Photo | None = Field(default=None, description="The photo, waiting for its upload.")


class UpdatePhotoPayload(Payload):
    """The changed photo."""

    photo: Photo | None = Field(default=None, description="The photo as it is now.")


class ReorderPhotosPayload(Payload):
    """The photos in their new order."""

    photos: list[Photo] | None = Field(default=None, description="The post's photos in their new order.")


class RetryPhotoPayload(Payload):
    """The photo, being processed again."""

    photo: Photo | None = Field(default=None, description="The photo as it is now.")


class DeletePhotoPayload(Payload):
    """The photo that is gone."""

    deleted_id: ID | None = Field(default=None, description="Its id.")
