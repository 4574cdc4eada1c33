"""Objects in S3: a job's input in, its outputs out."""

import asyncio
import mimetypes
import os
from functools import cached_property
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

_TYPES = {
    ".m3u8": "application/vnd.apple.mpegurl",
    ".cmfv": "video/mp4",
    ".cmfa": "audio/mp4",
    ".ts": "video/mp2t",
}
_FORBIDDEN = {401, 403}
_NOT_FOUND = 404


class StorageFailed(Exception):  # noqa: N818
    """S3 refused or did not answer; `code` is MediaConvert's error code for it."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


def find_endpoint() -> str | None:
    """Return the address of S3 as boto3 finds it; without one nothing is read, least of all from AWS."""
    return os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")


class Storage:
    """The S3 at `AWS_ENDPOINT_URL_S3`, else at `AWS_ENDPOINT_URL`."""

    async def download(self, bucket: str, key: str, path: Path) -> None:
        """Write an object into a file, or raise `StorageFailed`."""
        await self._call(f"s3://{bucket}/{key}", "download_file", bucket, key, str(path))

    async def upload(self, path: Path, bucket: str, key: str) -> None:
        """Store a file under a key, with its media type, or raise `StorageFailed`."""
        kind = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        address = f"s3://{bucket}/{key}"
        await self._call(address, "upload_file", str(path), bucket, key, ExtraArgs={"ContentType": kind})

    async def _call(self, address: str, method: str, *given: Any, **options: Any) -> None:
        if find_endpoint() is None:
            raise StorageFailed(3400, "The emulator has no S3: set AWS_ENDPOINT_URL_S3 and start it again.")
        try:
            await asyncio.to_thread(getattr(self._client, method), *given, **options)
        except ClientError as error:
            raise _to_failure(error.response["ResponseMetadata"]["HTTPStatusCode"], address) from error
        except (BotoCoreError, boto3.exceptions.Boto3Error) as error:
            raise StorageFailed(3450, f"S3 did not answer for {address}: {error}") from error

    @cached_property
    def _client(self) -> Any:
        config = Config(s3={"addressing_style": "path"}, retries={"total_max_attempts": 3}, connect_timeout=3)
        return boto3.client("s3", region_name=os.environ.get("AWS_REGION", "us-east-1"), config=config)


def _to_failure(status: int, address: str) -> StorageFailed:
    if status == _NOT_FOUND:
        return StorageFailed(3404, f"Not found: {address}")
    if status in _FORBIDDEN:
        return StorageFailed(3403, f"Access denied: {address}")
    return StorageFailed(3400, f"S3 answered {status} for {address}")
