"""A channel: the name under which a person publishes videos."""

from pydantic import Field

from resolvers.core.ids import ID
from resolvers.core.model import Model, Moment, shown_only, stored_only
from resolvers.core.pagination import Connection
from resolvers.platform.users.model import User


class ChannelCounts(Model):
    """The number of a channel's subscribers."""

    subscribers: int = Field(default=0, description="The number of people who subscribe to it.")


class ChannelBanner(Model):
    """The wide picture of a channel: a moment of one of its videos."""

    video_id: ID = Field(description="The ID of the video that the picture is taken from.")
    seconds: int = Field(description="The moment, in seconds from the start of the video.")
    url: str = shown_only(
        "A signed URL of the picture. It is valid for 15 minutes; read the field again for a new one.", default=""
    )


class Channel(Model):
    """A person's channel, under whose name their videos appear. A person has at most one."""

    id: ID = Field(description="The ID of the channel. It begins with `channel_`.")
    owner_id: ID = Field(description="The ID of the person whose channel it is.")
    handle: str = Field(description="The unique handle in lower case, without `@`. No person has the same.")
    title: str = Field(description="The title, on one line.")
    description: str = Field(
        default="", description="What the channel is about, as plain text. Empty if there is none."
    )
    banner: ChannelBanner | None = Field(
        default=None, description="The banner. Null if there is none, or if its video is no longer public."
    )
    created_at: Moment = Field(description="When the channel was created.")
    version: int = Field(
        default=1,
        description="The version, which increases with every change. Send it as `expectedVersion` when you update.",
    )
    owner: User | None = shown_only("The person whose channel it is. Their avatar is the channel's.", default=None)
    counts: ChannelCounts = shown_only("The number of its subscribers.", default=ChannelCounts())
    former_handles: list[str] = stored_only(default=[])  # which still lead to it, as long as they rest
    deleting_since: Moment | None = stored_only(default=None)


class ChannelConnection(Connection[Channel]):
    """A page of channels."""
