"""A flashcard: its two sides, whether it is being learned, and what its learner is thought to remember of it."""

from enum import StrEnum
from typing import Annotated, Final

from pydantic import AfterValidator, Field

from resolvers.core import text
from resolvers.core.appsync import Payload
from resolvers.core.idempotency import IdempotencyKey
from resolvers.core.ids import ID
from resolvers.core.model import Input, Model, Moment, stored_only
from resolvers.core.pagination import Connection

SIDE_LENGTH: Final = 1_000

Side = Annotated[
    str, AfterValidator(text.Paragraphs(1, SIDE_LENGTH)), Field(description="1 to 1,000 characters of plain text.")
]
Version = Annotated[
    int,
    Field(
        description="The version that you read. If the flashcard has changed since, the payload has a `Conflict` error "
        "with the current version."
    ),
]


class FlashcardOrigin(StrEnum):
    """How a flashcard was made."""

    WRITTEN = "WRITTEN"
    """You wrote it."""
    PLACE = "PLACE"
    """It asks for a place that an article is pinned to."""
    PHOTO = "PHOTO"
    """It asks for the place where a photo of an article was taken."""
    CLOZE = "CLOZE"
    """It asks for a name or a number in a sentence of an article."""
    VOCABULARY = "VOCABULARY"
    """It asks what a word in a sentence of an article means."""


class FlashcardState(StrEnum):
    """Whether a flashcard is being learned."""

    SUGGESTED = "SUGGESTED"
    """It was made from an article. Keep it or refuse it."""
    REFUSED = "REFUSED"
    """You refused it, so it is not suggested again."""

    ACTIVE = "ACTIVE"
    """It comes up for review when it is due."""
    SUSPENDED = "SUSPENDED"
    """It does not come up until you resume it."""


class MemoryPhase(StrEnum):
    """How far a flashcard has been learned."""

    NEW = "NEW"
    """It was never reviewed."""
    LEARNING = "LEARNING"
    """It comes back within minutes."""
    REVIEW = "REVIEW"
    """It comes back after days."""
    RELEARNING = "RELEARNING"
    """It was forgotten and comes back within minutes."""


class Memory(Model):
    """An estimate of how well you remember a flashcard, by the FSRS-6 model."""

    phase: MemoryPhase = Field(default=MemoryPhase.NEW, description="How far the flashcard has been learned.")
    step: int | None = stored_only(default=None)
    stability: float | None = Field(
        default=None,
        description="The days until the probability that you remember it falls to 90 %. Null before the first review.",
    )
    difficulty: float | None = Field(
        default=None, description="How hard it is for you, from 1 to 10. Null before the first review."
    )
    due_at: Moment = Field(description="When it is due. In phase `REVIEW` it is due all day.")
    last_reviewed_at: Moment | None = Field(default=None, description="When you reviewed it last.")
    reviews: int = Field(default=0, description="How often you reviewed it.")
    lapses: int = Field(default=0, description="How often you forgot it after you had learned it.")


class FlashcardSource(Model):
    """Where a suggested flashcard comes from."""

    subject_id: ID = Field(description="The ID of the article, such as a post.")
    sentence: str = Field(
        description="The sentence, as it was when the flashcard was made, with the one before if it needs it; or the "
        "name of the pinned place."
    )
    start: int = Field(
        description="Where it began in the text of the article, in code points. 0 for the name of a place."
    )
    end: int = Field(description="Where it ended, in code points. 0 for the name of a place.")


class Flashcard(Model):
    """A flashcard. Only the owner of its deck can read it."""

    id: ID = Field(description="The ID of the flashcard. It begins with `flashcard_`.")
    owner_id: ID = stored_only()
    deck_id: ID = Field(description="The ID of its deck.")
    front: str = Field(description="The question, as plain text.")
    back: str = Field(description="The answer, as plain text.")
    origin: FlashcardOrigin = Field(default=FlashcardOrigin.WRITTEN, description="How it was made.")
    state: FlashcardState = Field(
        default=FlashcardState.ACTIVE, description="Whether the flashcard is being learned or suspended."
    )
    source: FlashcardSource | None = Field(
        default=None, description="Where it comes from. Null if you wrote it yourself."
    )
    photo_id: ID | None = Field(
        default=None,
        description="The ID of the photo that a `PHOTO` flashcard asks about. Ask `photo(id)` for it: null there if it "
        "was deleted, or if you may not see it any more. Otherwise null.",
    )
    senses: list[str] = Field(
        default=[],
        description="What the word of a `VOCABULARY` flashcard may mean, by "
        "[Open English WordNet](https://en-word.net) (CC BY 4.0), the best guess first. The answer is the first one "
        "until you choose another: send it as `back` of `editFlashcard`. Otherwise empty.",
    )
    leech: bool = Field(
        default=False,
        description="Whether it was suspended because you forgot it 8 times. Change it or split it, then resume it.",
    )
    memory: Memory = Field(description="An estimate of how well you remember it.")
    created_at: Moment = Field(description="When it was created.")
    updated_at: Moment = Field(description="When a side of it last changed.")
    version: int = Field(
        default=1,
        description="The version, which increases with every change and every review. Send it as `expectedVersion`.",
    )
    last_review_id: ID | None = stored_only(default=None)


class FlashcardConnection(Connection[Flashcard]):
    """A page of flashcards."""


class CreateFlashcardInput(Input):
    """Input of `createFlashcard`."""

    deck_id: ID = Field(description="The ID of your deck.")
    front: Side
    back: Side
    idempotency_key: IdempotencyKey = None


class EditFlashcardInput(Input):
    """Input of `editFlashcard`. Fields that you leave out stay as they are."""

    id: ID = Field(description="The ID of the flashcard.")
    expected_version: Version
    front: Side | None = Field(default=None, description="1 to 1,000 characters of plain text.")
    back: Side | None = Field(default=None, description="1 to 1,000 characters of plain text.")
    deck_id: ID | None = Field(default=None, description="The ID of your deck to move it to.")


class SuspendFlashcardInput(Input):
    """Input of `suspendFlashcard` and `resumeFlashcard`."""

    id: ID = Field(description="The ID of the flashcard.")
    expected_version: Version


class DeleteFlashcardInput(Input):
    """Input of `deleteFlashcard`."""

    id: ID = Field(description="The ID of the flashcard.")


class CreateFlashcardPayload(Payload):
    """The result of `createFlashcard`."""

    flashcard: Flashcard | None = Field(default=None, description="The new flashcard, which is due at once.")


class EditFlashcardPayload(Payload):
    """The result of `editFlashcard`."""

    flashcard: Flashcard | None = Field(default=None, description="The flashcard after the change.")


class SuspendFlashcardPayload(Payload):
    """The result of `suspendFlashcard`."""

    flashcard: Flashcard | None = Field(default=None, description="The flashcard, which no longer comes up.")


class ResumeFlashcardPayload(Payload):
    """The result of `resumeFlashcard`."""

    flashcard: Flashcard | None = Field(default=None, description="The flashcard, which comes up again when it is due.")


class DeleteFlashcardPayload(Payload):
    """The result of `deleteFlashcard`."""

    deleted_id: ID | None = Field(default=None, description="The ID of the deleted flashcard.")
