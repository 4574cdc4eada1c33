"""An IVS for tests of livestreams: it remembers channels and keys, and says what it is told comes in."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from resolvers.video.streams.broadcaster import BroadcastChannel, ChannelGone
from resolvers.video.streams.signals import Signal


@dataclass
class RememberingBroadcaster:
    """Gives each person a channel, and each channel its newest key."""

    channels: dict[str, BroadcastChannel] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    stopped: list[str] = field(default_factory=list)
    recorded: list[str] = field(default_factory=list)
    signals: dict[str, Signal] = field(default_factory=dict)
    revoked: list[tuple[str, tuple[str, ...], int]] = field(default_factory=list)
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def open_channel(self, owner_id: str) -> BroadcastChannel:
        if owner_id in self.channels:
            return self.channels[owner_id]
        arn = f"arn:aws:ivs:us-east-1:000000000000:channel/{owner_id}-{next(self._numbers)}"
        channel = BroadcastChannel(arn, "rtmps://ingest.example/app/", f"https://play.example/{owner_id}.m3u8")
        self.channels[owner_id] = channel
        return channel

    def rotate_key(self, channel_arn: str) -> str:
        if all(each.arn != channel_arn for each in self.channels.values()):
            raise ChannelGone
        self.keys[channel_arn] = f"sk_{next(self._numbers)}"
        return self.keys[channel_arn]

    def stop(self, channel_arn: str) -> None:
        self.stopped.append(channel_arn)
        self.signals.pop(channel_arn, None)

    def record(self, channel_arn: str) -> None:
        self.stop(channel_arn)
        self.recorded.append(channel_arn)

    def take_key(self, channel_arn: str) -> None:
        self.keys.pop(channel_arn, None)

    def close_channel(self, channel_arn: str) -> None:
        self.stop(channel_arn)
        self.keys.pop(channel_arn, None)
        self.channels = {owner: each for owner, each in self.channels.items() if each.arn != channel_arn}

    def find(self, channel_arn: str) -> Signal | None:
        return self.signals.get(channel_arn)

    def revoke(self, channel_arn: str, viewers: Sequence[str], version: int) -> None:
        self.revoked.append((channel_arn, tuple(viewers), version))
