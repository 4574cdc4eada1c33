"""A nudity score in the words of Rekognition's moderation taxonomy (model version 7)."""

from dataclasses import dataclass

EXPLICIT = 0.80
SUGGESTIVE = 0.20


@dataclass(frozen=True)
class ModerationLabel:
    """A label, its parent's name (empty at the top), its level from 1 on, and a confidence from 0 to 1."""

    name: str
    parent: str
    level: int
    confidence: float


def classify(score: float) -> list[ModerationLabel]:
    """Return the labels for a score from 0 to 1: none below .20, explicit from .80, a milder pair between.

    The model knows one axis, nudity. Violence, drugs, weapons, hate and the rest are never answered.
    """
    if score < SUGGESTIVE:
        return []
    top, below = (
        ("Explicit", "Explicit Nudity")
        if score >= EXPLICIT
        else ("Non-Explicit Nudity of Intimate parts and Kissing", "Non-Explicit Nudity")
    )
    return [ModerationLabel(top, "", 1, score), ModerationLabel(below, top, 2, score)]
