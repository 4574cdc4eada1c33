"""What the contract promises of suggestions."""

import strawberry

import resolvers.learning.flashcards.schema  # noqa: F401  imported for its side effect: it registers flashcards
from resolvers.core.directives import SIGNED_IN, field, inputs, nested_field, outputs
from resolvers.learning.decks.model import Deck
from resolvers.learning.suggestions import handler, model

outputs(model.SuggestFlashcardsPayload, model.KeepFlashcardsPayload, directives=SIGNED_IN)
inputs(model.SuggestFlashcardsInput, model.KeepFlashcardsInput)

nested_field(Deck, handler.suggestions)


@strawberry.type
class Mutation:
    suggest_flashcards = field(handler.suggest_flashcards)
    keep_flashcards = field(handler.keep_flashcards)
