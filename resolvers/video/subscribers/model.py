"""Who subscribes to a channel, and whether a bell rings for its videos and livestreams."""

from enum import StrEnum

from pydantic import Field

from resolvers.core.ids import ID
from resolvers.core.model import Model, Moment, stored_only


class Bell(StrEnum):
    """Which notifications a subscriber gets from a channel."""

    ALL = "ALL"
    """One for each video that the channel publishes, and for each livestream that begins."""
    NONE = "NONE"
    """None. The videos appear in `videos(scope: SUBSCRIBED)` only."""


class ChannelSubscription(Model):
    """Your subscription to a channel."""

    channel_id: ID = stored_only()
    bell: Bell = Field(description="Which notifications you get from the channel.")
    created_at: Moment = Field(description="When you subscribed.")
