"""What is found in a text: places that may be wrong, and measures of the whole."""

from enum import StrEnum

from pydantic import Field

from resolvers.core.model import Model


class FindingKind(StrEnum):
    """What a finding is about."""

    SPELLING = "SPELLING"
    """A word may be misspelt."""
    GRAMMAR = "GRAMMAR"
    """Words do not fit together, such as a verb and its subject."""
    WORD_CHOICE = "WORD_CHOICE"
    """Another word is usual here, such as another preposition."""
    PUNCTUATION = "PUNCTUATION"
    """A mark, a space or a capital letter."""
    STYLE = "STYLE"
    """The sentence is right and could be read more easily."""


class Finding(Model):
    """A place in a text that may be wrong. It is advice; the text is never changed without its author."""

    kind: FindingKind = Field(description="What the finding is about.")
    rule: str = Field(description="The name of the rule that found it, such as `subject_verb`.")
    start: int = Field(description="Where it begins in the text, in Unicode code points.")
    end: int = Field(description="Where it ends in the text, in Unicode code points.")
    quote: str = Field(description="The text from `start` to `end`.")
    message: str = Field(description="A sentence in English that says what may be wrong.")
    suggestions: list[str] = Field(
        default=[], description="Texts to put in the place of the quote, the likeliest first. Empty if there are none."
    )


class MeasureName(StrEnum):
    """What a measure says of a text. None of them is a grade."""

    WORDS = "WORDS"
    """The number of words, without code, quotations and addresses."""
    SENTENCES = "SENTENCES"
    """The number of sentences."""
    SENTENCE_LENGTH = "SENTENCE_LENGTH"
    """The number of words of a sentence, on average."""
    LONG_SENTENCES = "LONG_SENTENCES"
    """The number of sentences of more than 35 words."""
    READING_EASE = "READING_EASE"
    """Flesch's reading ease: about 30 is hard, 60 is plain, 90 is very easy. Null for fewer than 30 words."""
    WORD_VARIETY = "WORD_VARIETY"
    """MTLD: how many words go by, on average, before words repeat themselves. Null for fewer than 50 words."""
    CONNECTIVES = "CONNECTIVES"
    """How many different connectives there are, such as “because” and “however”."""
    GRAMMAR_FINDINGS = "GRAMMAR_FINDINGS"
    """The number of findings of the kind `GRAMMAR` in 100 words."""


class Measure(Model):
    """A measure of a text."""

    name: MeasureName = Field(description="The name of the measure.")
    value: float | None = Field(default=None, description="The measure. Null if the text is too short for it.")


class Report(Model):
    """What is found in a text."""

    findings: list[Finding]
    measures: list[Measure]
