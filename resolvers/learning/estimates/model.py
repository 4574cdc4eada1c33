"""An estimate of how well a text is written, which a language model makes; and what a model must answer."""

from enum import StrEnum
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from resolvers.core.model import Model
from resolvers.learning.writing.model import Finding

HIGHEST_BAND: Final = 9
MOST_QUOTES: Final = 3
MOST_CORRECTIONS: Final = 20


class Criterion(StrEnum):
    """What a band is about."""

    CONTENT = "CONTENT"
    """Whether the text says what it promises, with enough detail."""
    ORGANISATION = "ORGANISATION"
    """The order of the text, and how its parts lead to each other."""
    VOCABULARY = "VOCABULARY"
    """The choice and range of words."""
    GRAMMAR = "GRAMMAR"
    """How words are put together."""


class Band(Model):
    """What a model makes of one criterion. It is an estimate by a language model, not a grade."""

    criterion: Criterion = Field(description="The criterion.")
    band: float = Field(description="The estimate, from 0 to 9 in halves.")
    is_unsure: bool = Field(
        default=False, description="Whether it is more than 3 bands from what the measures of the text suggest."
    )
    comment: str = Field(description="Why, in the model's words: plain text in English. It may be empty.")
    evidence: list[str] = Field(default=[], description="Words of the text that show it, quoted exactly.")


class Estimate(Model):
    """How well a text is written, as one language model estimates it. Only you can read it."""

    bands: list[Band] = Field(description="A band for each criterion.")
    suggestions: list[Finding] = Field(
        default=[], description="Corrections by the model that keep the meaning, in order of position."
    )
    model: str = Field(description="The ID of the model that made the estimate.")
    prompt_version: int = Field(description="The version of the instructions that the model followed.")


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


Quote = Annotated[str, StringConstraints(min_length=1, max_length=300)]


class CriterionAnswer(_Answer):
    band: Annotated[float, Field(ge=0, le=HIGHEST_BAND, multiple_of=0.5)]
    comment: Annotated[str, StringConstraints(max_length=400)]
    quotes: Annotated[list[Quote], Field(max_length=MOST_QUOTES)]


class BandsAnswer(_Answer):
    content: CriterionAnswer
    organisation: CriterionAnswer
    vocabulary: CriterionAnswer
    grammar: CriterionAnswer


class CorrectionAnswer(_Answer):
    quote: Quote
    replacement: Annotated[str, StringConstraints(max_length=300)]


class JudgeAnswer(_Answer):
    """What a model answers, strictly: anything else is no answer."""

    bands: BandsAnswer | None
    corrections: Annotated[list[CorrectionAnswer], Field(max_length=MOST_CORRECTIONS)]


def _make_criterion_schema() -> dict[str, object]:
    return {
        "type": "object",
        "properties": {
            "band": {"type": "number", "description": "0 to 9 in halves"},
            "comment": {"type": "string", "description": "one sentence, at most 400 characters"},
            "quotes": {"type": "array", "items": {"type": "string"}, "description": "at most 3 exact quotations"},
        },
        "required": ["band", "comment", "quotes"],
    }


# Inline and without constraints that a provider may not know; the answer is validated strictly above.
ANSWER_SCHEMA: Final = {
    "type": "object",
    "properties": {
        "bands": {
            "type": ["object", "null"],
            "description": "null only if you cannot judge texts",
            "properties": {each.value.lower(): _make_criterion_schema() for each in Criterion},
            "required": [each.value.lower() for each in Criterion],
        },
        "corrections": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"quote": {"type": "string"}, "replacement": {"type": "string"}},
                "required": ["quote", "replacement"],
            },
            "description": "at most 20",
        },
    },
    "required": ["bands", "corrections"],
}
