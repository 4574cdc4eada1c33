"""What the contract promises of reviews."""

import strawberry

# imported for their side effect: they register the types that reviews are added to
import resolvers.learning.flashcards.schema
import resolvers.learning.learners.schema  # noqa: F401
from resolvers.core.directives import SIGNED_IN, enums, field, inputs, nested_field, outputs
from resolvers.learning.flashcards.model import Flashcard
from resolvers.learning.learners.model import Learner
from resolvers.learning.reviews import handler, model

enums(model.ReviewRating)
outputs(model.ReviewChoice, model.ReviewFlashcardPayload, model.UndoReviewPayload, directives=SIGNED_IN)
inputs(model.ReviewFlashcardInput, model.UndoReviewInput)

nested_field(Learner, handler.due_today)
nested_field(Flashcard, handler.choices)


@strawberry.type
class Query:
    due_flashcards = field(handler.due_flashcards)


@strawberry.type
class Mutation:
    review_flashcard = field(handler.review_flashcard)
    undo_review = field(handler.undo_review)
