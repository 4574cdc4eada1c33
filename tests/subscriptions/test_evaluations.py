"""Events of evaluations: the steps, for the person who asked, without a word of the text."""

from collections.abc import Iterator

import pytest

from tests.acts import draft
from tests.people import Person, Refused
from tests.resolvers.learning import writing_queue as place
from tests.resolvers.learning.writing_queue import WritingQueue
from tests.stream import TableStream, scan


@pytest.fixture(autouse=True)
def writing_queue(the_table: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[WritingQueue]:
    yield from place.serve_queue(monkeypatch)


def test_its_owner_catches_up_with_each_step(ada: Person, writing_queue: WritingQueue, stream: TableStream) -> None:
    """From the position in the log just before the list was read."""
    post = draft(ada)
    ada.selecting = ["eventsCursor"]
    cursor = ada.query("evaluations", subjectId=post["id"])["eventsCursor"]
    ada.selecting = []
    evaluation = ada.does("evaluateWriting", subjectId=post["id"], text="My secret is beautifull.")["evaluation"]
    stream.settle()
    writing_queue.work()
    stream.settle()

    events = [each["node"] for each in ada.query("eventsSince", cursor=cursor)["edges"]]

    assert {each["evaluationId"] for each in events} == {evaluation["id"]}
    assert [(each["evaluationStep"], each["status"], each["evaluationState"]) for each in events] == [
        ("QUEUED", "DONE", "DONE"),
        ("READ", "DONE", "DONE"),
        ("JUDGED", "FAILED", "DONE"),  # too short a text for an estimate
        ("DONE", "DONE", "DONE"),
    ]
    assert "secret" not in str([item for key, item in scan().items() if key.startswith("EVENTS#evaluations")])


def test_only_its_owner_listens(ada: Person, grace: Person, guest: Person) -> None:
    scope = ada.asks("Subscription", "onEvaluation", userId=ada.id)

    assert scope["filter"]["filterGroup"] == [{"filters": [{"fieldName": "userId", "operator": "eq", "value": ada.id}]}]
    for person in (grace, guest):
        with pytest.raises(Refused):
            person.asks("Subscription", "onEvaluation", userId=ada.id)
