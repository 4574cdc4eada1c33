"""Estimates by a language model: paid once, by the first provider that answers, and never held against findings."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from resolvers.core import table
from resolvers.core.settings import settings
from resolvers.learning import keys
from resolvers.learning.estimates import bedrock, gemini, repository, service
from resolvers.learning.evaluations import repository as evaluations
from tests.fakes.judges import BEDROCK_MODEL, GEMINI_MODEL, KEY, Judges, band
from tests.people import Person
from tests.resolvers.learning.estimates.conftest import Author, steps

DOLLAR = 1_000_000


def test_a_text_gets_a_band_for_each_criterion_from_a_model_that_is_named(author: Author, judges: Judges) -> None:
    """Beside its findings; with the version of the instructions."""
    done = author.gets()

    estimate = author.estimate(done)
    assert estimate
    assert (done["state"], steps(done)["JUDGED"], done["failure"]) == ("DONE", "DONE", None)
    assert author.bands(done) == dict.fromkeys(("CONTENT", "ORGANISATION", "VOCABULARY", "GRAMMAR"), 5.5)
    assert (estimate["model"], estimate["promptVersion"]) == (BEDROCK_MODEL, 1)
    assert [each["quote"] for each in author.findings(done)] == ["depends of", "is"]


def test_the_same_text_is_paid_once(author: Author, judges: Judges) -> None:
    """Asked twice, with other known words (another evaluation), and after a model's name changed back."""
    first = author.gets()
    author.person.does("updateLearner", expectedVersion=0, dictionary=["zzkrap"])
    again = author.gets()

    assert again["id"] != first["id"]
    assert author.estimate(again) == author.estimate(first)
    assert author.findings(again) == author.findings(first)
    assert len(judges.calls) == 1


def test_a_message_that_comes_twice_pays_one_call(author: Author, judges: Judges) -> None:
    asked = author.asks()
    (record,) = author.queue.receive()
    author.queue.work(record)
    done, estimate = author.reads(asked), author.estimate(asked)

    author.queue.work(record)

    assert (author.reads(asked), author.estimate(asked)) == (done, estimate)
    assert len(judges.calls) == 1


def test_two_workers_at_once_pay_one_call(author: Author, judges: Judges, grace: Person) -> None:
    """The same text under two evaluations: one asks, the other's message waits until the answer is there."""
    author.asks()
    author.person.does("updateLearner", expectedVersion=0, dictionary=["zzkrap"])
    second = author.asks()
    records = sorted(author.queue.receive(), key=lambda each: second["id"] in each["body"])
    judges.gate.clear()
    with ThreadPoolExecutor(1) as other:
        first_ends = other.submit(author.queue.work, records[0])
        assert judges.arrived.wait(60)
        failed = author.queue.work(records[1])
        judges.gate.set()
        assert first_ends.result(60) == []

    assert failed == [records[1]["messageId"]]
    assert steps(author.reads(second))["READ"] == "DONE"
    assert author.queue.work(records[1]) == []
    assert author.estimate(second)
    assert len(judges.calls) == 1


