"""A deck: flashcards that somebody learns together."""

from typing import Annotated, Final

from pydantic import AfterValidator, Field

from resolvers.core import text
from resolvers.core.appsync import Payload
from resolvers.core.idempotency import IdempotencyKey
from resolvers.core.ids import ID
from resolvers.core.model import Input, Model, Moment, stored_only
from resolvers.core.pagination import Connection

CARDS_OF_A_DECK: Final = 10_000

Title = Annotated[str, AfterValidator(text.Line(1, 100)), Field(description="One line of 1 to 100 characters.")]
Description = Annotated[str, AfterValidator(text.Paragraphs(0, 1_000))]


class Deck(Model):
    """A deck of flashcards. Only its owner can read it."""

    id: ID = Field(description="The ID of the deck. It begins with `deck_`.")
    owner_id: ID = stored_only()
    title: str = Field(description="The title, on one line.")
    description: str = Field(default="", description="What the deck is about, as plain text.")
    flashcard_count: int = Field(default=0, description="The number of flashcards in it.")
    created_at: Moment = Field(description="When the deck was created.")
    updated_at: Moment = Field(description="When its title or description last changed.")
    version: int = Field(
        default=1,
        description="The version, which increases with every change. Send it as `expectedVersion` when you update.",
    )
    deleting: bool = stored_only(default=False)


class DeckConnection(Connection[Deck]):
    """A page of decks."""


class CreateDeckInput(Input):
    """Input of `createDeck`."""

    title: Title
    description: Description = Field(default="", description="Up to 1,000 characters.")
    idempotency_key: IdempotencyKey = None


class UpdateDeckInput(Input):
    """Input of `updateDeck`. Fields that you leave out stay as they are."""

    id: ID = Field(description="The ID of the deck.")
    expected_version: int = Field(
        description="The version that you read. If the deck has changed since, the payload has a `Conflict` error with "
        "the current version."
    )
    title: Title | None = Field(default=None, description="One line of 1 to 100 characters.")
    description: Description | None = Field(default=None, description="Up to 1,000 characters.")


class DeleteDeckInput(Input):
    """Input of `deleteDeck`."""

    id: ID = Field(description="The ID of the deck.")


class CreateDeckPayload(Payload):
    """The result of `createDeck`."""

    deck: Deck | None = Field(default=None, description="The new deck. Null if the request was refused.")


class UpdateDeckPayload(Payload):
    """The result of `updateDeck`."""

    deck: Deck | None = Field(default=None, description="The deck after the change.")


class DeleteDeckPayload(Payload):
    """The result of `deleteDeck`."""

    deleted_id: ID | None = Field(
        default=None, description="The ID of the deleted deck. Its flashcards are deleted within seconds."
    )
