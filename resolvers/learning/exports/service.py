"""Exports a deck: its flashcards as a file in the bucket, which its owner downloads for a while."""

from datetime import timedelta
from typing import Final

from resolvers.core import ids, storage
from resolvers.core.identity import Caller
from resolvers.core.model import now
from resolvers.learning.decks import repository as deck_rows
from resolvers.learning.decks import service as decks
from resolvers.learning.exports import anki
from resolvers.learning.exports.model import DeckExport, ExportDeckInput
from resolvers.learning.flashcards import repository as flashcards
from resolvers.platform.uploads import bucket

# The bucket removes what is here after a day (infra/stacks/foundation.yaml).
_FOLDER: Final = "exports"


def export_deck(viewer: Caller, input: ExportDeckInput) -> DeckExport:
    """Write the viewer's own deck as a file, or raise `NotFound`.

    Suggestions that nobody decided on are left out, and so is what asks about a photo: the file has none.
    """
    deck = decks.get_owned(viewer, input.deck_id, "deckId")
    at = now()
    deck_rows.mark_exported(deck, at)
    kept = [each for each in flashcards.list_all(deck.id) if not each.photo_id]
    key = f"{_FOLDER}/{viewer.id}/{ids.new('export')}.apkg"
    bucket.put(key, anki.write_package(deck, kept, at), "application/octet-stream")
    url = storage.read_url(key, file_name=f"{deck.title}.apkg")
    return DeckExport(url=url, expires_at=at + timedelta(seconds=storage.READ_SECONDS), flashcard_count=len(kept))
