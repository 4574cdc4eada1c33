"""GraphQL fields of flashcards; everybody sees only their own."""

from typing import Annotated, Any

from pydantic import Field

from resolvers import rates
from resolvers.core.identity import viewer
from resolvers.core.ids import ID
from resolvers.core.pagination import After, First
from resolvers.learning.app import app
from resolvers.learning.flashcards import service
from resolvers.learning.flashcards.model import (
    CreateFlashcardInput,
    CreateFlashcardPayload,
    DeleteFlashcardInput,
    DeleteFlashcardPayload,
    EditFlashcardInput,
    EditFlashcardPayload,
    Flashcard,
    FlashcardConnection,
    ResumeFlashcardPayload,
    SuspendFlashcardInput,
    SuspendFlashcardPayload,
)

Parents = list[dict[str, Any]]


@app.resolver(type_name="Query", field_name="flashcard")
def flashcard(id: Annotated[ID, Field(description="The ID of the flashcard.")]) -> Flashcard | None:
    """Your flashcard with an ID. Null if you have none with it."""
    return service.get_owned(viewer(), id)


@app.batch_resolver(type_name="Deck", field_name="flashcards")
def flashcards(decks: Parents, first: First = 20, after: After = None) -> list[FlashcardConnection | None]:
    """The flashcards of the deck, newest first."""
    return [service.flashcards_in(viewer(), each["id"], first, after) for each in decks]


@app.resolver(type_name="Mutation", field_name="createFlashcard", counts=(rates.WRITES,))
def create_flashcard(input: CreateFlashcardInput) -> CreateFlashcardPayload | None:
    """Write a flashcard into your deck. It is due at once."""
    return CreateFlashcardPayload(flashcard=service.create_flashcard(viewer(), input))


@app.resolver(type_name="Mutation", field_name="editFlashcard", counts=(rates.WRITES,))
def edit_flashcard(input: EditFlashcardInput) -> EditFlashcardPayload | None:
    """Change the sides of your flashcard. Its reviews and the time when it is due stay as they are."""
    return EditFlashcardPayload(flashcard=service.edit_flashcard(viewer(), input))


@app.resolver(type_name="Mutation", field_name="suspendFlashcard", counts=(rates.WRITES,))
def suspend_flashcard(input: SuspendFlashcardInput) -> SuspendFlashcardPayload | None:
    """Put your flashcard aside: it does not come up until you resume it."""
    return SuspendFlashcardPayload(flashcard=service.suspend_flashcard(viewer(), input))


@app.resolver(type_name="Mutation", field_name="resumeFlashcard", counts=(rates.WRITES,))
def resume_flashcard(input: SuspendFlashcardInput) -> ResumeFlashcardPayload | None:
    """Let your suspended flashcard come up again when it is due."""
    return ResumeFlashcardPayload(flashcard=service.resume_flashcard(viewer(), input))


@app.resolver(type_name="Mutation", field_name="deleteFlashcard", counts=(rates.WRITES,))
def delete_flashcard(input: DeleteFlashcardInput) -> DeleteFlashcardPayload | None:
    """Delete your flashcard with its reviews. This cannot be undone."""
    service.delete_flashcard(viewer(), input.id)
    return DeleteFlashcardPayload(deleted_id=input.id)
