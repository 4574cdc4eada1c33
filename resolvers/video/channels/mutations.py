"""What people ask to do with channels, and what each mutation returns."""

from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from resolvers.core import text
from resolvers.core.appsync import Payload
from resolvers.core.ids import ID
from resolvers.core.model import Input
from resolvers.platform.users.model import Handle
from resolvers.video.channels.model import Channel
from resolvers.video.subscribers.model import Bell
from resolvers.video.videos.checks import MOST_SECONDS

Title = Annotated[str, AfterValidator(text.Line(1, 60))]
Description = Annotated[str, AfterValidator(text.Paragraphs(0, 1_000))]


class ChannelBannerInput(Input):
    """The moment of a video that becomes the banner of a channel."""

    video_id: ID = Field(description="The ID of your video, which is live and public.")
    seconds: int = Field(default=0, strict=True, ge=0, le=int(MOST_SECONDS), description="The moment, in seconds.")


class CreateChannelInput(Input):
    """Input of `createChannel`."""

    handle: Handle = Field(
        description="A handle of 3 to 30 characters from `a` to `z`, `0` to `9` and `_` that no person and no other "
        "channel has."
    )
    title: Title = Field(description="One line of 1 to 60 characters.")
    description: Description = Field(default="", description="Plain text of up to 1,000 characters.")


class UpdateChannelInput(Input):
    """Input of `updateChannel`. Fields that you leave out stay as they are."""

    expected_version: int = Field(
        description="The version that you read. If the channel has changed since, the payload has a `Conflict` error "
        "with the current version."
    )
    handle: Handle | None = Field(
        default=None,
        description="A new handle of 3 to 30 characters from `a` to `z`, `0` to `9` and `_`. For 90 days nobody else "
        "can take the old one, and it still leads to the channel.",
    )
    title: Title | None = Field(default=None, description="One line of 1 to 60 characters.")
    description: Description | None = Field(
        default=None, description="Plain text of up to 1,000 characters. Empty text removes it."
    )
    banner: ChannelBannerInput | None = Field(
        default=None, description="A moment of one of your videos that becomes the banner."
    )
    remove_banner: bool = Field(default=False, description="True removes the banner.")

    @model_validator(mode="after")
    def _one_banner(self) -> Self:
        if self.banner and self.remove_banner:
            raise ValueError("Send either `banner` or `removeBanner`")
        return self


class DeleteChannelInput(Input):
    """Input of `deleteChannel`."""

    id: ID = Field(description="The ID of your channel.")


class SubscribeToChannelInput(Input):
    """Input of `subscribeToChannel`."""

    channel_id: ID = Field(description="The ID of the channel.")
    bell: Bell = Field(default=Bell.NONE, description="Which notifications you get from the channel.")


class UnsubscribeFromChannelInput(Input):
    """Input of `unsubscribeFromChannel`."""

    channel_id: ID = Field(description="The ID of the channel.")


class CreateChannelPayload(Payload):
    """The result of `createChannel`."""

    channel: Channel | None = Field(default=None, description="Your new channel.")


class UpdateChannelPayload(Payload):
    """The result of `updateChannel`."""

    channel: Channel | None = Field(default=None, description="Your channel after the change.")


class DeleteChannelPayload(Payload):
    """The result of `deleteChannel`."""

    deleted_id: ID | None = Field(default=None, description="The ID of the channel that you deleted.")


class SubscribeToChannelPayload(Payload):
    """The result of `subscribeToChannel`."""

    channel: Channel | None = Field(default=None, description="The channel, with its current counts.")


class UnsubscribeFromChannelPayload(Payload):
    """The result of `unsubscribeFromChannel`."""

    channel: Channel | None = Field(default=None, description="The channel, with its current counts.")
