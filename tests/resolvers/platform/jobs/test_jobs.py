"""Jobs of any kind: a film goes the same way as a photo, with steps, percent and parts of its own."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from boto3.dynamodb.conditions import Attr

from resolvers.core import table
from resolvers.core.errors import InvalidInput
from resolvers.core.table import Delete, StaleItem, Update
from resolvers.platform.jobs import repository, service
from resolvers.platform.jobs.model import Message, StepStatus
from resolvers.platform.jobs.repository import Lost, OverBudget
from resolvers.platform.jobs.service import StepFailed
from resolvers.platform.jobs.steps import find_step, list_changed
from tests.resolvers.platform.jobs.conftest import FILM, STEPS, Film

Messages = Callable[..., Message]


def _read() -> Film:
    film = repository.get(FILM, "film_1")
    assert film
    return film


def _take(message: Message) -> Film | None:
    return service.take(FILM, _read, message)


def _take_film(message: Message) -> Film:
    film = _take(message)
    assert film
    return film


def _statuses(film: Film) -> list[str]:
    return [step.status.value for step in film.steps]


def _find(found: Mapping[str, Any] | None = None) -> Callable[[Film], Mapping[str, Any]]:
    return lambda _: found or {}


def _do(film: Film, *names: str) -> Film:
    for name in names:
        film = service.do_step(FILM, film, name, _find())
    return film


def _let_claim_expire() -> None:
    table.write(Update(FILM.key("film_1"), put={"claimedUntil": 1}))


def test_a_job_goes_through_its_steps_to_its_own_last_state(film: Film, message: Messages) -> None:
    """The first step is done by the message's arrival; what steps find is kept."""
    taken = _take_film(message())
    assert _statuses(taken) == ["DONE", "RUNNING", *["PENDING"] * 5]

    taken = service.do_step(FILM, taken, "CHECKED", _find({"frames": 24}))
    taken = _do(taken, "FRAMED", "MODERATED", "ENCODED", "CAPTIONED")
    repository.finish(FILM, taken, "LIVE")

    ended = _read()
    assert (ended.state, ended.frames, ended.attempt, ended.claim) == ("LIVE", 24, 1, None)
    assert _statuses(ended) == ["DONE"] * len(STEPS)
    assert ended.spent == 800


def test_another_attempt_goes_on_where_the_first_stopped(film: Film, message: Messages) -> None:
    """Done steps are not done, or paid, again."""
    taken = _do(_take_film(message()), "CHECKED", "FRAMED")
    with pytest.raises(ZeroDivisionError):
        service.handle_fault(FILM, taken, message(), ZeroDivisionError(), lambda _: StepFailed("INTERNAL", "Ours."))
    calls: list[str] = []

    again = _take_film(message("message-2"))
    for name in ("CHECKED", "FRAMED", "MODERATED"):
        again = service.do_step(FILM, again, name, lambda _, name=name: calls.append(name) or {})  # type: ignore[misc, func-returns-value]

    assert calls == ["MODERATED"]
    assert again.attempt == 2


def test_the_last_try_ends_the_job_and_its_owner_may_retry(film: Film, message: Messages) -> None:
    """A fault is explained by the kind; a retry waits at the step that failed."""
    taken = _do(_take_film(message(is_last_try=True)), "CHECKED")
    busy = StepFailed("BUSY", "The encoder is busy.", retryable=True)

    ended = service.handle_fault(FILM, taken, message(is_last_try=True), TimeoutError(), lambda _: busy)
    assert ended.failure
    assert (ended.state, ended.failure.step, ended.failure.reason) == ("FAILED", "FRAMED", "BUSY")
    assert service.may_retry(FILM, _read())
    again = service.retry(FILM, _read())

    assert (again.state, again.failure) == ("WORKING", None)
    assert (_read().failure, _statuses(_read())[:3]) == (None, ["DONE", "DONE", "PENDING"])


def test_a_failure_for_good_is_not_retried(film: Film, message: Messages) -> None:
    """Nor is a job that a worker holds, nor one that is done."""
    taken = _take_film(message())
    with pytest.raises(InvalidInput):
        service.retry(FILM, _read())
    service.end_failed(FILM, taken, StepFailed("CORRUPT", "It is damaged.", state="REFUSED"))

    assert _read().state == "REFUSED"
    with pytest.raises(InvalidInput):
        service.retry(FILM, _read())


def test_an_optional_step_may_fail_without_its_job(film: Film, message: Messages) -> None:
    """A film without captions is still a film; any other step ends it."""

    def fail(_: Film) -> Mapping[str, Any]:
        raise StepFailed("NO_SPEECH", "Nobody speaks.")

    taken = _take_film(message())
    with pytest.raises(StepFailed):
        service.do_step(FILM, taken, "CHECKED", fail)
    taken = _do(taken, "CHECKED", "FRAMED", "MODERATED", "ENCODED")
    taken = service.do_step(FILM, taken, "CAPTIONED", fail)
    ended = repository.finish(FILM, taken, "LIVE")

    assert ended.state == "LIVE"
    assert _statuses(_read())[5:] == ["FAILED", "DONE"]


