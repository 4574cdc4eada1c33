"""What the contract promises of reminders."""

import strawberry

import resolvers.video.streams.schema  # noqa: F401  imported for its side effect: it registers livestreams
from resolvers.core.directives import SIGNED_IN, field, inputs, nested_field, outputs
from resolvers.video.reminders import handler, mutations
from resolvers.video.streams.model import Stream

outputs(mutations.AddStreamReminderPayload, mutations.RemoveStreamReminderPayload, directives=SIGNED_IN)
inputs(mutations.AddStreamReminderInput, mutations.RemoveStreamReminderInput)

nested_field(Stream, handler.viewer_has_reminder)


@strawberry.type
class Mutation:
    add_stream_reminder = field(handler.add_stream_reminder)
    remove_stream_reminder = field(handler.remove_stream_reminder)
