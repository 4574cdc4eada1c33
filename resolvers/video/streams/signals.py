"""What comes in on a channel of Amazon IVS now, for the worker, which may ask and change nothing."""

from dataclasses import dataclass
from typing import Protocol

from botocore.exceptions import ClientError

from resolvers.core.ids import ID
from resolvers.core.model import Moment
from resolvers.video.streams.ivs import OFFLINE, client
from resolvers.video.streams.measurements import find_keyframe_seconds
from resolvers.video.streams.model import StreamHealth


@dataclass(frozen=True)
class Signal:
    """What comes in on a channel now."""

    session_id: ID
    started_at: Moment
    health: StreamHealth
    viewers: int
    keyframe_seconds: float | None = None  # the longest time between two of the last minute


class Signals(Protocol):
    """Who knows what comes in."""

    def find(self, channel_arn: str) -> Signal | None:
        """Return what comes in on a channel, or None."""


class IvsSignals:
    """Amazon IVS."""

    def find(self, channel_arn: str) -> Signal | None:
        try:
            stream = client().get_stream(channelArn=channel_arn)["stream"]
        except ClientError as error:
            if error.response["Error"]["Code"] in OFFLINE:
                return None
            raise
        health = StreamHealth(stream["health"])
        keyframe_seconds = find_keyframe_seconds(channel_arn)
        return Signal(ID(stream["streamId"]), stream["startTime"], health, stream["viewerCount"], keyframe_seconds)
