"""What the contract promises of channels, and their links to people and videos."""

import strawberry

# imported for their side effect: they register the types that channels use or are added to
import resolvers.platform.notifications.schema
import resolvers.platform.users.schema
import resolvers.video.streams.schema
import resolvers.video.videos.schema  # noqa: F401
from resolvers.core.directives import EVERYONE, SIGNED_IN, enums, field, inputs, nested_field, outputs
from resolvers.platform.users.model import User, Viewer
from resolvers.video.channels import handler, model, mutations
from resolvers.video.streams.model import Stream
from resolvers.video.subscribers.model import Bell, ChannelSubscription
from resolvers.video.videos.model import Video

enums(Bell)
outputs(
    ChannelSubscription,
    model.ChannelCounts,
    model.ChannelBanner,
    model.Channel,
    model.ChannelConnection,
    directives=EVERYONE,
)
outputs(
    mutations.CreateChannelPayload,
    mutations.UpdateChannelPayload,
    mutations.DeleteChannelPayload,
    mutations.SubscribeToChannelPayload,
    mutations.UnsubscribeFromChannelPayload,
    directives=SIGNED_IN,
)
inputs(
    mutations.ChannelBannerInput,
    mutations.CreateChannelInput,
    mutations.UpdateChannelInput,
    mutations.DeleteChannelInput,
    mutations.SubscribeToChannelInput,
    mutations.UnsubscribeFromChannelInput,
)

nested_field(User, handler.channel_of_user, name="channel")
nested_field(Viewer, handler.own_channel, name="channel")
nested_field(Viewer, handler.subscriptions)
nested_field(Video, handler.channel_of_owner, name="channel")
nested_field(Stream, handler.channel_of_owner, name="channel")
nested_field(model.Channel, handler.viewer_subscription)
nested_field(model.Channel, handler.videos_of_channel, name="videos")
nested_field(model.Channel, handler.live_stream)
nested_field(model.Channel, handler.upcoming_streams_of_channel, name="upcomingStreams")
nested_field(model.Channel, handler.replays_of_channel, name="replays")


@strawberry.type
class Query:
    channel = field(handler.channel, EVERYONE)


@strawberry.type
class Mutation:
    create_channel = field(handler.create_channel)
    update_channel = field(handler.update_channel)
    delete_channel = field(handler.delete_channel)
    subscribe_to_channel = field(handler.subscribe_to_channel)
    unsubscribe_from_channel = field(handler.unsubscribe_from_channel)
