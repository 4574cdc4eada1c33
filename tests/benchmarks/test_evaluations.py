"""What an evaluation costs: requests beside the least, and the worker's own time beside that of the analysers."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest

from resolvers.core import table
from resolvers.learning.evaluations import pipeline
from resolvers.learning.writing.reading import read_text
from tests.acts import draft
from tests.benchmarks import essays
from tests.benchmarks.test_request_counts import count_requests
from tests.people import Person
from tests.resolvers.learning import writing_queue as place
from tests.resolvers.learning.writing_queue import WritingQueue

SENTENCES: Final = Path("tests/resolvers/learning/writing/sentences/good.txt")
WORDS: Final = 3_000
MOST_OF_BARE: Final = 1.15
# The evaluation; its claim; the text; that it was read; the findings with the end.
LEAST_REQUESTS: Final = 5
MOST_PROGRESS: Final = 4  # writes that say how far a long text is


class Stopwatch:
    """The processor's seconds of what runs, which other processes change little; those of the table are kept apart."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._table_asked = 0.0
        self._table_seconds = 0.0
        events = table.client().meta.events
        events.register("before-call.dynamodb", self._begin_request)
        events.register("after-call.dynamodb", self._end_request)

    def measure(self, act: Callable[..., Any], *arguments: Any) -> Any:
        """Return what `act` returns, and note how long it took without the table in memory."""
        started, of_table = time.process_time(), self._table_seconds
        answer = act(*arguments)
        self.seconds = time.process_time() - started - (self._table_seconds - of_table)
        return answer

    def _begin_request(self, **_: Any) -> None:
        self._table_asked = time.process_time()

    def _end_request(self, **_: Any) -> None:
        self._table_seconds += time.process_time() - self._table_asked


@pytest.fixture
def writing_queue(the_table: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[WritingQueue]:
    yield from place.serve_queue(monkeypatch)


@pytest.fixture(scope="module")
def text() -> str:
    """So many words of good sentences; the dictionaries are loaded."""
    lines = [line for line in SENTENCES.read_text().splitlines() if line and not line.startswith("#")]
    words = " ".join(lines).split()
    read_text(lines[0], [])
    return " ".join((words * (WORDS // len(words) + 1))[:WORDS])


def test_the_worker_takes_little_more_than_what_reads_the_text(
    ada: Person, writing_queue: WritingQueue, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At most 1.15 times the bare analysers, both in one run, so that a busy machine slows them alike."""
    bare, whole = Stopwatch(), Stopwatch()
    essays.request_evaluation(ada, draft(ada)["id"], text)
    records = writing_queue.receive()
    monkeypatch.setattr(pipeline, "read_text", partial(bare.measure, read_text))

    failed = whole.measure(writing_queue.work, *records)

    assert failed == []
    print(f"analysers {bare.seconds * 1000:.0f} ms, worker {whole.seconds * 1000:.0f} ms")  # noqa: T201
    assert bare.seconds < whole.seconds <= MOST_OF_BARE * bare.seconds


def test_an_evaluation_asks_the_table_little(ada: Person, writing_queue: WritingQueue, text: str) -> None:
    """Whatever the length of the text, besides telling how far it is. No model is asked, so it costs no token."""
    used = []
    for each in ("The dogs is sleeping.", text):
        essays.request_evaluation(ada, draft(ada)["id"], each)
        with count_requests() as requests:
            writing_queue.work()
        used.append(requests.total())

    print(f"{used[0]} requests for a sentence, {used[1]} for {WORDS} words, least {LEAST_REQUESTS}")  # noqa: T201
    assert used[0] <= LEAST_REQUESTS
    assert used[1] <= LEAST_REQUESTS + MOST_PROGRESS
