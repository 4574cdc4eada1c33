"""What people ask to do with reminders, and what each mutation returns."""

from pydantic import Field

from resolvers.core.appsync import Payload
from resolvers.core.ids import ID
from resolvers.core.model import Input
from resolvers.video.streams.model import Stream


class AddStreamReminderInput(Input):
    """Input of `addStreamReminder`."""

    stream_id: ID = Field(description="The ID of the livestream, which has not begun.")


class RemoveStreamReminderInput(Input):
    """Input of `removeStreamReminder`."""

    stream_id: ID = Field(description="The ID of the livestream.")


class AddStreamReminderPayload(Payload):
    """The result of `addStreamReminder`."""

    stream: Stream | None = Field(default=None, description="The livestream that you will be reminded of.")


class RemoveStreamReminderPayload(Payload):
    """The result of `removeStreamReminder`."""

    stream: Stream | None = Field(default=None, description="The livestream.")
