"""What learners do in tests, in one word each."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from resolvers.core.model import now
from resolvers.learning.flashcards import repository
from resolvers.learning.flashcards.model import Flashcard, Memory
from tests.people import Person


class Desk:
    """Somebody's desk: their deck, and flashcards on it."""

    def __init__(self, person: Person, title: str = "Walls of Hoi An") -> None:
        self.person = person
        self.deck: dict[str, Any] = person.does("createDeck", title=title)["deck"]

    def writes(self, front: str = "What are the walls made of?", back: str = "Brick") -> dict[str, Any]:
        """Write a flashcard."""
        made = self.person.does("createFlashcard", deckId=self.deck["id"], front=front, back=back)
        flashcard: dict[str, Any] = made["flashcard"]
        return flashcard

    def wrote(self, days_ago: float, **memory: Any) -> dict[str, Any]:
        """Write a flashcard some days ago, remembered like this."""
        at = now() - timedelta(days=days_ago)
        made = self.writes()
        before = repository.get(made["id"])
        assert before
        repository.remove(before)
        after = before.model_copy(
            update={"created_at": at, "updated_at": at, "memory": Memory(**({"due_at": at} | memory))}
        )
        repository.add(after, [])
        return self.reads(made)

    def suggests(self, post: dict[str, Any]) -> list[dict[str, Any]]:
        """Have flashcards suggested from an article."""
        payload = self.person.does("suggestFlashcards", subjectId=post["id"], deckId=self.deck["id"])
        assert payload["errors"] == []
        return list(payload["flashcards"])

    def reads(self, flashcard: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = self.person.query("flashcard", id=flashcard["id"])
        return found

    def reviews(
        self,
        flashcard: dict[str, Any],
        rating: str = "GOOD",
        review_id: str = "",
        at: datetime | None = None,
        **more: Any,
    ) -> dict[str, Any]:
        """Review a flashcard as it was read, and return the payload."""
        version = flashcard["version"]
        sent = {
            "flashcardId": flashcard["id"],
            "reviewId": review_id or f"review-of-{version}",
            "rating": rating,
            "expectedVersion": version,
        }
        payload: dict[str, Any] = self.person.does(
            "reviewFlashcard", **sent, **({"reviewedAt": at.isoformat()} if at else {}), **more
        )
        return payload

    def due(self, **arguments: Any) -> list[str]:
        """Return the ids of what is due."""
        return [each["node"]["id"] for each in self.person.query("dueFlashcards", **arguments)["edges"]]

    def learning(self, field: str, **arguments: Any) -> Any:
        return self.person.asks_each("Learner", field, [{}], **arguments)[0]

    def read_flashcard(self, flashcard: dict[str, Any]) -> Flashcard:
        found = repository.get(flashcard["id"])
        assert found
        return found


@pytest.fixture
def desk(ada: Person) -> Desk:
    return Desk(ada)
