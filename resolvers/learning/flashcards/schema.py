"""What the contract promises of flashcards."""

import strawberry

import resolvers.learning.decks.schema  # noqa: F401  imported for its side effect: it registers decks
from resolvers.core.directives import SIGNED_IN, enums, field, inputs, nested_field, outputs
from resolvers.learning.decks.model import Deck
from resolvers.learning.flashcards import handler, model

enums(model.FlashcardOrigin, model.FlashcardState, model.MemoryPhase)
outputs(
    model.Memory,
    model.FlashcardSource,
    model.Flashcard,
    model.FlashcardConnection,
    model.CreateFlashcardPayload,
    model.EditFlashcardPayload,
    model.SuspendFlashcardPayload,
    model.ResumeFlashcardPayload,
    model.DeleteFlashcardPayload,
    directives=SIGNED_IN,
)
inputs(model.CreateFlashcardInput, model.EditFlashcardInput, model.SuspendFlashcardInput, model.DeleteFlashcardInput)

nested_field(Deck, handler.flashcards)


@strawberry.type
class Query:
    flashcard = field(handler.flashcard)


@strawberry.type
class Mutation:
    create_flashcard = field(handler.create_flashcard)
    edit_flashcard = field(handler.edit_flashcard)
    suspend_flashcard = field(handler.suspend_flashcard)
    resume_flashcard = field(handler.resume_flashcard)
    delete_flashcard = field(handler.delete_flashcard)
