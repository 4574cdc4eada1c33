"""A reading aloud: the paragraph, its words as they were heard, pace and pauses; and what is asked for one."""

from enum import StrEnum
from typing import Annotated, Final

from pydantic import AfterValidator, Field

from resolvers.core import text
from resolvers.core.appsync import Payload
from resolvers.core.idempotency import IdempotencyKey
from resolvers.core.ids import ID
from resolvers.core.model import Input, Model, Moment, shown_only, stored_only
from resolvers.learning.evaluations.model import Evaluation
from resolvers.learning.evaluations.uploads import RECORDING
from resolvers.platform.uploads.model import UploadTicket

PARAGRAPH_LENGTH: Final = 3000

Paragraph = Annotated[
    str,
    AfterValidator(text.Paragraphs(1, PARAGRAPH_LENGTH)),
    Field(description="The paragraph that you read aloud, exactly as the article has it: 1 to 3,000 characters."),
]


class SpokenWordStatus(StrEnum):
    """How a word was heard."""

    READ = "READ"
    """It was heard as the article has it."""
    MISREAD = "MISREAD"
    """Another word was heard in its place."""
    MISSED = "MISSED"
    """It was not heard."""
    ADDED = "ADDED"
    """It was heard, and the article does not have it there."""
    REPEATED = "REPEATED"
    """It was said once more."""
    FILLER = "FILLER"
    """A hesitation, such as “um”."""
    UNCLEAR = "UNCLEAR"
    """Something was heard, but not clearly enough to say what."""


class SpokenWord(Model):
    """A word of the paragraph, or one that was heard beside it."""

    status: SpokenWordStatus = Field(description="How it was heard.")
    expected: str | None = Field(default=None, description="The word of the paragraph. Null if it has none there.")
    heard: str | None = Field(
        default=None, description="What was heard instead or in addition. Null for all other words, and if unclear."
    )
    start: int = Field(
        description="Where it begins in the paragraph, in Unicode code points; for a word that the paragraph does not "
        "have, the place where it was said."
    )
    end: int = Field(description="Where it ends in the paragraph. Equal to `start` if the paragraph does not have it.")
    from_second: float | None = Field(default=None, description="When it begins in the sound. Null if it was missed.")
    to_second: float | None = Field(default=None, description="When it ends in the sound. Null if it was missed.")


class Pause(Model):
    """A silence between words."""

    start: float = Field(description="When it begins, in seconds.")
    seconds: float = Field(description="How long it is.")


class Delivery(Model):
    """How a reading sounded. None of it is a grade."""

    seconds: float = Field(description="How long the recording is.")
    speech_seconds: float = Field(description="How long somebody speaks in it.")
    words_per_minute: float | None = Field(
        default=None, description="Words in a minute of speech, without pauses and fillers. Null until they are heard."
    )
    longest_run: float = Field(description="The longest time of speech without a pause, in seconds.")
    pauses: list[Pause] = Field(description="Pauses of half a second or more, in order, at most 100.")
    signal_to_noise: float = Field(description="By how many decibels the voice is above the noise, at most 60.")


class Reading(Model):
    """A paragraph of your article that you read aloud, and what was heard."""

    paragraph: str = Field(description="The paragraph as it was when you read it.")
    start: int = Field(description="Where the paragraph began in the article's text, in Unicode code points.")
    words: list[SpokenWord] = Field(
        default=[], description="The words in order, with what was added where it was said. Empty until it is done."
    )
    delivery: Delivery | None = Field(default=None, description="Pace and pauses. Null until the sound was checked.")
    sound_url: str | None = shown_only(
        "An address that plays the sound for 15 minutes. Null before it was checked, and 30 days after the recording.",
        default=None,
    )
    content_type: str = stored_only()
    bytes: int = stored_only()
    consented_at: Moment = stored_only()
    recording_hash: str | None = stored_only(default=None)


class SpeakingQuota(Model):
    """How many recordings you may still have evaluated today."""

    limit: int = Field(description="How many recordings you may have evaluated in a day of UTC.")
    remaining: int = Field(description="How many are left today.")
    resets_at: Moment = Field(description="When the next day begins.")


def _require_allowed_type(content_type: str) -> str:
    if content_type not in RECORDING.content_types:
        raise ValueError(f"Use one of these types: {', '.join(sorted(RECORDING.content_types))}.")
    return content_type


def _require_consent(consent: bool) -> bool:
    if not consent:
        raise ValueError("A recording is evaluated only with your consent.")
    return consent


class EvaluateSpeakingInput(Input):
    """Input of `evaluateSpeaking`."""

    subject_id: ID = Field(description="The ID of your article, such as a post.")
    paragraph: Paragraph
    content_type: Annotated[str, AfterValidator(_require_allowed_type)] = Field(
        description="The media type of the recording: `audio/webm`, `audio/ogg`, `audio/mp4`, `audio/mpeg`, "
        "`audio/wav` or `audio/flac`."
    )
    bytes: int = Field(ge=1, le=RECORDING.max_bytes, description="The exact size in bytes, at most 5,242,880 (5 MB).")
    consent: Annotated[bool, AfterValidator(_require_consent)] = Field(
        description="Must be true: you agree that your voice is stored for up to 30 days, and that words are "
        "recognised in it. `deleteEvaluation` removes it at any time."
    )
    idempotency_key: IdempotencyKey = None


class EvaluateSpeakingPayload(Payload):
    """The result of `evaluateSpeaking`."""

    evaluation: Evaluation | None = Field(default=None, description="The evaluation, which waits for the recording.")
    upload: UploadTicket | None = Field(
        default=None,
        description="The form to upload the recording with. Null if it has arrived already. Send the same "
        "idempotency key again for a new form.",
    )
