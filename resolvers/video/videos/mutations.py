"""What owners ask to do with their videos, and what each mutation returns."""

from itertools import pairwise
from typing import Annotated, Final

from pydantic import AfterValidator, Field

from resolvers.core import text
from resolvers.core.appsync import Payload
from resolvers.core.idempotency import IdempotencyKey
from resolvers.core.ids import ID
from resolvers.core.model import Input
from resolvers.platform.subjects.model import Audience
from resolvers.platform.uploads.multipart import PARTS_AT_ONCE, UploadPart
from resolvers.video.videos.checks import MOST_SECONDS
from resolvers.video.videos.model import Video
from resolvers.video.videos.uploads import VIDEO

_MAX_CHAPTERS: Final = 100


def _require_video_type(content_type: str) -> str:
    lowered = content_type.lower()
    if lowered not in VIDEO.content_types:
        raise ValueError(f"Upload one of these types: {', '.join(sorted(VIDEO.content_types))}")
    return lowered


def _remove_equal_tags(tags: list[str]) -> list[str]:
    """Keep the first of equal tags, and none that is empty."""
    first = {text.match_key(tag): tag for tag in reversed(tags) if tag}
    return [*reversed(first.values())]


def _require_order(chapters: list["VideoChapterInput"]) -> list["VideoChapterInput"]:
    if chapters and chapters[0].seconds:
        raise ValueError("The first chapter begins at 0 seconds")
    if any(one.seconds >= other.seconds for one, other in pairwise(chapters)):
        raise ValueError("Each chapter begins after the one before it")
    return chapters


Title = Annotated[str, AfterValidator(text.Line(1, 120)), Field(description="One line of 1 to 120 characters.")]
Description = Annotated[
    str, AfterValidator(text.Paragraphs(0, 5_000)), Field(description="Plain text of up to 5,000 characters.")
]
Tags = Annotated[
    list[Annotated[str, AfterValidator(text.clean_tag), AfterValidator(text.Line(0, 40))]],
    Field(max_length=10, description="Up to 10 tags of up to 40 characters, kept in lower case, each once."),
    AfterValidator(_remove_equal_tags),
]
ExpectedVersion = Annotated[
    int,
    Field(
        description="The version that you read. If the video has changed since, the payload has a `Conflict` error "
        "with the current version."
    ),
]


class VideoChapterInput(Input):
    """A chapter of a video."""

    seconds: int = Field(
        strict=True, ge=0, le=int(MOST_SECONDS), description="Where it begins, in seconds. The first begins at 0."
    )
    title: Title


Chapters = Annotated[
    list[VideoChapterInput],
    Field(max_length=_MAX_CHAPTERS, description="Up to 100 chapters in order. An empty list removes them."),
    AfterValidator(_require_order),
]


class CreateVideoUploadInput(Input):
    """Input of `createVideoUpload`."""

    title: Title
    content_type: Annotated[str, AfterValidator(_require_video_type)] = Field(
        description="The media type: `video/mp4`, `video/quicktime`, `video/webm`, `video/x-matroska`, "
        "`video/x-msvideo`, `video/mpeg` or `video/mp2t`."
    )
    bytes: int = Field(
        strict=True,
        ge=1,
        le=VIDEO.max_bytes,
        description="The exact size of the file in bytes, at most 2,000,000,000 (2 GB).",
    )
    audience: Audience = Field(default=Audience.PUBLIC, description="Who may watch the video once it is live.")
    idempotency_key: IdempotencyKey = None


class SignVideoPartsInput(Input):
    """Input of `signVideoParts`."""

    id: ID = Field(description="The ID of the video.")
    parts: list[int] = Field(
        min_length=1, max_length=PARTS_AT_ONCE, description="The numbers of 1 to 20 parts, from 1 to `partCount`."
    )


class CompleteVideoUploadInput(Input):
    """Input of `completeVideoUpload`."""

    id: ID = Field(description="The ID of the video.")


class UpdateVideoInput(Input):
    """Input of `updateVideo`. Fields that you leave out stay as they are."""

    id: ID = Field(description="The ID of the video.")
    expected_version: ExpectedVersion
    title: Title | None = Field(default=None, description="One line of 1 to 120 characters.")
    description: Description | None = Field(
        default=None, description="Plain text of up to 5,000 characters. Empty text removes it."
    )
    tags: Tags | None = Field(default=None, description="Up to 10 tags, which replace the old ones.")
    chapters: Chapters | None = Field(
        default=None, description="Up to 100 chapters in order. An empty list removes them."
    )


class PublishVideoInput(Input):
    """Input of `publishVideo`."""

    id: ID = Field(description="The ID of the video.")
    expected_version: ExpectedVersion
    audience: Audience = Field(default=Audience.PUBLIC, description="Who may watch it: `PUBLIC` or `FOLLOWERS`.")


class UnpublishVideoInput(Input):
    """Input of `unpublishVideo`."""

    id: ID = Field(description="The ID of the video.")
    expected_version: ExpectedVersion


class RetryVideoInput(Input):
    """Input of `retryVideo`."""

    id: ID = Field(description="The ID of the video.")


class DeleteVideoInput(Input):
    """Input of `deleteVideo`."""

    id: ID = Field(description="The ID of the video.")


class CreateVideoUploadPayload(Payload):
    """The result of `createVideoUpload`."""

    video: Video | None = Field(default=None, description="The video, which waits for its file.")


class SignVideoPartsPayload(Payload):
    """The result of `signVideoParts`."""

    parts: list[UploadPart] | None = Field(default=None, description="Where to send each part.")
    video: Video | None = Field(default=None, description="The video, which waits for its file.")


class CompleteVideoUploadPayload(Payload):
    """The result of `completeVideoUpload`."""

    video: Video | None = Field(default=None, description="The video, which is processed next.")


class UpdateVideoPayload(Payload):
    """The result of `updateVideo`."""

    video: Video | None = Field(default=None, description="The video after the change.")


class PublishVideoPayload(Payload):
    """The result of `publishVideo`."""

    video: Video | None = Field(default=None, description="The video after the change.")


class UnpublishVideoPayload(Payload):
    """The result of `unpublishVideo`."""

    video: Video | None = Field(default=None, description="The video after the change.")


class RetryVideoPayload(Payload):
    """The result of `retryVideo`."""

    video: Video | None = Field(default=None, description="The video after the change.")


class DeleteVideoPayload(Payload):
    """The result of `deleteVideo`."""

    deleted_id: ID | None = Field(default=None, description="The ID of the deleted video.")
