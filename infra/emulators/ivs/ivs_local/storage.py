"""Recordings into S3."""

import asyncio
import mimetypes
import os
from functools import cached_property
from typing import Any, Protocol

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

_TYPES = {".m3u8": "application/vnd.apple.mpegurl", ".m4s": "video/iso.segment", ".mp4": "video/mp4"}


class StorageFailed(Exception):  # noqa: N818
    """S3 refused or did not answer."""


class Storage(Protocol):
    """Where recordings go."""

    async def put(self, bucket: str, key: str, data: bytes) -> None:
        """Write an object, or raise `StorageFailed`."""


def find_endpoint() -> str | None:
    """Return the address of S3 as boto3 finds it; without one nothing is written, least of all to AWS."""
    return os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")


class S3Storage:
    """The S3 at `AWS_ENDPOINT_URL_S3`, else at `AWS_ENDPOINT_URL`."""

    async def put(self, bucket: str, key: str, data: bytes) -> None:
        """Write an object with its media type, or raise `StorageFailed`."""
        if find_endpoint() is None:
            raise StorageFailed("The emulator has no S3: set AWS_ENDPOINT_URL_S3 and start it again.")
        suffix = "." + key.rpartition(".")[2]
        kind = _TYPES.get(suffix) or mimetypes.types_map.get(suffix, "application/octet-stream")
        try:
            await asyncio.to_thread(self._client.put_object, Bucket=bucket, Key=key, Body=data, ContentType=kind)
        except (ClientError, BotoCoreError) as error:
            raise StorageFailed(f"s3://{bucket}/{key}: {error}") from error

    @cached_property
    def _client(self) -> Any:
        config = Config(s3={"addressing_style": "path"}, retries={"total_max_attempts": 3}, connect_timeout=3)
        return boto3.client("s3", region_name=os.environ.get("AWS_REGION", "us-east-1"), config=config)
