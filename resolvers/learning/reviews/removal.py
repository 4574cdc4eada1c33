"""Removes the reviews of a flashcard that is gone."""

from resolvers.learning.reviews import repository
from resolvers.platform.event_log.change import Change
from resolvers.platform.event_log.declarations import cleanup


@cleanup(on="Flashcard")
def remove_reviews(change: Change) -> None:
    """Remove what a deleted flashcard leaves behind."""
    if change.is_gone:
        repository.remove_of(change.item["id"])