def test_a_worker_that_died_after_its_call_pays_once_more(
    author: Author, judges: Judges, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once its claim is over; and once more only."""
    asked = author.asks()
    (record,) = author.queue.receive()
    with monkeypatch.context() as patch:
        patch.setattr(repository, "keep_answer", _die)
        with pytest.raises(KeyboardInterrupt):
            author.queue.work(record)
    _let_claims_end(asked)

    assert author.queue.work(record) == []
    author.queue.work(record)

    assert author.estimate(asked)
    assert len(judges.calls) == 2


@pytest.mark.parametrize("fault", [429, 503, "timeout", "half", "max_tokens"])
def test_where_the_first_fails_the_second_answers_within_the_same_run(
    author: Author, judges: Judges, monkeypatch: pytest.MonkeyPatch, fault: Any
) -> None:
    monkeypatch.setattr(bedrock, "SECONDS", 0.2)
    author.allows_gemini()
    judges.faults["bedrock"] = fault

    done = author.gets()

    estimate = author.estimate(done)
    assert estimate
    assert estimate["model"] == GEMINI_MODEL
    assert (judges.count_calls("bedrock"), judges.count_calls("gemini")) == (1, 1)


@pytest.mark.parametrize("fault", [403, 429, "timeout", "half", "blocked"])
def test_without_any_answer_findings_are_there_and_the_step_can_be_retried(
    author: Author, judges: Judges, monkeypatch: pytest.MonkeyPatch, fault: Any
) -> None:
    """No number takes the estimate's place; retrying asks again, and leaves the findings alone."""
    monkeypatch.setattr(gemini, "SECONDS", 0.2)
    author.allows_gemini()
    judges.faults |= {"bedrock": 503, "gemini": fault}

    done = author.gets()

    assert (done["state"], steps(done)["JUDGED"], steps(done)["READ"]) == ("DONE", "FAILED", "DONE")
    assert (done["failure"]["step"], done["failure"]["reason"]) == ("JUDGED", "AI_UNAVAILABLE")
    assert author.estimate(done) is None
    found = author.findings(done)
    assert len(found) == 2

    judges.faults.clear()
    again = author.person.does("retryEvaluation", id=done["id"])["evaluation"]
    author.queue.work()

    assert (again["state"], again["failure"]) == ("RUNNING", None)
    done = author.reads(done)
    assert (done["state"], done["failure"], steps(done)["JUDGED"]) == ("DONE", None, "DONE")
    assert author.estimate(done)
    assert author.findings(done) == found


def test_gemini_is_asked_only_for_who_allows_it(author: Author, judges: Judges) -> None:
    judges.faults["bedrock"] = 503

    assert author.estimate(author.gets()) is None
    assert judges.count_calls("gemini") == 0


def test_the_order_is_a_setting(author: Author, judges: Judges, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUDGE_ORDER", "gemini,bedrock")
    settings.cache_clear()
    author.allows_gemini()

    estimate = author.estimate(author.gets())

    assert estimate
    assert estimate["model"] == GEMINI_MODEL
    assert judges.count_calls("bedrock") == 0
    assert judges.calls[0].headers["x-goog-api-key"] == KEY
    assert KEY not in judges.calls[0].path


def test_a_provider_without_a_key_or_a_model_is_left_out(
    author: Author, judges: Judges, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without any, the evaluation says so, and retrying would not help."""
    for name in ("GEMINI_SECRET_ARN", "BEDROCK_JUDGE"):
        monkeypatch.setenv(name, "")
    settings.cache_clear()

    done = author.gets()

    assert (done["failure"]["reason"], done["failure"]["retryable"]) == ("AI_UNAVAILABLE", False)
    assert author.person.does("retryEvaluation", id=done["id"])["errors"][0]["code"] == "INVALID_INPUT"
    assert judges.calls == []


def test_a_short_text_gets_no_estimate(author: Author, judges: Judges) -> None:
    """Nor does one in another language; neither is sent anywhere."""
    for text in ("The dogs is sleeping.", "Chúng tôi đi dọc bến cảng cũ vào buổi sáng sớm và uống cà phê. " * 8):
        done = author.gets(text)
        assert (done["failure"]["reason"], done["failure"]["retryable"]) == ("TOO_SHORT", False)
        assert author.estimate(done) is None

    assert judges.calls == []


def test_only_its_owner_sees_an_estimate(author: Author, judges: Judges, grace: Person) -> None:
    done = author.gets()

    assert grace.query("evaluation", id=done["id"]) is None


def test_a_band_far_from_the_measures_is_unsure(author: Author, judges: Judges) -> None:
    """More than three bands."""
    judges.answer = {"bands": dict.fromkeys(("content", "organisation", "vocabulary"), band(5)) | {"grammar": band(0)}}

    estimate = author.estimate(author.gets())

    assert estimate
    assert [each["isUnsure"] for each in estimate["bands"]] == [False, False, False, True]


def test_a_model_that_gives_no_bands_gives_no_estimate(author: Author, judges: Judges) -> None:
    """It answered, so the step is done, and is not paid again."""
    judges.answer = {"bands": None}

    done = author.gets()

    assert (done["state"], steps(done)["JUDGED"], done["failure"]) == ("DONE", "DONE", None)
    assert author.estimate(done) is None


def _die(*_: object) -> None:
    raise KeyboardInterrupt


def _let_claims_end(asked: dict[str, Any]) -> None:
    """Let the time of every claim be over."""
    evaluation = evaluations.get(asked["id"])
    assert evaluation
    candidate = service._read_candidate("bedrock", bedrock.Bedrock(), settings().bedrock_judge)
    assert candidate
    judgement = keys.judgement(
        evaluation.owner_id, service._hash_question(evaluations.get_draft(evaluation.id).text, candidate)
    )
    table.write(table.Update(keys.evaluation(evaluation.id), put={"claimedUntil": 0}))
    table.write(table.Update(judgement, put={"claimedUntil": 0}))
