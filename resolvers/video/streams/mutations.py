"""What owners ask to do with their livestreams, and what each mutation returns."""

from typing import Annotated, Self

from pydantic import AfterValidator, AwareDatetime, Field, model_validator

from resolvers.core import text
from resolvers.core.appsync import Payload
from resolvers.core.idempotency import IdempotencyKey
from resolvers.core.ids import ID
from resolvers.core.model import Input
from resolvers.platform.subjects.model import Audience
from resolvers.video.streams.model import Stream, StreamKey

Title = Annotated[str, AfterValidator(text.Line(1, 120)), Field(description="One line of 1 to 120 characters.")]
Description = Annotated[
    str, AfterValidator(text.Paragraphs(0, 5_000)), Field(description="Plain text of up to 5,000 characters.")
]
ExpectedVersion = Annotated[
    int,
    Field(
        description="The version that you read. If the livestream has changed since, the payload has a `Conflict` "
        "error with the current version."
    ),
]
StreamID = Annotated[ID, Field(description="The ID of the livestream.")]


class CreateStreamInput(Input):
    """Input of `createStream`."""

    title: Title
    description: Description = ""
    scheduled_for: AwareDatetime | None = Field(
        default=None, description="When it is to begin. Leave it out if no time is announced."
    )
    audience: Audience = Field(default=Audience.PUBLIC, description="Who may watch it, and see that it exists.")
    idempotency_key: IdempotencyKey = None


class UpdateStreamInput(Input):
    """Input of `updateStream`. Fields that you leave out stay as they are."""

    id: StreamID
    expected_version: ExpectedVersion
    title: Title | None = Field(default=None, description="One line of 1 to 120 characters.")
    description: Description | None = Field(
        default=None, description="Plain text of up to 5,000 characters. Empty text removes it."
    )
    scheduled_for: AwareDatetime | None = Field(default=None, description="When it is to begin, within the next year.")
    remove_time: bool = Field(default=False, description="True removes the announced time.")
    audience: Audience | None = Field(default=None, description="Who may watch it, and see that it exists.")

    @model_validator(mode="after")
    def _one_time(self) -> Self:
        if self.scheduled_for and self.remove_time:
            raise ValueError("Send either `scheduledFor` or `removeTime`")
        return self


class StartStreamInput(Input):
    """Input of `startStream`."""

    id: StreamID


class EndStreamInput(Input):
    """Input of `endStream`."""

    id: StreamID


class DeleteStreamInput(Input):
    """Input of `deleteStream`."""

    id: StreamID


class CreateStreamPayload(Payload):
    """The result of `createStream`."""

    stream: Stream | None = Field(default=None, description="Your new livestream.")


class UpdateStreamPayload(Payload):
    """The result of `updateStream`."""

    stream: Stream | None = Field(default=None, description="Your livestream as it is now.")


class StartStreamPayload(Payload):
    """The result of `startStream`."""

    stream: Stream | None = Field(default=None, description="Your livestream, which waits for your encoder.")


class EndStreamPayload(Payload):
    """The result of `endStream`."""

    stream: Stream | None = Field(default=None, description="Your livestream, which is over.")


class DeleteStreamPayload(Payload):
    """The result of `deleteStream`."""

    deleted_id: ID | None = Field(default=None, description="The ID of the livestream that you deleted.")


class RotateStreamKeyPayload(Payload):
    """The result of `rotateStreamKey`."""

    key: StreamKey | None = Field(default=None, description="Your new stream key.")
