"""GraphQL fields of reminders."""

from typing import Any

from resolvers import rates
from resolvers.core.identity import viewer, viewer_or_guest
from resolvers.video.app import app
from resolvers.video.reminders import service
from resolvers.video.reminders.mutations import (
    AddStreamReminderInput,
    AddStreamReminderPayload,
    RemoveStreamReminderInput,
    RemoveStreamReminderPayload,
)
from resolvers.video.streams.model import StreamState

Parents = list[dict[str, Any]]


@app.resolver(type_name="Mutation", field_name="addStreamReminder", counts=(rates.WRITES,))
def add_stream_reminder(input: AddStreamReminderInput) -> AddStreamReminderPayload | None:
    """Ask to be notified of a livestream: ten minutes before its time, when it begins, if it is moved or cancelled."""
    return AddStreamReminderPayload(stream=service.add_reminder(viewer(), input.stream_id))


@app.resolver(type_name="Mutation", field_name="removeStreamReminder", counts=(rates.WRITES,))
def remove_stream_reminder(input: RemoveStreamReminderInput) -> RemoveStreamReminderPayload | None:
    """Take a reminder back. Repeating it changes nothing."""
    return RemoveStreamReminderPayload(stream=service.remove_reminder(viewer(), input.stream_id))


@app.batch_resolver(type_name="Stream", field_name="viewerHasReminder")
def viewer_has_reminder(streams: Parents) -> list[bool]:
    """Whether you asked to be reminded of the livestream. Always false for guests, and once it has begun."""
    return service.list_reminders(viewer_or_guest(), [(each["id"], StreamState(each["state"])) for each in streams])
