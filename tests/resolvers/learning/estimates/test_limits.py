"""What estimates may cost: the circuit of each provider, and the budget of a day."""

import json
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from itertools import islice

import pytest

from resolvers.core import table
from resolvers.core.keys import Key
from resolvers.core.model import now
from resolvers.core.settings import settings
from resolvers.learning import keys
from resolvers.learning.estimates import bedrock, circuits, repository, service
from resolvers.learning.estimates.circuits import FAILURES, REST_SECONDS
from resolvers.learning.estimates.prompt import MOST_OUTPUT_TOKENS, write_prompt
from resolvers.learning.writing.model import Measure, MeasureName
from resolvers.platform.jobs.service import StepFailed
from tests.fakes.judges import Judges
from tests.memory import one_request_at_a_time
from tests.resolvers.learning.estimates.conftest import TEXT, Author

DOLLAR = 1_000_000


def test_an_outage_opens_the_circuit_and_one_worker_tries_again(
    author: Author, judges: Judges, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After five failures the next 20 texts ask nobody; once it has rested, one does, of however many."""
    judges.faults["bedrock"] = 503
    for count in range(FAILURES):
        _estimate(f"{TEXT}\nThis is text number {count}.", author)
    assert len(judges.calls) == FAILURES
    for count in range(20):
        reason = _estimate(f"{TEXT}\nThis is another text with number {count}.", author)
        assert reason == "AI_UNAVAILABLE"
    assert len(judges.calls) == FAILURES

    _rest_circuit()
    judges.gate.clear()
    with one_request_at_a_time(monkeypatch), ThreadPoolExecutor(8) as workers:
        asked = [workers.submit(_estimate, f"{TEXT} {count}", author) for count in range(8)]
        wait_for(asked, 7)
        judges.gate.set()

    assert len(judges.calls) == FAILURES + 1


def test_a_refusal_of_our_own_request_never_opens_the_circuit(author: Author, judges: Judges) -> None:
    judges.faults["bedrock"] = 400
    for count in range(2 * FAILURES):
        _estimate(f"{TEXT}\nThis is text number {count}.", author)

    assert len(judges.calls) == 2 * FAILURES


def test_a_day_costs_no_more_than_its_budget(author: Author, judges: Judges, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused before the call, with a sentence; the next day's budget is another one."""
    monkeypatch.setenv("JUDGE_BUDGET", "0.000001")
    settings.cache_clear()

    done = author.gets()

    assert (done["state"], done["failure"]["reason"], done["failure"]["retryable"]) == ("DONE", "OVER_BUDGET", True)
    assert len(author.findings(done)) == 2
    assert judges.calls == []
    assert repository.read_spent(now()) == 0


def test_what_is_reserved_and_not_spent_goes_back(author: Author, judges: Judges) -> None:
    """1,300 tokens in and 700 out cost 0.06 and 0.24 dollars a million; a refused call costs nothing."""
    author.gets()
    judges.faults["bedrock"] = 503
    author.gets(f"{TEXT} Another one.")

    assert repository.read_spent(now()) == 246


def test_a_hundred_at_once_never_exceed_the_budget(
    author: Author, judges: Judges, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten calls fit into it by what each reserves; nobody else asks, and no reservation is lost."""
    reserved = _measure_reservation()
    monkeypatch.setenv("JUDGE_BUDGET", str(10 * reserved / DOLLAR))
    settings.cache_clear()
    judges.gate.clear()

    with one_request_at_a_time(monkeypatch), ThreadPoolExecutor(100) as workers:
        asked = [workers.submit(_estimate, f"{TEXT} {count:03}", author) for count in range(100)]
        wait_for(asked, 90)
        in_flight = repository.read_spent(now())
        judges.gate.set()
        ended = [each.result(60) for each in asked]

    assert in_flight == 10 * reserved
    assert len(judges.calls) == 10
    assert ended.count("OVER_BUDGET") == 90
    assert repository.read_spent(now()) == 10 * 246


def test_the_budget_that_is_used_is_measured(
    author: Author, judges: Judges, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In percent, for the alarm."""
    monkeypatch.setenv("JUDGE_BUDGET", "0.01")
    settings.cache_clear()

    author.gets()

    lines = [json.loads(each) for each in capsys.readouterr().out.splitlines() if "JudgeBudgetUsed" in each]
    assert [each["JudgeBudgetUsed"] for each in lines] == [[2.46]]


def wait_for(asked: list[Future[str]], count: int) -> None:
    """Wait until so many have ended."""
    assert len([*islice(as_completed(asked, 60), count)]) == count


def _estimate(text: str, author: Author) -> str:
    """Estimate a text as a worker does, and return why there is none."""
    try:
        service.estimate_text(author.person.id, text, [Measure(name=MeasureName.WORDS, value=80)])
    except StepFailed as failed:
        return failed.reason
    return ""


def _measure_reservation() -> int:
    candidate = service._read_candidate("bedrock", bedrock.Bedrock(), settings().bedrock_judge)
    assert candidate
    return candidate.price(write_prompt(f"{TEXT} 000").most_input_tokens, MOST_OUTPUT_TOKENS)


def _rest_circuit() -> None:
    """Let the circuit have opened so long ago that it has rested."""
    key = Key(keys.CIRCUITS, "bedrock")
    row = table.get(key)
    assert row
    assert row["state"] == "OPEN"
    table.write(table.Update(key, put={"opened_at": row["opened_at"] - REST_SECONDS}))
    circuits._store.cache_clear()
