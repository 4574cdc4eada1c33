"""Rekognition behind the protocols: what is asked, what is kept, what counts as down."""

from collections.abc import Iterator
from typing import Any

import pytest

from resolvers.media import recognition
from resolvers.media.model import ModerationVerdict
from resolvers.media.recognition import Rekognition, Unavailable


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


def _moderated(*labels: tuple[str, str, float]) -> FakeService:
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

    seen = Rekognition(lambda: service).labels(b"jpeg")

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

    read = Rekognition(lambda: service).text(b"jpeg")

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
    judged = Rekognition(lambda: _moderated(*labels)).moderate(b"jpeg")

    assert judged.verdict == verdict
    assert len(judged.labels) == len(labels)
    assert judged.model
    assert judged.model.version == "7.0"


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
