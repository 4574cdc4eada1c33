"""A photo: what its author says of it, what processing made of it, and how far that is."""

from enum import StrEnum
from typing import Final

from pydantic import Field

from resolvers.core.geo import GeoPoint
from resolvers.core.ids import ID, OpaqueID
from resolvers.core.model import Model, Moment, shown_only, stored_only
from resolvers.core.pagination import Connection
from resolvers.platform.event_log.model import SubjectEvent
from resolvers.platform.jobs.model import Job, JobFailure, JobStep, StepStatus
from resolvers.social.photos.uploads import PHOTO

MAX_PHOTOS: Final = 20


class UploadPurpose(StrEnum):
    """What an upload is for: PHOTO, a photo of a post; AVATAR, the viewer's own picture."""

    PHOTO = "PHOTO"
    """A photo for a post."""
    AVATAR = "AVATAR"
    """Your profile picture."""


class PhotoState(StrEnum):
    """How far a photo is: not uploaded yet, being processed, visible, failed, or rejected by moderation."""

    AWAITING_UPLOAD = "AWAITING_UPLOAD"
    """The file has not arrived yet."""
    PROCESSING = "PROCESSING"
    """The photo is being processed."""
    LIVE = "LIVE"
    """The photo can be seen by everyone who can read its post."""
    FAILED = "FAILED"
    """Processing failed. `failure` says why."""
    REJECTED = "REJECTED"
    """Moderation rejected the photo."""


class PhotoStepName(StrEnum):
    """The steps of processing, in order. UPLOADED says that the file arrived, LIVE that readers of the post see it."""

    UPLOADED = "UPLOADED"
    """The file arrived."""
    CHECKED = "CHECKED"
    """The file is an image that can be processed."""
    RESIZED = "RESIZED"
    """The copies were made."""
    LABELLED = "LABELLED"
    """The AI recognised what is in the photo."""
    MODERATED = "MODERATED"
    """Moderation checked the photo."""
    LIVE = "LIVE"
    """Others can see the photo."""


class PhotoFailureReason(StrEnum):
    """Why processing ended without a visible photo. `PhotoFailure.message` says it in words."""

    EMPTY = "EMPTY"
    """The file is empty."""
    NOT_AN_IMAGE = "NOT_AN_IMAGE"
    """The file is not an image."""
    UNSUPPORTED = "UNSUPPORTED"
    """The file is an image of a type that is not supported."""
    CORRUPT = "CORRUPT"
    """The file is damaged or incomplete."""
    TOO_LARGE = "TOO_LARGE"
    """The image has too many pixels."""
    UNSAFE = "UNSAFE"
    """Moderation rejected the photo."""
    AI_UNAVAILABLE = "AI_UNAVAILABLE"
    """The AI service could not be reached. Retrying may help."""
    AI_REFUSED = "AI_REFUSED"
    """The AI service cannot process this picture."""
    EXPIRED = "EXPIRED"
    """The original file is no longer kept. Upload the picture again."""
    OVER_BUDGET = "OVER_BUDGET"
    """Processing was tried too often."""
    INTERRUPTED = "INTERRUPTED"
    """Processing was interrupted. Retrying may help."""
    INTERNAL = "INTERNAL"
    """Something went wrong on our side. Retrying may help."""


class PhotoVariantName(StrEnum):
    """The size of a copy: 400, 1080 or 2048 pixels on the long edge, up to four times that for very thin pictures."""

    THUMBNAIL = "THUMBNAIL"
    """400 pixels on the longer edge, or up to 1,600 if the picture is very thin."""
    MEDIUM = "MEDIUM"
    """1,080 pixels on the longer edge, or up to 4,320 if the picture is very thin."""
    LARGE = "LARGE"
    """2,048 pixels on the longer edge, or up to 8,192 if the picture is very thin."""


class ModerationVerdict(StrEnum):
    """What moderation decided: readers may see the photo, or nobody may."""

    APPROVED = "APPROVED"
    """The picture may be shown."""
    REJECTED = "REJECTED"
    """The picture may not be shown."""


class PhotoStep(JobStep):
    """A processing step of a photo."""

    name: PhotoStepName = Field(description="The name of the step.")
    status: StepStatus = Field(default=StepStatus.PENDING, description="The status of the step.")
    at: Moment | None = Field(
        default=None, description="When the status last changed. Null if the step has not started."
    )
    attempt: int = Field(
        default=0,
        description="The number of the attempt that last changed it, starting at 1. 0 if the step has not started.",
    )


class PhotoFailure(JobFailure):
    """Why processing a photo failed. Only the author can read it."""

    step: PhotoStepName = Field(description="The step that failed.")
    reason: PhotoFailureReason = Field(description="The reason, for programs.")
    message: str = Field(description="A sentence in English that says why it failed and what to do.")
    retryable: bool = Field(description="Whether `retryPhoto` may help. If not, upload another picture.")


class PhotoVariant(Model):
    """A copy of a photo to display: upright, in sRGB, as WebP, and without camera, owner or location data."""

    key: str = stored_only()
    name: PhotoVariantName = Field(description="The name of the size.")
    url: str = shown_only(
        "A signed URL of the copy. It is valid for 15 minutes; read the field again for a new one.", default=""
    )
    width: int = Field(description="The length in pixels.")
    height: int = Field(description="The length in pixels.")
    bytes: int = Field(description="The size of the file in bytes.")
    content_type: str = Field(default="image/webp", description="The media type, such as `image/webp`.")


