"""The client of Amazon IVS, and its words for a channel into which nothing comes."""

from functools import cache
from typing import Any, Final

import boto3
from botocore.config import Config

OFFLINE: Final = frozenset({"ChannelNotBroadcasting", "ResourceNotFoundException"})  # a deleted channel is, too


@cache
def client() -> Any:
    """Return the IVS client; it gives up in time for the caller to say so."""
    patience = Config(connect_timeout=3, read_timeout=8, retries={"mode": "standard", "max_attempts": 3})
    return boto3.client("ivs", config=patience)
