"""The client of Amazon IVS Chat."""

from functools import cache
from typing import Any

import boto3
from botocore.config import Config


@cache
def client() -> Any:
    """Return the IVS Chat client; it gives up in time for the caller to say so."""
    patience = Config(connect_timeout=3, read_timeout=8, retries={"mode": "standard", "max_attempts": 3})
    return boto3.client("ivschat", config=patience)
