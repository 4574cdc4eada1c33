"""The end of what comes in on a channel of Amazon IVS, and of the channel itself."""

from contextlib import suppress
from typing import Protocol

from resolvers.video.streams import ivs
from resolvers.video.streams.ivs import client


class Closer(Protocol):
    """Who ends what comes in."""

    def stop(self, channel_arn: str) -> None:
        """End what comes in; nothing happens where nothing does."""

    def take_key(self, channel_arn: str) -> None:
        """Remove a channel's stream key, so that its encoder cannot come back; nothing happens where there is none."""

    def close_channel(self, channel_arn: str) -> None:
        """Remove a channel with its stream key; nothing happens where there is none."""


class IvsCloser:
    """Amazon IVS."""

    def stop(self, channel_arn: str) -> None:
        ivs.stop(channel_arn)

    def take_key(self, channel_arn: str) -> None:
        with suppress(client().exceptions.ResourceNotFoundException):
            for key in client().list_stream_keys(channelArn=channel_arn)["streamKeys"]:
                client().delete_stream_key(arn=key["arn"])

    def close_channel(self, channel_arn: str) -> None:
        with suppress(client().exceptions.ResourceNotFoundException):
            self.stop(channel_arn)
            client().delete_channel(arn=channel_arn)
