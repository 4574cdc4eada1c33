"""GraphQL fields of channels."""

from typing import Annotated, Any

from pydantic import Field

from resolvers import rates
from resolvers.core.identity import viewer, viewer_or_guest
from resolvers.core.pagination import After, First
from resolvers.video.app import app
from resolvers.video.channels import service
from resolvers.video.channels.model import Channel, ChannelConnection
from resolvers.video.channels.mutations import (
    CreateChannelInput,
    CreateChannelPayload,
    DeleteChannelInput,
    DeleteChannelPayload,
    SubscribeToChannelInput,
    SubscribeToChannelPayload,
    UnsubscribeFromChannelInput,
    UnsubscribeFromChannelPayload,
    UpdateChannelInput,
    UpdateChannelPayload,
)
from resolvers.video.streams import lists as stream_lists
from resolvers.video.streams import service as streams
from resolvers.video.streams.model import Stream, StreamConnection
from resolvers.video.subscribers import service as subscribers
from resolvers.video.subscribers.model import ChannelSubscription
from resolvers.video.videos import lists as video_lists
from resolvers.video.videos.model import VideoConnection

Parents = list[dict[str, Any]]


@app.resolver(type_name="Query", field_name="channel")
def channel(
    handle: Annotated[str, Field(description="The channel's handle or its owner's, with or without a leading `@`.")],
) -> Channel | None:
    """The channel that a handle leads to. Null if there is none.

    A handle that was given up leads to its channel for 90 days: the channel's `handle` is then another one.
    """
    return service.get_by_handle(handle)


@app.resolver(type_name="Mutation", field_name="createChannel", counts=(rates.WRITES,))
def create_channel(input: CreateChannelInput) -> CreateChannelPayload | None:
    """Create your channel, under which all your videos appear. You can have one."""
    return CreateChannelPayload(channel=service.create_channel(viewer(), input))


@app.resolver(type_name="Mutation", field_name="updateChannel", counts=(rates.WRITES,))
def update_channel(input: UpdateChannelInput) -> UpdateChannelPayload | None:
    """Change your channel. If somebody changed it since you read it, the payload has a `Conflict` error."""
    return UpdateChannelPayload(channel=service.update_channel(viewer(), input))


@app.resolver(type_name="Mutation", field_name="deleteChannel", counts=(rates.WRITES,))
def delete_channel(input: DeleteChannelInput) -> DeleteChannelPayload | None:
    """Delete your channel with all your videos and livestreams, its subscriptions, your stream key and chat bans.

    It is gone at once, and everything below it within minutes. This cannot be undone.
    """
    service.delete_channel(viewer(), input.id)
    return DeleteChannelPayload(deleted_id=input.id)


@app.resolver(type_name="Mutation", field_name="subscribeToChannel", counts=(rates.WRITES, rates.FOLLOWS))
def subscribe_to_channel(input: SubscribeToChannelInput) -> SubscribeToChannelPayload | None:
    """Subscribe to a channel, or change the bell of your subscription. Repeating it changes nothing."""
    return SubscribeToChannelPayload(channel=service.subscribe(viewer(), input.channel_id, input.bell))


@app.resolver(type_name="Mutation", field_name="unsubscribeFromChannel", counts=(rates.WRITES,))
def unsubscribe_from_channel(input: UnsubscribeFromChannelInput) -> UnsubscribeFromChannelPayload | None:
    """End your subscription to a channel. Repeating it changes nothing."""
    return UnsubscribeFromChannelPayload(channel=service.unsubscribe(viewer(), input.channel_id))


@app.batch_resolver(type_name="User", field_name="channel")
def channel_of_user(users: Parents) -> list[Channel | None]:
    """The person's channel. Null if they have none."""
    return service.show_many_of([each["id"] for each in users])


@app.batch_resolver(type_name="Video", field_name="channel")
@app.batch_resolver(type_name="Stream", field_name="channel")
def channel_of_owner(parents: Parents) -> list[Channel | None]:
    """The channel of the owner. Null if they have none."""
    return service.show_many_of([each["ownerId"] for each in parents])


@app.batch_resolver(type_name="Channel", field_name="liveStream")
def live_stream(channels: Parents) -> list[Stream | None]:
    """The livestream of the channel's owner that you can watch now. Null if there is none."""
    return streams.show_many_watchable(viewer_or_guest(), [each["ownerId"] for each in channels])


@app.batch_resolver(type_name="Channel", field_name="upcomingStreams")
def upcoming_streams_of_channel(
    channels: Parents, first: First = 20, after: After = None
) -> list[StreamConnection | None]:
    """The announced livestreams of the channel that you may watch, the one that begins soonest first.

    One without a time is not listed, and no longer one that has not begun half an hour after its time.
    """
    return [stream_lists.list_upcoming(viewer_or_guest(), first, after, each["ownerId"]) for each in channels]


@app.batch_resolver(type_name="Channel", field_name="replays")
def replays_of_channel(channels: Parents, first: First = 20, after: After = None) -> list[StreamConnection | None]:
    """The livestreams of the channel that are over and that you can watch again, the newest first."""
    return [stream_lists.list_replays(viewer_or_guest(), first, after, each["ownerId"]) for each in channels]


@app.batch_resolver(type_name="Viewer", field_name="channel")
def own_channel(viewers: Parents) -> list[Channel | None]:
    """Your channel. Null if you have none."""
    return [service.show_many_of([viewer().id])[0] for _ in viewers]


@app.batch_resolver(type_name="Viewer", field_name="subscriptions")
def subscriptions(viewers: Parents, first: First = 20, after: After = None) -> list[ChannelConnection | None]:
    """The channels that you subscribe to, the newest subscription first."""
    return [service.list_subscribed(viewer(), first, after) for _ in viewers]


@app.batch_resolver(type_name="Channel", field_name="viewerSubscription")
def viewer_subscription(channels: Parents) -> list[ChannelSubscription | None]:
    """Your subscription to the channel. Null if you do not subscribe to it, and for guests."""
    found = subscribers.get_subscriptions(viewer_or_guest(), [each["id"] for each in channels])
    return [found.get(each["id"]) for each in channels]


@app.batch_resolver(type_name="Channel", field_name="videos")
def videos_of_channel(channels: Parents, first: First = 20, after: After = None) -> list[VideoConnection | None]:
    """The live videos of the channel that you may watch, newest first."""
    return [video_lists.list_by_owner(viewer_or_guest(), each["ownerId"], first, after) for each in channels]
