"""Amazon Rekognition, which reads the pictures of videos from the bucket itself."""

from collections.abc import Mapping
from functools import cache, partial
from typing import Any, Final

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionError, HTTPClientError  # noqa: A004

_NOTICED_FROM: Final = 50.0  # per cent of confidence
_REFUSED_FROM: Final = 80.0
_SEEN_FROM: Final = 70.0  # a label stands for the whole video, so it is held to more than one of a photo
_LABELS_OF_PICTURE: Final = 10
_SERVER_FAULT: Final = 500
_BUSY: Final = {"ThrottlingException", "ProvisionedThroughputExceededException", "LimitExceededException"}
_REFUSED: Final = frozenset({"Explicit", "Explicit Nudity", "Graphic Violence", "Visually Disturbing", "Hate Symbols"})


class Unavailable(Exception):  # noqa: N818
    """The AI does not answer for now: trying again later helps."""


class Rekognition:
    """Judges pictures and finds what they show."""

    def is_refused(self, bucket: str, key: str) -> bool:
        answer = _ask(client().detect_moderation_labels, bucket, key, MinConfidence=_NOTICED_FROM)
        return any(_refuses(each) for each in answer.get("ModerationLabels", []))

    def find_labels(self, bucket: str, key: str) -> Mapping[str, float]:
        answer = _ask(client().detect_labels, bucket, key, MinConfidence=_SEEN_FROM, MaxLabels=_LABELS_OF_PICTURE)
        return {each["Name"]: float(each["Confidence"]) for each in answer.get("Labels", [])}


@cache
def client() -> Any:
    """Return the Rekognition client; it gives up in time for the worker to say so."""
    patience = Config(connect_timeout=3, read_timeout=25, retries={"mode": "standard", "max_attempts": 3})
    return boto3.client("rekognition", config=patience)


def _ask(operation: Any, bucket: str, key: str, **options: Any) -> dict[str, Any]:
    """Ask about one picture, or raise `Unavailable`."""
    call = partial(operation, Image={"S3Object": {"Bucket": bucket, "Name": key}}, **options)
    try:
        answer: dict[str, Any] = call()
    except (ConnectionError, HTTPClientError) as error:
        raise Unavailable(str(error)) from error
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        if error.response["Error"]["Code"] in _BUSY or status >= _SERVER_FAULT:
            raise Unavailable(str(error)) from error
        raise
    return answer


def _refuses(label: dict[str, Any]) -> bool:
    return bool(label["Confidence"] >= _REFUSED_FROM and _REFUSED & {label["Name"], label.get("ParentName", "")})
