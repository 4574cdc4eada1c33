"""GraphQL fields of decks; everybody sees only their own."""

from typing import Annotated, Any

from pydantic import Field

from resolvers import rates
from resolvers.core.identity import viewer
from resolvers.core.ids import ID
from resolvers.core.pagination import After, First
from resolvers.learning.app import app
from resolvers.learning.decks import service
from resolvers.learning.decks.model import (
    CreateDeckInput,
    CreateDeckPayload,
    Deck,
    DeckConnection,
    DeleteDeckInput,
    DeleteDeckPayload,
    UpdateDeckInput,
    UpdateDeckPayload,
)

Parents = list[dict[str, Any]]


@app.resolver(type_name="Query", field_name="deck")
def deck(id: Annotated[ID, Field(description="The ID of the deck.")]) -> Deck | None:
    """Your deck with an ID. Null if you have none with it."""
    return service.get_owned(viewer(), id)


@app.batch_resolver(type_name="Viewer", field_name="decks")
def decks(viewers: Parents, first: First = 20, after: After = None) -> list[DeckConnection | None]:
    """Your decks of flashcards, newest first."""
    return [service.list_own_decks(viewer(), first, after) for _ in viewers]


@app.resolver(type_name="Mutation", field_name="createDeck", counts=(rates.WRITES,))
def create_deck(input: CreateDeckInput) -> CreateDeckPayload | None:
    """Create an empty deck of flashcards, which only you can see."""
    return CreateDeckPayload(deck=service.create_deck(viewer(), input))


@app.resolver(type_name="Mutation", field_name="updateDeck", counts=(rates.WRITES,))
def update_deck(input: UpdateDeckInput) -> UpdateDeckPayload | None:
    """Change the title or the description of your deck."""
    return UpdateDeckPayload(deck=service.update_deck(viewer(), input))


@app.resolver(type_name="Mutation", field_name="deleteDeck", counts=(rates.WRITES,))
def delete_deck(input: DeleteDeckInput) -> DeleteDeckPayload | None:
    """Delete your deck with its flashcards and their reviews. This cannot be undone."""
    service.delete_deck(viewer(), input.id)
    return DeleteDeckPayload(deleted_id=input.id)
