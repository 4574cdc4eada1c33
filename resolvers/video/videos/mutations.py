"""What owners ask to do with their videos, and what each mutation returns."""

import re
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
from resolvers.video.videos.cues import find_disorder
from resolvers.video.videos.model import Video
from resolvers.video.videos.uploads import VIDEO

_MAX_CHAPTERS: Final = 100
_MAX_CUES: Final = 5_000  # as many as four hours have with one in three seconds
_MAX_CUE_TEXT: Final = 300_000  # characters of all cues, twice what is said in four hours
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")  # of BCP 47, what captions are written in


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


def _join_lines(cue: str) -> str:
    """Return the text of a cue without blank lines, which would end it in WebVTT."""
    return "\n".join(line for each in cue.split("\n") if (line := each.strip()))


def _require_cues_in_order(cues: list["VideoCueInput"]) -> list["VideoCueInput"]:
    if disorder := find_disorder(cues):
        raise ValueError(disorder)
    if sum(len(each.text) for each in cues) > _MAX_CUE_TEXT:
        raise ValueError(f"All cues together may have {_MAX_CUE_TEXT:,} characters")
    return cues


def _require_language(language: str) -> str:
    if not _LANGUAGE.fullmatch(language):
        raise ValueError("Write a language as BCP 47 does, such as `en-US` or `vi`")
    return language


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


CueText = Annotated[
    str,
    AfterValidator(text.Paragraphs(1, 500)),
    AfterValidator(_join_lines),
    Field(
        description="What is said, as plain text of 1 to 500 characters without blank lines. It is shown as it is: "
        "`<i>` is three characters."
    ),
]


class VideoCueInput(Input):
    """A line of captions, and when it is shown."""

    start_seconds: float = Field(
        strict=True, ge=0, le=float(MOST_SECONDS), description="When it appears, in seconds, to the millisecond."
    )
    end_seconds: float = Field(
        strict=True, ge=0, le=float(MOST_SECONDS), description="When it disappears, in seconds, to the millisecond."
    )
    text: CueText


Cues = Annotated[
    list[VideoCueInput],
    Field(
        max_length=_MAX_CUES,
        description="Up to 5,000 cues in order, with up to 300,000 characters in all. Each begins within the video "
        "and not before the one before it ends. An empty list removes the captions.",
    ),
    AfterValidator(_require_cues_in_order),
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


class UpdateVideoCaptionsInput(Input):
    """Input of `updateVideoCaptions`."""

    id: ID = Field(description="The ID of the video, which is live.")
    expected_version: ExpectedVersion
    cues: Cues
    language: Annotated[str, AfterValidator(_require_language)] | None = Field(
        default=None,
        description="The language in BCP 47, such as `en-US`. It stays as it is if you leave it out; a video without "
        "captions needs one.",
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


class UpdateVideoCaptionsPayload(Payload):
    """The result of `updateVideoCaptions`."""

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
