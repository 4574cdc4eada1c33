"""What authors ask to do with their photos, and what each mutation returns."""

from typing import Annotated

from pydantic import AfterValidator, Field

from resolvers.core import text
from resolvers.core.appsync import Payload
from resolvers.core.idempotency import IdempotencyKey
from resolvers.core.ids import ID
from resolvers.core.model import Input
from resolvers.platform.uploads.model import UploadTicket
from resolvers.social.photos.model import MAX_PHOTOS, Photo, UploadPurpose
from resolvers.social.photos.uploads import PHOTO


def _require_allowed_type(content_type: str) -> str:
    lowered = content_type.lower()
    if lowered not in PHOTO.content_types:
        raise ValueError("Photos are JPEG, PNG, WebP, GIF, HEIC or AVIF: convert this one first")
    return lowered


Caption = Annotated[str, AfterValidator(text.Paragraphs(0, 500)), Field(description="Up to 500 characters.")]
AltText = Annotated[str, AfterValidator(text.Paragraphs(0, 1000)), Field(description="Up to 1,000 characters.")]


class CreateUploadInput(Input):
    """Input of `createUpload`."""

    purpose: UploadPurpose = Field(default=UploadPurpose.PHOTO, description="What the upload is for.")
    post_id: ID | None = Field(
        default=None, description="The ID of your post. Required for a photo, not allowed for a profile picture."
    )
    content_type: Annotated[str, AfterValidator(_require_allowed_type)] = Field(
        description="The media type: `image/jpeg`, `image/png`, `image/webp`, `image/gif`, `image/heic`, "
        "`image/heif` or `image/avif`."
    )
    bytes: int = Field(
        ge=0, le=PHOTO.max_bytes, description="The exact size of the file in bytes, at most 26,214,400 (25 MB)."
    )
    caption: Caption = Field(default="", description="Up to 500 characters.")
    alt_text: AltText = Field(default="", description="Up to 1,000 characters.")
    idempotency_key: IdempotencyKey = None


class UpdatePhotoInput(Input):
    """Input of `updatePhoto`. Fields that you leave out stay as they are."""

    id: ID = Field(description="The ID of the photo.")
    expected_version: int = Field(
        description="The version that you read. If the photo has changed since, "
        "the payload has a `Conflict` error with the current "
        "version."
    )
    caption: Caption | None = Field(default=None, description="Up to 500 characters. Empty text removes it.")
    alt_text: AltText | None = Field(default=None, description="Up to 1,000 characters. Empty text removes it.")


class ReorderPhotosInput(Input):
    """Input of `reorderPhotos`."""

    post_id: ID = Field(description="The ID of the post.")
    photo_ids: list[ID] = Field(
        max_length=MAX_PHOTOS, description="The IDs of all photos of the post, each once, in the new order."
    )


class RetryPhotoInput(Input):
    """Input of `retryPhoto`."""

    id: ID = Field(description="The ID of the photo.")


class DeletePhotoInput(Input):
    """Input of `deletePhoto`."""

    id: ID = Field(description="The ID of the photo.")


class CreateUploadPayload(Payload):
    """The result of `createUpload`."""

    upload: UploadTicket | None = Field(
        default=None, description="The form to send the file with. Null if the file has already arrived."
    )
    photo: Photo | None = Field(default=None, description="The photo, which waits for its upload.")


class UpdatePhotoPayload(Payload):
    """The result of `updatePhoto`."""

    photo: Photo | None = Field(default=None, description="The photo after the change.")


class ReorderPhotosPayload(Payload):
    """The result of `reorderPhotos`."""

    photos: list[Photo] | None = Field(default=None, description="The photos of the post, in the new order.")


class RetryPhotoPayload(Payload):
    """The result of `retryPhoto`."""

    photo: Photo | None = Field(default=None, description="The photo after the change.")


class DeletePhotoPayload(Payload):
    """The result of `deletePhoto`."""

    deleted_id: ID | None = Field(default=None, description="The ID of the deleted photo.")
