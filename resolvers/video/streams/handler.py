"""GraphQL fields of livestreams."""

from typing import Annotated, Any

from pydantic import Field

from resolvers import rates
from resolvers.core.appsync import SubscriptionFilter
from resolvers.core.identity import viewer, viewer_or_guest
from resolvers.core.ids import ID
from resolvers.core.pagination import After, First
from resolvers.platform.event_log import listening
from resolvers.video.app import app
from resolvers.video.streams import lists, service
from resolvers.video.streams.model import ReplayFile, Stream, StreamConnection, StreamIngest
from resolvers.video.streams.mutations import (
    CreateStreamInput,
    CreateStreamPayload,
    DeleteStreamInput,
    DeleteStreamPayload,
    EndStreamInput,
    EndStreamPayload,
    RotateStreamKeyPayload,
    StartStreamInput,
    StartStreamPayload,
    UpdateStreamInput,
    UpdateStreamPayload,
)

Parents = list[dict[str, Any]]


@app.resolver(type_name="Query", field_name="stream")
def stream(id: Annotated[ID, Field(description="The ID of the livestream.")]) -> Stream | None:
    """The livestream with an ID, if you may watch it. Null if there is none."""
    return service.get_shown(viewer_or_guest(), id)


@app.resolver(type_name="Query", field_name="liveStreams")
def live_streams(first: First = 20, after: After = None) -> StreamConnection | None:
    """The livestreams that you can watch now, the newest first."""
    return lists.list_live(viewer_or_guest(), first, after)


@app.resolver(type_name="Query", field_name="upcomingStreams")
def upcoming_streams(first: First = 20, after: After = None) -> StreamConnection | None:
    """Announced livestreams that you may watch, the one that begins soonest first.

    One without a time is not listed, and no longer one that has not begun half an hour after its time.
    Livestreams only for their owner are in `Viewer.streams`.
    """
    return lists.list_upcoming(viewer_or_guest(), first, after)


@app.resolver(type_name="Query", field_name="replays")
def replays(first: First = 20, after: After = None) -> StreamConnection | None:
    """Livestreams that are over and that you can watch again, the newest first.

    Livestreams only for their owner are in `Viewer.streams`.
    """
    return lists.list_replays(viewer_or_guest(), first, after)


@app.resolver(type_name="Query", field_name="replayFiles")
def replay_files(
    stream_id: Annotated[ID, Field(description="The ID of the livestream.")],
    names: Annotated[
        list[str], Field(min_length=1, max_length=60, description="The names of 1 to 60 files in the playlist.")
    ],
) -> list[ReplayFile] | None:
    """Signed URLs of files of a livestream's replay, for 5 minutes. Empty if there is no replay that you may watch."""
    return service.sign_replay_files(viewer_or_guest(), stream_id, names)


@app.resolver(type_name="Mutation", field_name="createStream", counts=(rates.WRITES,))
def create_stream(input: CreateStreamInput) -> CreateStreamPayload | None:
    """Announce a livestream. Start it with `startStream`."""
    return CreateStreamPayload(stream=service.create_stream(viewer(), input))


@app.resolver(type_name="Mutation", field_name="updateStream", counts=(rates.WRITES,))
def update_stream(input: UpdateStreamInput) -> UpdateStreamPayload | None:
    """Change your livestream, and who may watch it. People who watch it already can go on until they open it again."""
    return UpdateStreamPayload(stream=service.update_stream(viewer(), input))


@app.resolver(type_name="Mutation", field_name="startStream", counts=(rates.WRITES,))
def start_stream(input: StartStreamInput) -> StartStreamPayload | None:
    """Start your livestream. It is live once your encoder's picture arrives. Repeating it changes nothing."""
    return StartStreamPayload(stream=service.start_stream(viewer(), input.id))


@app.resolver(type_name="Mutation", field_name="endStream", counts=(rates.WRITES,))
def end_stream(input: EndStreamInput) -> EndStreamPayload | None:
    """End your livestream, and what your encoder sends. Repeating it changes nothing."""
    return EndStreamPayload(stream=service.end_stream(viewer(), input.id))


@app.resolver(type_name="Mutation", field_name="deleteStream", counts=(rates.WRITES,))
def delete_stream(input: DeleteStreamInput) -> DeleteStreamPayload | None:
    """Delete your livestream. One that goes on must be ended first. This cannot be undone."""
    service.delete_stream(viewer(), input.id)
    return DeleteStreamPayload(deleted_id=input.id)


@app.resolver(type_name="Mutation", field_name="rotateStreamKey", counts=(rates.WRITES, rates.STREAM_KEYS))
def rotate_stream_key() -> RotateStreamKeyPayload | None:
    """Get a new stream key for your encoder. The old one stops working, except for a connection that it has begun."""
    return RotateStreamKeyPayload(key=service.rotate_key(viewer()))


@app.batch_resolver(type_name="Viewer", field_name="streams")
def own_streams(viewers: Parents, first: First = 20, after: After = None) -> list[StreamConnection | None]:
    """Your livestreams in any state, newest first."""
    return [lists.list_own(viewer(), first, after) for _ in viewers]


@app.batch_resolver(type_name="Viewer", field_name="streamIngest")
def stream_ingest(viewers: Parents) -> list[StreamIngest | None]:
    """Where your encoder sends to. Null until you get a stream key."""
    return [service.get_ingest(viewer()) for _ in viewers]


@app.batch_resolver(type_name="Notification", field_name="stream")
@app.batch_resolver(type_name="Pin", field_name="stream")
def stream_of_subject(parents: Parents) -> list[Stream | None]:
    """The livestream it is about. Null if it is about something else, or if you may no longer watch it."""
    return service.show_many_readable(viewer_or_guest(), [each.get("subjectId") or "" for each in parents])


@app.resolver(type_name="Subscription", field_name="onStream")
def on_stream(stream_id: Annotated[ID, Field(description="The ID of the livestream.")]) -> SubscriptionFilter:
    """Delivers how a livestream is: its state, its health and its viewers."""
    return listening.to_readers(stream_id, field="stream_id")
