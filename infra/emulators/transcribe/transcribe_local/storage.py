"""S3, as boto3 finds it: media come from there, transcripts go there; without an address nothing is read from AWS."""

import asyncio
import os
import re
from functools import cached_property
from pathlib import Path
from typing import Any

import boto3
from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

_S3_URI = re.compile(r"s3://(?P<bucket>[^/]+)/(?P<key>.+)")


class StorageFailed(Exception):  # noqa: N818
    """S3 refused or did not answer; the message is a job's FailureReason."""


def parse_s3_uri(uri: str) -> tuple[str, str] | None:
    """Return the bucket and the key of an `s3://` address; None for any other."""
    found = _S3_URI.fullmatch(uri)
    return (found["bucket"], found["key"]) if found else None


def find_endpoint() -> str | None:
    """Return the address of S3 as boto3 finds it."""
    return os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")


class Storage:
    """The S3 at `AWS_ENDPOINT_URL_S3`, else at `AWS_ENDPOINT_URL`."""

    async def download(self, bucket: str, key: str, path: Path) -> None:
        """Write an object into a file, or raise `StorageFailed`."""
        await self._call("download_file", bucket, key, str(path))

    async def put(self, bucket: str, key: str, content: str, content_type: str) -> str:
        """Store a text under a key and return its address, or raise `StorageFailed`."""
        body = content.encode()
        await self._call("put_object", Bucket=bucket, Key=key, Body=body, ContentType=content_type)
        return f"{find_endpoint()}/{bucket}/{key}"

    async def _call(self, method: str, *given: Any, **options: Any) -> None:
        if find_endpoint() is None:
            raise StorageFailed("The emulator has no S3: set AWS_ENDPOINT_URL_S3 and start it again.")
        try:
            await asyncio.to_thread(getattr(self._client, method), *given, **options)
        except ClientError as error:
            raise StorageFailed(f"The S3 URI that you provided cannot be accessed: {error}") from error
        except (BotoCoreError, Boto3Error) as error:
            raise StorageFailed(f"S3 did not answer: {error}") from error

    @cached_property
    def _client(self) -> Any:
        config = Config(s3={"addressing_style": "path"}, retries={"total_max_attempts": 3}, connect_timeout=3)
        return boto3.client("s3", region_name=os.environ.get("AWS_REGION", "us-east-1"), config=config)
