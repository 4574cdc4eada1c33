"""Pictures that lie in S3: the one object that a request names, in the version it names."""

import os
from functools import cached_property
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

from rekognition_local.errors import (
    AccessDeniedException,
    ImageTooLargeException,
    InternalServerError,
    InvalidS3ObjectException,
)
from rekognition_local.pictures import MAX_S3_BYTES
from rekognition_local.requests import S3Object

REFUSED = {"AccessDenied", "403", "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken"}
ABSENT = {"NoSuchKey", "NoSuchBucket", "NoSuchVersion", "404", "InvalidBucketName", "InvalidArgument"}


def endpoint() -> str | None:
    """Return the address of S3 as boto3 finds it; without one nothing is fetched, least of all from AWS."""
    return os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")


class Objects:
    """Reads objects from the S3 at `AWS_ENDPOINT_URL_S3`, else `AWS_ENDPOINT_URL`."""

    def fetch(self, source: S3Object) -> bytes:
        """Return the object's content.

        Raises `InvalidS3ObjectException` (no such thing), `AccessDeniedException`, `ImageTooLargeException`
        (over 15 MB, told before the content is read) and `InternalServerError` (S3 did not answer).
        """
        if endpoint() is None:
            raise InvalidS3ObjectException(
                "This server has no S3: set AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL and start it again."
            )
        try:
            return self._read(source)
        except ClientError as error:
            raise _to_rekognition_error(error, source) from error
        except NoCredentialsError as error:
            raise AccessDeniedException("This server has no credentials for S3.") from error
        except BotoCoreError as error:
            raise InternalServerError(f"S3 at {endpoint()} did not answer: {error}") from error

    def _read(self, source: S3Object) -> bytes:
        version = {"VersionId": source.version} if source.version else {}
        answer = self._client.get_object(Bucket=source.bucket, Key=source.name, **version)
        with answer["Body"] as body:
            if answer["ContentLength"] > MAX_S3_BYTES:
                raise ImageTooLargeException(f"The object has more than {MAX_S3_BYTES} bytes.")
            content: bytes = body.read()
            return content

    @cached_property
    def _client(self) -> Any:
        config = Config(
            s3={"addressing_style": "path"}, retries={"total_max_attempts": 2}, connect_timeout=3, read_timeout=10
        )
        return boto3.client("s3", region_name=os.environ.get("AWS_REGION", "us-east-1"), config=config)


def _to_rekognition_error(error: ClientError, source: S3Object) -> Exception:
    code = error.response.get("Error", {}).get("Code", "")
    if code in REFUSED:
        return AccessDeniedException(f"S3 refused s3://{source.bucket}/{source.name}: {code}.")
    if code in ABSENT:
        return InvalidS3ObjectException(
            f"Unable to get s3://{source.bucket}/{source.name} from S3 ({code}). "
            "Check object key, version, region and access permissions."
        )
    return InternalServerError(f"S3 failed on s3://{source.bucket}/{source.name}: {code}.")
