"""What the contract promises of livestreams, and their links to the platform's types."""

import strawberry

# imported for their side effect: they register the types that livestreams use or are added to
import resolvers.platform.notifications.schema
import resolvers.platform.pins.schema
import resolvers.platform.users.schema
import resolvers.video.grants.schema  # noqa: F401
from resolvers.core.directives import EVERYONE, SIGNED_IN, enums, field, inputs, nested_field, outputs
from resolvers.platform.notifications.model import Notification
from resolvers.platform.pins.model import Pin
from resolvers.platform.users.model import Viewer
from resolvers.video.streams import handler, model, mutations

enums(model.StreamState, model.StreamHealth, model.StreamFailureReason)
outputs(
    model.StreamHealthChange,
    model.StreamSession,
    model.StreamFailure,
    model.StreamReplay,
    model.ReplayFile,
    model.StreamCounts,
    model.Stream,
    model.StreamConnection,
    directives=EVERYONE,
)
outputs(
    model.StreamIngest,
    model.StreamKey,
    mutations.CreateStreamPayload,
    mutations.UpdateStreamPayload,
    mutations.StartStreamPayload,
    mutations.EndStreamPayload,
    mutations.DeleteStreamPayload,
    mutations.RotateStreamKeyPayload,
    directives=SIGNED_IN,
)
inputs(
    mutations.CreateStreamInput,
    mutations.UpdateStreamInput,
    mutations.StartStreamInput,
    mutations.EndStreamInput,
    mutations.DeleteStreamInput,
)

nested_field(Viewer, handler.own_streams, name="streams")
nested_field(Viewer, handler.stream_ingest)
nested_field(Notification, handler.stream_of_subject, name="stream")
nested_field(Pin, handler.stream_of_subject, name="stream")


@strawberry.type
class Query:
    stream = field(handler.stream, EVERYONE)
    live_streams = field(handler.live_streams, EVERYONE)
    upcoming_streams = field(handler.upcoming_streams, EVERYONE)
    replays = field(handler.replays, EVERYONE)
    replay_files = field(handler.replay_files, EVERYONE)


@strawberry.type
class Mutation:
    create_stream = field(handler.create_stream)
    update_stream = field(handler.update_stream)
    start_stream = field(handler.start_stream)
    end_stream = field(handler.end_stream)
    delete_stream = field(handler.delete_stream)
    rotate_stream_key = field(handler.rotate_stream_key)
