"""What the contract promises of exports."""

import strawberry

import resolvers.learning.decks.schema  # noqa: F401  imported for its side effect: it registers decks
from resolvers.core.directives import SIGNED_IN, field, inputs, outputs
from resolvers.learning.exports import handler, model

outputs(model.DeckExport, model.ExportDeckPayload, directives=SIGNED_IN)
inputs(model.ExportDeckInput)


@strawberry.type
class Mutation:
    export_deck = field(handler.export_deck)
