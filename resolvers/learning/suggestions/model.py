"""What people ask of suggestions: flashcards made from an article, which they keep or refuse."""

from typing import Annotated, Final

from pydantic import Field

from resolvers.core.appsync import Payload
from resolvers.core.idempotency import IdempotencyKey
from resolvers.core.ids import ID
from resolvers.core.model import Input
from resolvers.learning.decks.model import Deck
from resolvers.learning.flashcards.model import Flashcard

DECIDED_AT_ONCE: Final = 20

Decided = Annotated[list[ID], Field(max_length=DECIDED_AT_ONCE)]


class SuggestFlashcardsInput(Input):
    """Input of `suggestFlashcards`."""

    subject_id: ID = Field(description="The ID of an article that you may read, such as a post.")
    deck_id: ID = Field(description="The ID of your deck.")
    idempotency_key: IdempotencyKey = None


class KeepFlashcardsInput(Input):
    """Input of `keepFlashcards`."""

    deck_id: ID = Field(description="The ID of your deck.")
    kept: Decided = Field(default=[], description="The IDs of up to 20 suggestions to learn.")
    refused: Decided = Field(default=[], description="The IDs of up to 20 suggestions never to suggest again.")


class SuggestFlashcardsPayload(Payload):
    """The result of `suggestFlashcards`."""

    flashcards: list[Flashcard] | None = Field(
        default=None,
        description="The suggestions from this article that wait for your decision. Empty if no sentence of it makes "
        "a good flashcard.",
    )


class KeepFlashcardsPayload(Payload):
    """The result of `keepFlashcards`."""

    deck: Deck | None = Field(default=None, description="The deck with what you kept.")
