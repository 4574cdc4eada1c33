"""Removes the flashcards of a deleted deck, some at a time, and the deck itself last.

Each round ends by touching the deck, whose stream record starts the next one, as for subjects in
resolvers/platform/event_log/removal.py.
"""

from resolvers.learning.decks import repository as decks
from resolvers.learning.flashcards import repository
from resolvers.platform.event_log.change import Change
from resolvers.platform.event_log.declarations import cleanup


@cleanup(on="Deck")
def remove_deleted_deck(change: Change) -> None:
    """Remove a deck that was found empty twice: the index that lists its flashcards may be a moment late."""
    deck = change.new
    if not deck or not deck["deleting"]:
        return
    is_empty = repository.remove_some(deck["id"])
    if is_empty and deck.get("emptied"):
        decks.remove(deck["id"])
    else:
        decks.touch(deck["id"], emptied=is_empty)
