"""boto3 clients of the embedded AWS."""

from typing import Any, Final

import boto3
from botocore.config import Config

REGION: Final = "us-east-1"


def client(service: str, endpoint: str) -> Any:
    """Return a client that acts as the emulator's root."""
    return boto3.session.Session().client(  # type: ignore[call-overload]
        service,
        endpoint_url=endpoint,
        region_name=REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",  # noqa: S106 (the emulator's fixed root key)
        config=Config(retries={"total_max_attempts": 2}, s3={"addressing_style": "path"}),
    )
