"""Moderation of a video: every picture taken of it is judged, and the first one that is refused names its second."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, Final, Protocol

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionError, HTTPClientError  # noqa: A004

_SIDE_BY_SIDE: Final = 8
_NOTICED_FROM: Final = 50.0  # per cent of confidence
_REFUSED_FROM: Final = 80.0
_SERVER_FAULT: Final = 500
_BUSY: Final = {"ThrottlingException", "ProvisionedThroughputExceededException", "LimitExceededException"}
_REFUSED: Final = frozenset({"Explicit", "Explicit Nudity", "Graphic Violence", "Visually Disturbing", "Hate Symbols"})


class Unavailable(Exception):  # noqa: N818
    """The AI does not answer for now: trying again later helps."""


class Moderator(Protocol):
    """Who judges pictures."""

    def is_refused(self, bucket: str, key: str, /) -> bool:
        """Tell whether a picture in a bucket may not be shown, or raise `Unavailable`."""


class Rekognition:
    """Amazon Rekognition, which reads the pictures from the bucket itself."""

    def is_refused(self, bucket: str, key: str) -> bool:
        image = {"S3Object": {"Bucket": bucket, "Name": key}}
        try:
            answer = client().detect_moderation_labels(Image=image, MinConfidence=_NOTICED_FROM)
        except (ConnectionError, HTTPClientError) as error:
            raise Unavailable(str(error)) from error
        except ClientError as error:
            status = error.response["ResponseMetadata"]["HTTPStatusCode"]
            if error.response["Error"]["Code"] in _BUSY or status >= _SERVER_FAULT:
                raise Unavailable(str(error)) from error
            raise
        return any(_refuses(each) for each in answer.get("ModerationLabels", []))


def find_refused(moderator: Moderator, bucket: str, keys: Sequence[str]) -> int | None:
    """Return the number of the first picture that may not be shown; None if all may. Raises `Unavailable`."""
    with ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:
        for number, is_refused in enumerate(pool.map(lambda key: moderator.is_refused(bucket, key), keys)):
            if is_refused:
                pool.shutdown(cancel_futures=True)
                return number
    return None


@cache
def client() -> Any:
    """Return the Rekognition client; it gives up in time for the worker to say so."""
    patience = Config(connect_timeout=3, read_timeout=25, retries={"mode": "standard", "max_attempts": 3})
    return boto3.client("rekognition", config=patience)


def _refuses(label: dict[str, Any]) -> bool:
    return bool(label["Confidence"] >= _REFUSED_FROM and _REFUSED & {label["Name"], label.get("ParentName", "")})
