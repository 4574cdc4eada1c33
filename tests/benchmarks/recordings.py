"""Paragraphs of the small world that somebody reads aloud."""

from typing import Any, Final

from tests import acts
from tests.people import Person

PARAGRAPH: Final = "A walk along a wall in the morning."
_GIVEN: Final = {"paragraph": PARAGRAPH, "contentType": "audio/webm", "bytes": 9, "consent": True}


def build_input(reader: Person) -> dict[str, Any]:
    """Return what asks for the form to record a paragraph of an article."""
    return {"subjectId": acts.draft(reader, body=PARAGRAPH)["id"], **_GIVEN}


def request_reading(reader: Person) -> dict[str, Any]:
    """Return an evaluation that waits for its recording, with its article."""
    payload = reader.does("evaluateSpeaking", **build_input(reader))
    assert payload["errors"] == []
    evaluation: dict[str, Any] = payload["evaluation"]
    return evaluation
