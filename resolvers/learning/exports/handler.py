"""GraphQL field of exports; everybody exports only their own decks."""

from resolvers import rates
from resolvers.core.identity import viewer
from resolvers.learning.app import app
from resolvers.learning.exports import service
from resolvers.learning.exports.model import ExportDeckInput, ExportDeckPayload


@app.resolver(type_name="Mutation", field_name="exportDeck", counts=(rates.WRITES, rates.EXPORTS))
def export_deck(input: ExportDeckInput) -> ExportDeckPayload | None:
    """Export your deck for Anki: both sides of its flashcards, and the sentences they were made from.

    What you remember of them, and whether they are suspended, is not in the file.
    """
    return ExportDeckPayload(export=service.export_deck(viewer(), input))
