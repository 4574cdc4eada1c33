"""Evaluations: the viewer's own texts, read once by a worker, with findings, measures and a visible quota."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from resolvers.core import rates as counters
from resolvers.learning.evaluations import pipeline
from resolvers.learning.evaluations import repository as evaluations
from resolvers.learning.writing.model import Report
from tests.acts import draft, publish_post
from tests.memory import one_request_at_a_time
from tests.people import Person
from tests.resolvers.learning import writing_queue as place
from tests.resolvers.learning.writing_queue import WritingQueue

TEXT = "The dogs is sleeping under the bridge, and a beautifull boat waits."


@pytest.fixture(autouse=True)
def writing_queue(the_table: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[WritingQueue]:
    yield from place.serve_queue(monkeypatch)


def _evaluates(person: Person, post: dict[str, Any], text: str = TEXT) -> dict[str, Any]:
    payload = person.does("evaluateWriting", subjectId=post["id"], text=text)
    assert payload["errors"] == []
    evaluation: dict[str, Any] = payload["evaluation"]
    return evaluation


def _asks(person: Person, post: dict[str, Any], text: str) -> dict[str, Any]:
    payload: dict[str, Any] = person.does("evaluateWriting", subjectId=post["id"], text=text)
    return payload


def _reads(person: Person, evaluation: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = person.query("evaluation", id=evaluation["id"])
    return found


def _findings(person: Person, evaluation: dict[str, Any]) -> list[dict[str, Any]]:
    (found,) = person.asks_each("Evaluation", "findings", [evaluation])
    return list(found)


def _quota(person: Person) -> dict[str, Any]:
    (found,) = person.asks_each("Learner", "writingQuota", [{}])
    return dict(found)


def _codes(payload: dict[str, Any]) -> list[str]:
    return [error["code"] for error in payload["errors"]]


def test_a_text_is_read_step_by_step_and_what_is_found_has_its_place(ada: Person, writing_queue: WritingQueue) -> None:
    asked = _evaluates(ada, draft(ada))

    failed = writing_queue.work()

    done = _reads(ada, asked)
    assert failed == []
    assert asked["state"] == "WAITING"
    assert done["state"] == "DONE"
    assert [(each["name"], each["status"]) for each in done["steps"]] == [
        ("QUEUED", "DONE"),
        ("READ", "DONE"),
        ("JUDGED", "FAILED"),
        ("DONE", "DONE"),
    ]
    assert [(each["quote"], TEXT[each["start"] : each["end"]]) for each in _findings(ada, done)] == [
        ("is", "is"),
        ("beautifull", "beautifull"),
    ]
    assert {each["name"]: each["value"] for each in done["measures"]}["WORDS"] == 12


def test_the_same_text_is_read_once_and_counts_once(ada: Person, writing_queue: WritingQueue) -> None:
    """Asked twice, delivered twice, by whichever worker: one result, and one of the day's quota."""
    post = draft(ada)
    before = _quota(ada)["remaining"]
    first = _evaluates(ada, post)
    writing_queue.work()

    again = _evaluates(ada, post)
    other = _evaluates(ada, post, "Another text.")

    assert again["id"] == first["id"] != other["id"]
    assert again["state"] == "DONE"
    assert _quota(ada)["remaining"] == before - 2


def test_a_message_that_comes_twice_changes_nothing(ada: Person, writing_queue: WritingQueue) -> None:
    asked = _evaluates(ada, draft(ada))
    (record,) = writing_queue.receive()
    writing_queue.work(record)
    done = _reads(ada, asked)

    assert writing_queue.work(record) == []
    assert _reads(ada, asked) == done


def test_only_its_owner_sees_it_and_only_own_articles_are_read(
    ada: Person, grace: Person, guest: Person, writing_queue: WritingQueue
) -> None:
    post = publish_post(ada)
    asked = _evaluates(ada, post)
    writing_queue.work()

    assert _codes(grace.does("evaluateWriting", subjectId=post["id"], text=TEXT)) == ["FORBIDDEN"]
    assert _codes(grace.does("evaluateWriting", subjectId=draft(ada)["id"], text=TEXT)) == ["NOT_FOUND"]
    assert _codes(grace.does("retryEvaluation", id=asked["id"])) == ["NOT_FOUND"]
    assert grace.query("evaluation", id=asked["id"]) is None
    assert grace.query("evaluations", subjectId=post["id"])["edges"] == []