class PhotoColour(Model):
    """A dominant colour of a photo."""

    hex: str = Field(description="The colour as `#rrggbb`, in lower case.")
    name: str = Field(description="The name of the closest CSS colour.")
    share: float = Field(description="The share of the picture that the colour covers, in per cent.")


class PhotoLabel(Model):
    """Something that the AI recognises in a photo."""

    name: str = Field(description="The name of what was recognised, in English, such as `Mountain`.")
    confidence: float = Field(description="The confidence in per cent, from 0 to 100.")
    parents: list[str] = Field(default=[], description="The names of more general labels, such as `Nature`.")


class PhotoText(Model):
    """A line of text that the AI reads in a photo."""

    text: str = Field(description="The text as it appears in the photo.")
    confidence: float = Field(description="The confidence in per cent, from 0 to 100.")


class AiModel(Model):
    """The AI model that answered."""

    name: str = Field(description="The service, such as Rekognition.")
    version: str = Field(description="The version that the service reports.")


class PhotoModeration(Model):
    """The result of moderating a photo."""

    verdict: ModerationVerdict = Field(description="Whether readers may see the photo.")
    labels: list[PhotoLabel] = Field(
        default=[], description="The categories of content that moderation noticed. Empty for most pictures."
    )
    model: AiModel | None = Field(default=None, description="The AI model that moderated the photo.")


class Photo(Job):
    """A photo in a post, or a profile picture."""

    id: ID = Field(description="The ID of the photo. It begins with `photo_`.")
    owner_id: ID = stored_only()
    post_id: ID | None = Field(
        default=None, description="The ID of the post that the photo belongs to. Null for a profile picture."
    )
    purpose: UploadPurpose = Field(default=UploadPurpose.PHOTO, description="What the photo was uploaded for.")
    caption: str = Field(default="", description="The caption by the author. Empty if there is none.")
    alt_text: str = Field(
        default="",
        description="The alt text by the author, for people who cannot see the photo. Empty if there is none.",
    )
    state: PhotoState = Field(default=PhotoState.AWAITING_UPLOAD, description="The state of the photo.")
    steps: list[PhotoStep] = Field(
        default=[PhotoStep(name=name) for name in PhotoStepName],
        description="The processing steps, in order. The author always sees them, readers once the photo is live.",
    )
    attempt: int = Field(default=0, description="The number of times that processing was started.")
    failure: PhotoFailure | None = Field(
        default=None, description="Why processing failed. Null if it did not fail, and for everybody except the author."
    )
    width: int | None = Field(
        default=None,
        description="The length in pixels of the upright original. Null before the step `CHECKED` is done.",
    )
    height: int | None = Field(
        default=None,
        description="The length in pixels of the upright original. Null before the step `CHECKED` is done.",
    )
    thumbhash: str | None = Field(
        default=None, description="A blurred placeholder in the ThumbHash format, base64, about 25 bytes."
    )
    variants: list[PhotoVariant] = Field(
        default=[], description="The copies to display, smallest first. Empty before the photo is live."
    )
    colours: list[PhotoColour] = Field(default=[], description="The dominant colours, most frequent first.")
    labels: list[PhotoLabel] = Field(
        default=[], description="What the AI recognises in the photo, most certain first, at most 20 labels."
    )
    text: list[PhotoText] = Field(
        default=[], description="The lines of text that the AI reads in the photo, at most 50."
    )
    suggested_alt_text: str | None = Field(
        default=None, description="A suggestion for `altText` made from labels and text. Only the author sees it."
    )
    model: AiModel | None = Field(default=None, description="The AI model that found labels and colours.")
    text_model: AiModel | None = Field(default=None, description="The AI model that read the text.")
    moderation: PhotoModeration | None = Field(
        default=None, description="The result of moderation. Null before the step `MODERATED` is done."
    )
    suggested_pin: GeoPoint | None = Field(
        default=None, description="Where the photo was taken, from the camera's GPS. Only the author sees it."
    )
    version: int = Field(
        default=1,
        description="The version, which increases with every change by the author. Send it as "
        "`expectedVersion` when you update.",
    )
    created_at: Moment = Field(description="When the upload was created.")
    content_type: str = stored_only(default="")
    bytes: int = stored_only(default=0)
    variants_id: str = stored_only(default="")

    @property
    def original(self) -> str:
        """The key of the upload."""
        return PHOTO.locate(self.owner_id, self.id)


class PhotoConnection(Connection[Photo]):
    """A page of photos."""

    events_cursor: OpaqueID | None = Field(
        default=None,
        description="The position in the event log just before this page was read. Pass it "
        "to `eventsSince` to get what happened afterwards.",
    )


class PhotoProcessingEvent(SubjectEvent):
    """A processing step of a photo changed its status."""

    post_id: ID = Field(description="The ID of the post.")
    photo_id: ID = Field(description="The ID of the photo.")
    step: PhotoStepName = Field(description="The step whose status changed.")
    status: StepStatus = Field(description="The new status of the step.")
    attempt: int = Field(description="The number of the attempt, starting at 1.")
    photo_state: PhotoState = Field(description="The state of the photo after this event.")
    failure: PhotoFailure | None = Field(
        default=None, description="Why processing failed. Null for everybody except the author."
    )
    labels: list[PhotoLabel] | None = Field(
        default=None, description="What the AI recognises in the photo. Null for readers until the photo is live."
    )
    text: list[PhotoText] | None = Field(
        default=None, description="The text that the AI reads in the photo. Null for readers until the photo is live."
    )
    moderation: PhotoModeration | None = Field(
        default=None, description="The result of moderation. Null for readers until the photo is live."
    )
