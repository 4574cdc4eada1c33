"""The client of Amazon IVS, its words for a channel into which nothing comes, and the end of what comes in."""

from functools import cache
from typing import Any, Final

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

OFFLINE: Final = frozenset({"ChannelNotBroadcasting", "ResourceNotFoundException"})  # a deleted channel is, too


@cache
def client() -> Any:
    """Return the IVS client; it gives up in time for the caller to say so."""
    patience = Config(connect_timeout=3, read_timeout=8, retries={"mode": "standard", "max_attempts": 3})
    return boto3.client("ivs", config=patience)


def stop(channel_arn: str) -> None:
    """End what comes in on a channel; nothing happens where nothing does."""
    try:
        client().stop_stream(channelArn=channel_arn)
    except ClientError as error:
        if error.response["Error"]["Code"] not in OFFLINE:
            raise