def test_places_and_the_authors_own_words_are_not_misspelt(ada: Person, writing_queue: WritingQueue) -> None:
    post = draft(ada)
    ada.does("addPin", subjectId=post["id"], position={"latitude": 20, "longitude": 105}, placeName="beautifull")
    asked = _evaluates(ada, post)
    writing_queue.work()

    assert [each["quote"] for each in _findings(ada, asked)] == ["is"]

    ada.does("updateLearner", expectedVersion=0, dictionary=["zzkrap", "wonderfull"])
    later = _evaluates(ada, post, "It was a wonderfull day.")
    writing_queue.work()

    assert _findings(ada, later) == []


def test_evaluations_of_an_article_are_listed_newest_first(ada: Person, writing_queue: WritingQueue) -> None:
    post = draft(ada)
    made = [_evaluates(ada, post, f"This is version {count} of it.")["id"] for count in range(3)]
    _evaluates(ada, draft(ada), "Of another article.")

    first = ada.query("evaluations", subjectId=post["id"], first=2)
    rest = ada.query("evaluations", subjectId=post["id"], first=2, after=first["pageInfo"]["endCursor"])

    assert [each["node"]["id"] for page in (first, rest) for each in page["edges"]] == made[::-1]


def test_what_breaks_off_is_tried_again_and_then_by_its_owner(
    ada: Person, writing_queue: WritingQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each delivery tries again; after the last one the owner sees why and may retry."""

    def break_off(*_: object) -> Report:
        raise OSError("out of memory")

    asked = _evaluates(ada, draft(ada))
    (record,) = writing_queue.receive()
    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "read_text", break_off)
        assert writing_queue.work(record) == [record["messageId"]]
        assert _reads(ada, asked)["state"] == "RUNNING"
        last = record | {"attributes": record["attributes"] | {"ApproximateReceiveCount": "3"}}
        assert writing_queue.work(last) == []
    failed = _reads(ada, asked)

    assert (failed["state"], failed["failure"]["reason"], failed["failure"]["retryable"]) == (
        "FAILED",
        "INTERNAL",
        True,
    )
    assert ada.does("retryEvaluation", id=asked["id"])["evaluation"]["failure"] is None

    writing_queue.work()

    assert _reads(ada, asked)["state"] == "DONE"
    assert _codes(ada.does("retryEvaluation", id=asked["id"])) == ["INVALID_INPUT"]


def test_the_days_quota_is_seen_before_it_is_used_up(ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counters, "_scale", lambda *_, **__: 2)
    post = draft(ada)
    seen = _quota(ada)
    _evaluates(ada, post, "One text.")

    left = _quota(ada)

    assert (seen["limit"] - seen["remaining"], left["remaining"], left["resetsAt"]) == (0, 1, seen["resetsAt"])


def test_a_hundred_requests_at_once_never_exceed_the_quota(
    ada: Person, real_limits: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each one that is taken counts, and every other one says when to come back."""
    post = draft(ada)
    left = _quota(ada)["remaining"]

    with one_request_at_a_time(monkeypatch), ThreadPoolExecutor(20) as people:
        payloads = [*people.map(lambda count: _asks(ada, post, f"Text number {count}."), range(100))]

    codes = [code for payload in payloads for code in _codes(payload)]
    assert sum(payload["evaluation"] is not None for payload in payloads) == left
    assert codes == ["RATE_LIMITED"] * (100 - left)
    assert _quota(ada)["remaining"] == 0


def test_a_text_is_in_no_log(ada: Person, writing_queue: WritingQueue, capsys: pytest.CaptureFixture[str]) -> None:
    asked = _evaluates(ada, draft(ada), "My secret is beautifull.")
    writing_queue.work()

    assert "secret" not in capsys.readouterr().out
    assert "secret" not in str(evaluations.get(asked["id"]))


@pytest.mark.parametrize("text", ["", "   ", "x" * 50_001])
def test_texts_have_a_length(ada: Person, text: str) -> None:
    assert _codes(ada.does("evaluateWriting", subjectId=draft(ada)["id"], text=text)) == ["INVALID_INPUT"]
