"""Two judges, a queue of texts, and an author who has them read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.acts import draft
from tests.fakes.judges import Judges, serving_judges
from tests.people import Person
from tests.resolvers.learning import writing_queue as place
from tests.resolvers.learning.writing_queue import WritingQueue

TEXT = """\
The old harbour lies behind the market, and fishing boats leave it before sunrise. We walked along the quay while \
the men mended their nets. Later a woman sold us coffee from a small cart, and she told us about the storm that broke \
the lighthouse in 1962. Nobody has repaired it since. From the hill above the town you can still see its broken lamp. \
He depends of the weather. The dogs is sleeping under the boats.
"""


@dataclass
class Author:
    """Somebody whose texts are read."""

    person: Person
    queue: WritingQueue
    post: dict[str, Any]

    def asks(self, text: str = TEXT) -> dict[str, Any]:
        payload = self.person.does("evaluateWriting", subjectId=self.post["id"], text=text)
        assert payload["errors"] == []
        evaluation: dict[str, Any] = payload["evaluation"]
        return evaluation

    def gets(self, text: str = TEXT) -> dict[str, Any]:
        """Have a text read to the end."""
        asked = self.asks(text)
        self.queue.work()
        return self.reads(asked)

    def reads(self, evaluation: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = self.person.query("evaluation", id=evaluation["id"])
        return found

    def findings(self, evaluation: dict[str, Any]) -> list[dict[str, Any]]:
        (found,) = self.person.asks_each("Evaluation", "findings", [evaluation])
        return list(found)

    def estimate(self, evaluation: dict[str, Any]) -> dict[str, Any] | None:
        (found,) = self.person.asks_each("Evaluation", "estimate", [evaluation])
        return dict(found) if found else None

    def bands(self, evaluation: dict[str, Any]) -> dict[str, float]:
        estimate = self.estimate(evaluation)
        assert estimate
        return {each["criterion"]: each["band"] for each in estimate["bands"]}

    def allows_gemini(self) -> None:
        self.person.does("updateLearner", expectedVersion=0, allowsGemini=True)


@pytest.fixture
def writing_queue(the_table: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[WritingQueue]:
    yield from place.serve_queue(monkeypatch)


@pytest.fixture
def judges(writing_queue: WritingQueue, monkeypatch: pytest.MonkeyPatch) -> Iterator[Judges]:
    with serving_judges(monkeypatch) as served:
        yield served


@pytest.fixture
def author(ada: Person, writing_queue: WritingQueue, judges: Judges) -> Author:
    return Author(ada, writing_queue, draft(ada))


def steps(evaluation: dict[str, Any]) -> dict[str, str]:
    return {each["name"]: each["status"] for each in evaluation["steps"]}
