"""How a video is processed: its states, its steps, why one fails, and the event that tells of them."""

from enum import StrEnum
from typing import Final

from pydantic import Field

from resolvers.core.ids import ID
from resolvers.core.model import Moment
from resolvers.platform.event_log.model import Event, Hearers, TopicKind
from resolvers.platform.jobs.model import JobFailure, JobStep, StepStatus
from resolvers.video import keys


class VideoState(StrEnum):
    """Where a video is between its upload and its viewers."""

    AWAITING_UPLOAD = "AWAITING_UPLOAD"
    """The file has not arrived."""
    PROCESSING = "PROCESSING"
    """The file is being checked or encoded."""
    LIVE = "LIVE"
    """Viewers can watch it."""
    FAILED = "FAILED"
    """Processing failed; `failure` says why."""
    REJECTED = "REJECTED"
    """Moderation found content that may not be shown."""


class VideoStepName(StrEnum):
    """A step of processing a video."""

    UPLOADED = "UPLOADED"
    """The file arrived."""
    CHECKED = "CHECKED"
    """The file is a video that can be played."""
    FRAMED = "FRAMED"
    """Pictures were taken of it."""
    MODERATED = "MODERATED"
    """Its pictures may be shown."""
    ENCODED = "ENCODED"
    """Its renditions are ready."""
    LIVE = "LIVE"
    """Viewers can watch it."""
    CAPTIONED = "CAPTIONED"
    """Its speech was written down. The video is live before, and stays so if this step fails."""


class VideoFailureReason(StrEnum):
    """Why processing a video failed."""

    UNREADABLE = "UNREADABLE"
    """The file is damaged, or not a video."""
    NO_PICTURE = "NO_PICTURE"
    """The file has sound only."""
    TOO_SHORT = "TOO_SHORT"
    """The video is shorter than half a second, or a still picture."""
    TOO_LONG = "TOO_LONG"
    """The video is longer than four hours."""
    TOO_SMALL = "TOO_SMALL"
    """A side of the picture has less than 32 pixels."""
    TOO_LARGE = "TOO_LARGE"
    """A side of the picture has more than 8192 pixels, or a second has more than 240 frames."""
    CUT_OFF = "CUT_OFF"
    """Most of the video is missing from the file."""
    UNSAFE = "UNSAFE"
    """Moderation found content that may not be shown."""
    ENCODER_FAILED = "ENCODER_FAILED"
    """The encoder failed. Trying again may help."""
    AI_UNAVAILABLE = "AI_UNAVAILABLE"
    """The AI that checks pictures did not answer. Trying again may help."""
    INTERRUPTED = "INTERRUPTED"
    """Processing was interrupted. Trying again may help."""
    OVER_BUDGET = "OVER_BUDGET"
    """Processing was tried too often."""
    INTERNAL = "INTERNAL"
    """Something went wrong on our side. Trying again may help."""


class VideoStep(JobStep):
    """A processing step of a video."""

    name: VideoStepName = Field(description="The name of the step.")
    status: StepStatus = Field(default=StepStatus.PENDING, description="The status of the step.")
    at: Moment | None = Field(
        default=None, description="When the status last changed. Null if the step has not started."
    )
    attempt: int = Field(
        default=0,
        description="The number of the attempt that last changed it, starting at 1. 0 if the step has not started.",
    )
    percent: int | None = Field(
        default=None,
        description="How far a running step is, in per cent. It never falls within an attempt, and stays below 100 "
        "until the step is done. Null if the step does not say.",
    )
    seconds_left: int | None = Field(
        default=None, description="How many seconds the running step may still take. Null if the step does not say."
    )


class VideoFailure(JobFailure):
    """Why processing a video failed. Only the owner can read it."""

    step: VideoStepName = Field(description="The step that failed.")
    reason: VideoFailureReason = Field(description="The reason, for programs.")
    message: str = Field(description="A sentence in English that says why it failed and what to do.")
    retryable: bool = Field(description="Whether `retryVideo` may help. If not, upload another file.")
    second: float | None = Field(
        default=None, description="The second that moderation refused, of several the first. Null for other reasons."
    )


class VideoProcessingEvent(Event):
    """A processing step of your video changed its status, or is further than before."""

    video_id: ID = Field(description="The ID of the video.")
    video_step: VideoStepName = Field(description="The step that changed.")
    status: StepStatus = Field(description="The status of the step.")
    attempt: int = Field(description="The number of the attempt, starting at 1.")
    percent: int | None = Field(
        default=None, description="How far the running step is, in per cent. Null if it does not say."
    )
    seconds_left: int | None = Field(
        default=None, description="How many seconds the running step may still take. Null if it does not say."
    )
    video_state: VideoState = Field(description="The state of the video after this event.")
    is_playable: bool = Field(description="Whether a rendition can be played.")
    failure: VideoFailure | None = Field(default=None, description="Why processing failed. Null if it did not.")


PROCESSING: Final = TopicKind("videoProcessing", Hearers.OWNER, around=keys.VIDEO)
