"""Amazon IVS, as far as owners of livestreams need it: a channel for each, its key, and an end to what comes in."""

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol

from resolvers.core.settings import settings
from resolvers.video.streams import ivs, playback
from resolvers.video.streams.ivs import client


class ChannelGone(Exception):  # noqa: N818
    """There is no such channel any more: somebody deleted it."""


@dataclass(frozen=True)
class BroadcastChannel:
    """Where an encoder sends to, and where viewers read."""

    arn: str
    ingest_url: str
    playback_url: str
    recording_arn: str = ""  # of the configuration that it records by; empty if it does not


class Broadcaster(Protocol):
    """Who takes the pictures of encoders and shows them."""

    def open_channel(self, owner_id: str) -> BroadcastChannel:
        """Return a person's channel, which is made at the first time."""

    def rotate_key(self, channel_arn: str) -> str:
        """Return a new stream key; those before are valid no longer. Raises `ChannelGone`."""

    def stop(self, channel_arn: str) -> None:
        """End what comes in; nothing happens where nothing does."""

    def record(self, channel_arn: str) -> None:
        """Have a channel recorded as the settings say, and end what comes in; nothing happens where there is none."""


class Ivs:
    """Amazon IVS. A channel has its owner's ID as its name, so it is found again after a crash, and in every event."""

    def open_channel(self, owner_id: str) -> BroadcastChannel:
        found = client().list_channels(filterByName=owner_id, maxResults=1)["channels"]
        if found:
            return _read_channel(client().get_channel(arn=found[0]["arn"])["channel"])
        _import_playback_key()
        # Private, so that nobody plays a stream without our token, also after its owner has hidden it.
        created = client().create_channel(
            name=owner_id,
            type="STANDARD",
            latencyMode="LOW",
            authorized=True,
            recordingConfigurationArn=settings().recording_configuration_arn,
        )
        return _read_channel(created["channel"])

    def rotate_key(self, channel_arn: str) -> str:
        try:
            for key in client().list_stream_keys(channelArn=channel_arn)["streamKeys"]:
                client().delete_stream_key(arn=key["arn"])
            return str(client().create_stream_key(channelArn=channel_arn)["streamKey"]["value"])
        except client().exceptions.ResourceNotFoundException as error:
            raise ChannelGone from error

    def stop(self, channel_arn: str) -> None:
        ivs.stop(channel_arn)

    def record(self, channel_arn: str) -> None:
        with suppress(client().exceptions.ResourceNotFoundException):
            self.stop(channel_arn)  # a channel that is live cannot be changed
            client().update_channel(arn=channel_arn, recordingConfigurationArn=settings().recording_configuration_arn)


def _import_playback_key() -> None:
    """Let IVS know the key that our tokens are checked with; it is named after itself, so it is imported once."""
    key = playback.read_public_key()
    name = f"waymark-{hashlib.sha256(key.encode()).hexdigest()[:16]}"
    if any(each.get("name") == name for each in client().list_playback_key_pairs()["keyPairs"]):
        return
    with suppress(client().exceptions.ConflictException):  # another request has just imported it
        client().import_playback_key_pair(publicKeyMaterial=key, name=name)


def _read_channel(channel: Mapping[str, Any]) -> BroadcastChannel:
    # RTMPS has a default port, which the endpoint leaves out on AWS.
    url = f"rtmps://{channel['ingestEndpoint']}/app/"
    return BroadcastChannel(channel["arn"], url, channel["playbackUrl"], channel.get("recordingConfigurationArn", ""))
