"""What the contract promises of decks."""

import strawberry

import resolvers.platform.users.schema  # noqa: F401  imported for its side effect: it registers the viewer
from resolvers.core.directives import SIGNED_IN, field, inputs, nested_field, outputs
from resolvers.learning.decks import handler, model
from resolvers.platform.users.model import Viewer

outputs(
    model.Deck,
    model.DeckConnection,
    model.CreateDeckPayload,
    model.UpdateDeckPayload,
    model.DeleteDeckPayload,
    directives=SIGNED_IN,
)
inputs(model.CreateDeckInput, model.UpdateDeckInput, model.DeleteDeckInput)

nested_field(Viewer, handler.decks)


@strawberry.type
class Query:
    deck = field(handler.deck)


@strawberry.type
class Mutation:
    create_deck = field(handler.create_deck)
    update_deck = field(handler.update_deck)
    delete_deck = field(handler.delete_deck)
