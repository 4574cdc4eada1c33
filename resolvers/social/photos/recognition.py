"""What AI reads in a picture: labels and colours, text, moderation. Each reader is a one-method protocol."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Protocol

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionError, HTTPClientError, IncompleteReadError  # noqa: A004

from resolvers.social.photos.model import (
    AiModel,
    ModerationVerdict,
    PhotoColour,
    PhotoLabel,
    PhotoModeration,
    PhotoText,
)

_NAME: Final = "Rekognition"
_LABELS_KEPT: Final = 20
_LINES_KEPT: Final = 50
_COLOURS_KEPT: Final = 5
_LABELS_FROM: Final = 50.0  # per cent of confidence
_TEXT_FROM: Final = 60.0
_NOTICED_FROM: Final = 50.0
_REFUSED_FROM: Final = 80.0
_SERVER_FAULT: Final = 500
_NO_ANSWER: Final = (ConnectionError, HTTPClientError, IncompleteReadError)
# The error codes of DetectLabels, DetectText and DetectModerationLabels in Rekognition's API reference.
_BUSY: Final = frozenset({"ThrottlingException", "ProvisionedThroughputExceededException", "LimitExceededException"})
_REFUSED_PICTURE: Final = frozenset(
    {"InvalidParameterException", "InvalidImageFormatException", "ImageTooLargeException"}
)
_REFUSED: Final = frozenset({"Explicit", "Explicit Nudity", "Graphic Violence", "Visually Disturbing", "Hate Symbols"})


@dataclass(frozen=True)
class Labels:
    """What a picture shows, and its dominant colours."""

    labels: list[PhotoLabel]
    colours: list[PhotoColour]
    model: AiModel


@dataclass(frozen=True)
class Text:
    """The lines of text in a picture."""

    lines: list[PhotoText]
    model: AiModel


class LabelReader(Protocol):
    def read_labels(self, jpeg: bytes) -> Labels:
        """Return what a JPEG of at most 5 MB shows, or raise `Unavailable` or `Unreadable`."""


class TextReader(Protocol):
    def read_text(self, jpeg: bytes) -> Text:
        """Return the lines of text in a JPEG of at most 5 MB, or raise `Unavailable` or `Unreadable`."""


class Moderator(Protocol):
    def moderate(self, jpeg: bytes) -> PhotoModeration:
        """Judge a JPEG of at most 5 MB, or raise `Unavailable` or `Unreadable`."""


@dataclass(frozen=True)
class Readers:
    """Who reads pictures."""

    labels: LabelReader
    text: TextReader
    moderator: Moderator


class Unavailable(Exception):  # noqa: N818
    """The AI does not answer for now: trying again later helps."""


class Unreadable(Exception):  # noqa: N818
    """The AI refuses this picture for good: no other try will change its answer."""


class Rekognition:
    """Amazon Rekognition, as all three readers; `service` answers its client."""

    def __init__(self, service: Callable[[], Any] | None = None) -> None:
        self._service = service or client

    def read_labels(self, jpeg: bytes) -> Labels:
        answer = _call(
            lambda: self._service().detect_labels(
                Image={"Bytes": jpeg},
                MaxLabels=_LABELS_KEPT,
                MinConfidence=_LABELS_FROM,
                Features=["GENERAL_LABELS", "IMAGE_PROPERTIES"],
                Settings={"ImageProperties": {"MaxDominantColors": _COLOURS_KEPT}},
            )
        )
        colours = answer.get("ImageProperties", {}).get("DominantColors", [])
        return Labels(
            [_to_label(each["Name"], each["Confidence"], *_list_parents(each)) for each in answer.get("Labels", [])],
            [_to_colour(each) for each in colours],
            _to_model(answer.get("LabelModelVersion")),
        )

    def read_text(self, jpeg: bytes) -> Text:
        filters = {"WordFilter": {"MinConfidence": _TEXT_FROM}}
        answer = _call(lambda: self._service().detect_text(Image={"Bytes": jpeg}, Filters=filters))
        lines = [
            PhotoText(text=each["DetectedText"], confidence=round(each["Confidence"], 2))
            for each in answer.get("TextDetections", [])
            if each["Type"] == "LINE" and each["Confidence"] >= _TEXT_FROM
        ]
        return Text(lines[:_LINES_KEPT], _to_model(answer.get("TextModelVersion")))

    def moderate(self, jpeg: bytes) -> PhotoModeration:
        answer = _call(
            lambda: self._service().detect_moderation_labels(Image={"Bytes": jpeg}, MinConfidence=_NOTICED_FROM)
        )
        labels = [
            _to_label(each["Name"], each["Confidence"], *filter(None, [each.get("ParentName")]))
            for each in answer.get("ModerationLabels", [])
        ]
        refused = any(each.confidence >= _REFUSED_FROM and _REFUSED & {each.name, *each.parents} for each in labels)
        verdict = ModerationVerdict.REJECTED if refused else ModerationVerdict.APPROVED
        return PhotoModeration(verdict=verdict, labels=labels, model=_to_model(answer.get("ModerationModelVersion")))


def rekognition() -> Readers:
    """Return Rekognition as every reader; its client is made when it is first asked."""
    service = Rekognition()
    return Readers(service, service, service)


@cache
def client() -> Any:
    """Return the Rekognition client; it gives up in time for the worker to say so."""
    patience = Config(connect_timeout=3, read_timeout=25, retries={"mode": "standard", "max_attempts": 3})
    return boto3.client("rekognition", config=patience)


def _call(detect: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Call Rekognition, or raise `Unavailable` or `Unreadable`; a refusal of our own request stays a fault."""
    try:
        return detect()
    except _NO_ANSWER as error:
        raise Unavailable(str(error)) from error
    except ClientError as error:
        code, status = error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]
        if code in _BUSY or status >= _SERVER_FAULT:
            raise Unavailable(str(error)) from error
        if code in _REFUSED_PICTURE:
            raise Unreadable(str(error)) from error
        raise


def _to_label(name: str, confidence: float, *parents: str) -> PhotoLabel:
    return PhotoLabel(name=name, confidence=round(confidence, 2), parents=list(parents))


def _list_parents(label: dict[str, Any]) -> list[str]:
    return [parent["Name"] for parent in label.get("Parents", [])]


def _to_colour(found: dict[str, Any]) -> PhotoColour:
    return PhotoColour(
        hex=found["HexCode"].lower(), name=found.get("CSSColor", ""), share=round(found["PixelPercent"], 2)
    )


def _to_model(version: str | None) -> AiModel:
    return AiModel(name=_NAME, version=version or "unknown")
