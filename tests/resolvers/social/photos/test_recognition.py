"""Rekognition behind the protocols: what is asked, what is kept, what counts as down."""

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ParamValidationError,
    ReadTimeoutError,
)

from resolvers.social.photos import recognition
from resolvers.social.photos.model import ModerationVerdict
from resolvers.social.photos.recognition import Rekognition, Unavailable, Unreadable


class FakeService:
    """Answers as Rekognition's API reference shows, and remembers what it was asked."""

    def __init__(self, **answers: dict[str, Any]) -> None:
        self.answers = answers
        self.asked: dict[str, Any] = {}

    def detect_labels(self, **request: Any) -> dict[str, Any]:
        self.asked = request
        return self.answers["labels"]

    def detect_text(self, **request: Any) -> dict[str, Any]:
        self.asked = request
        return self.answers["text"]

    def detect_moderation_labels(self, **request: Any) -> dict[str, Any]:
        self.asked = request
        return self.answers["moderation"]


def _make_service(*labels: tuple[str, str, float]) -> FakeService:
    found = [{"Name": name, "ParentName": parent, "Confidence": sure} for name, parent, sure in labels]
    return FakeService(moderation={"ModerationLabels": found, "ModerationModelVersion": "7.0"})


def test_labels_come_with_parents_and_dominant_colours() -> None:
    """One call asks for both features."""
    service = FakeService(
        labels={
            "Labels": [{"Name": "Cat", "Confidence": 98.4567, "Parents": [{"Name": "Animal"}, {"Name": "Pet"}]}],
            "ImageProperties": {
                "DominantColors": [{"HexCode": "#4A7FB5", "CSSColor": "steelblue", "PixelPercent": 61.512}]
            },
            "LabelModelVersion": "3.0",
        }
    )

    seen = Rekognition(lambda: service).read_labels(b"jpeg")

    assert service.asked["Features"] == ["GENERAL_LABELS", "IMAGE_PROPERTIES"]
    assert service.asked["Image"] == {"Bytes": b"jpeg"}
    assert [(each.name, each.confidence, each.parents) for each in seen.labels] == [("Cat", 98.46, ["Animal", "Pet"])]
    assert [(each.hex, each.name, each.share) for each in seen.colours] == [("#4a7fb5", "steelblue", 61.51)]
    assert (seen.model.name, seen.model.version) == ("Rekognition", "3.0")


def test_text_keeps_sure_lines_and_no_words() -> None:
    """Words repeat their lines."""
    found = [
        {"Type": "LINE", "DetectedText": "Main Street 42", "Confidence": 91.0},
        {"Type": "LINE", "DetectedText": "l|l", "Confidence": 31.0},
        {"Type": "WORD", "DetectedText": "Main", "Confidence": 95.0},
    ]
    service = FakeService(text={"TextDetections": found, "TextModelVersion": "3.0"})

    read = Rekognition(lambda: service).read_text(b"jpeg")

    assert [each.text for each in read.lines] == ["Main Street 42"]


@pytest.mark.parametrize(
    ("labels", "verdict"),
    [
        ([], ModerationVerdict.APPROVED),
        ([("Explicit", "", 92.0), ("Explicit Nudity", "Explicit", 92.0)], ModerationVerdict.REJECTED),
        ([("Graphic Violence", "Violence", 88.0)], ModerationVerdict.REJECTED),
        ([("Exposed Male Genitalia", "Explicit Nudity", 90.0)], ModerationVerdict.REJECTED),
        ([("Explicit", "", 60.0)], ModerationVerdict.APPROVED),
        ([("Alcohol", "", 99.0)], ModerationVerdict.APPROVED),
        ([("Swimwear or Underwear", "", 99.0)], ModerationVerdict.APPROVED),
    ],
)
def test_moderation_refuses_what_is_explicit_and_sure(
    labels: list[tuple[str, str, float]], verdict: ModerationVerdict
) -> None:
    """Whatever it notices is kept beside the verdict."""
    judged = Rekognition(lambda: _make_service(*labels)).moderate(b"jpeg")

    assert judged.verdict == verdict
    assert len(judged.labels) == len(labels)
    assert judged.model
    assert judged.model.version == "7.0"


@pytest.mark.parametrize(
    ("code", "status", "raised"),
    [
        ("ThrottlingException", 400, Unavailable),
        ("ProvisionedThroughputExceededException", 400, Unavailable),
        ("InternalServerError", 500, Unavailable),
        ("ServiceUnavailable", 503, Unavailable),
        ("InvalidParameterException", 400, Unreadable),
        ("InvalidImageFormatException", 400, Unreadable),
        ("ImageTooLargeException", 400, Unreadable),
        ("AccessDeniedException", 400, ClientError),
        ("InvalidSignatureException", 403, ClientError),
    ],
)
def test_only_what_passes_counts_as_unavailable(code: str, status: int, raised: type[Exception]) -> None:
    """A refusal of the picture is told as one, and a request that we may not make is our own fault."""
    answer = {"Error": {"Code": code, "Message": ""}, "ResponseMetadata": {"HTTPStatusCode": status}}

    class Refusing(FakeService):
        def detect_moderation_labels(self, **_: Any) -> dict[str, Any]:
            raise ClientError(answer, "DetectModerationLabels")  # type: ignore[arg-type]

    with pytest.raises(raised) as refused:
        Rekognition(Refusing).moderate(b"jpeg")

    assert type(refused.value) is raised


@pytest.mark.parametrize(
    ("error", "raised"),
    [
        (ReadTimeoutError(endpoint_url="https://rekognition"), Unavailable),
        (ConnectTimeoutError(endpoint_url="https://rekognition"), Unavailable),
        (ConnectionClosedError(endpoint_url="https://rekognition"), Unavailable),
        (EndpointConnectionError(endpoint_url="https://rekognition"), Unavailable),
        (ParamValidationError(report="Image is missing"), ParamValidationError),
        (NoCredentialsError(), NoCredentialsError),
    ],
    ids=lambda each: each.__name__ if isinstance(each, type) else type(each).__name__,
)
def test_a_request_that_we_cannot_make_is_no_outage(error: Exception, raised: type[Exception]) -> None:
    """Only a connection that fails or ends without an answer is told as the AI's silence."""

    class Failing(FakeService):
        def detect_labels(self, **_: Any) -> dict[str, Any]:
            raise error

    with pytest.raises(raised) as refused:
        Rekognition(Failing).read_labels(b"jpeg")

    assert type(refused.value) is raised


@pytest.fixture
def nobody_listening(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in {
        "AWS_ENDPOINT_URL_REKOGNITION": "http://127.0.0.1:9",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
    }.items():
        monkeypatch.setenv(name, value)
    recognition.client.cache_clear()
    yield
    recognition.client.cache_clear()


def test_a_service_that_does_not_answer_is_unavailable(nobody_listening: None) -> None:
    """The worker then tries again later."""
    with pytest.raises(Unavailable):
        Rekognition().moderate(b"jpeg")