def test_one_claim_at_a_time(film: Film, message: Messages) -> None:
    """The same message waits, another one leaves, a stale read is overtaken."""
    _take_film(message())

    with pytest.raises(service.Busy):
        _take(message())
    assert _take(message("message-2")) is None
    with pytest.raises(StaleItem):
        repository.claim(FILM, film, message("message-3"))


def test_a_worker_that_was_taken_over_writes_nothing_more(film: Film, message: Messages) -> None:
    """Whatever it tries; and a message of another source has nothing to do."""
    first = _take_film(message())
    _let_claim_expire()
    second = _take_film(message("message-2"))
    writes: list[Callable[[], object]] = [
        lambda: repository.complete_step(FILM, first, "CHECKED", {}),
        lambda: repository.release(FILM, first),
        lambda: repository.report_progress(FILM, first, "CHECKED", 50),
        lambda: service.end_failed(FILM, first, StepFailed("CORRUPT", "It is damaged.")),
        lambda: repository.finish(FILM, first, "LIVE"),
        lambda: repository.hand_over(FILM, first),
    ]

    for write in writes:
        with pytest.raises(Lost):
            write()
    _let_claim_expire()

    assert _read().steps == second.steps
    assert _take(message("message-3", version="v2")) is None


def test_a_worker_that_died_before_the_last_delivery_ends_the_job(film: Film, message: Messages) -> None:
    """It does not die a last time."""
    _take_film(message())
    _let_claim_expire()

    ended = _take_film(message(is_last_try=True))

    assert ended.state == "FAILED"
    assert ended.failure
    assert (ended.failure.reason, ended.failure.retryable) == ("INTERRUPTED", True)


def test_no_step_begins_that_would_cost_more_than_the_budget(film: Film, message: Messages) -> None:
    """The cost is reserved with the write that begins the step, also when the attempt before was paid for nothing."""
    for number in range(3):
        taken = _do(_take_film(message(f"message-{number}")), "CHECKED", "FRAMED")
        repository.release(FILM, taken)
    assert _read().spent == 1_200

    ended = _take_film(message("message-9"))

    assert ended.state == "FAILED"
    assert ended.failure
    assert (ended.failure.step, ended.failure.reason, ended.failure.retryable) == ("MODERATED", "OVER_BUDGET", False)


def test_a_stale_worker_cannot_overspend(film: Film, message: Messages) -> None:
    """The table refuses, not what the worker remembers."""
    taken = _do(_take_film(message()), "CHECKED")
    table.write(Update(FILM.key(film.id), put={"spent": 1_000}))

    with pytest.raises((Lost, OverBudget)):
        repository.complete_step(FILM, taken, "FRAMED", {})


def test_percent_rises_and_tells_how_long_it_may_take(film: Film, message: Messages) -> None:
    """Late and repeated reports change nothing, and the next step begins without one."""
    taken = _do(_take_film(message()), "CHECKED", "FRAMED", "MODERATED")
    for percent in (10, 60, 40, 60):
        taken = repository.report_progress(FILM, taken, "ENCODED", percent)
    step = find_step(_read().steps, "ENCODED")

    assert (step.percent, step.status) == (60, StepStatus.RUNNING)
    assert step.seconds_left is not None
    after = service.do_step(FILM, taken, "ENCODED", _find())
    assert [find_step(after.steps, name).percent for name in ("ENCODED", "CAPTIONED")] == [None, None]


def test_events_of_another_service_finish_a_step_without_a_claim(film: Film, message: Messages) -> None:
    """Of two events that read the same steps one writes; one of an earlier attempt changes nothing."""
    handed = repository.hand_over(FILM, _do(_take_film(message()), "CHECKED", "FRAMED", "MODERATED"))
    stale = _read()
    moved = repository.report_progress(FILM, _read(), "ENCODED", 50)

    with pytest.raises(Lost):
        repository.complete_step(FILM, stale, "ENCODED", {})
    done = repository.complete_step(FILM, _read(), "ENCODED", {})
    with pytest.raises(Lost):
        repository.report_progress(FILM, moved, "ENCODED", 90)

    assert handed.claim is None
    assert _statuses(done)[4:] == ["DONE", "RUNNING", "PENDING"]
    again = _take_film(message("message-2"))
    with pytest.raises(Lost):
        repository.finish(FILM, done, "LIVE")
    assert again.attempt == 2


def test_a_deleted_job_is_nobodys(film: Film, message: Messages) -> None:
    """Its worker loses it at the next write; nothing is written back."""
    taken = _take_film(message())
    table.write(Delete(FILM.key(film.id), when=Attr("PK").exists()))

    with pytest.raises(Lost):
        repository.complete_step(FILM, taken, "CHECKED", {})
    assert service.take(FILM, lambda: repository.get(FILM, film.id), message()) is None


def test_listeners_hear_the_steps_that_changed(film: Film, message: Messages) -> None:
    """Nothing of a job that waits, both ends of a step, and a step's percent."""
    taken = _take_film(message())
    done = _do(taken, "CHECKED")

    assert list_changed([], film.steps) == []
    assert [step.name for step in list_changed(taken.steps, done.steps)] == ["CHECKED", "FRAMED"]
    further = repository.report_progress(FILM, done, "FRAMED", 5)
    assert [step.percent for step in list_changed(done.steps, further.steps)] == [5]
