"""Parts of a step, done by several workers at once."""

from collections.abc import Callable

import pytest

from resolvers.core import table
from resolvers.core.table import StaleItem, Update
from resolvers.platform import keys
from resolvers.platform.jobs import parts, repository, service
from resolvers.platform.jobs.model import Message
from resolvers.platform.jobs.repository import Lost
from tests.resolvers.platform.jobs.conftest import FILM, Film

Messages = Callable[..., Message]
NAMES = ("360p", "720p", "audio")


@pytest.fixture
def encoding(film: Film, message: Messages) -> Film:
    """A film that is being encoded, handed over to its parts."""
    taken = service.take(FILM, lambda: repository.get(FILM, film.id), message())
    assert taken
    for name in ("CHECKED", "FRAMED", "MODERATED"):
        taken = service.do_step(FILM, taken, name, lambda _: {})
    return repository.hand_over(FILM, taken)


def test_parts_go_on_side_by_side_until_all_are_done(encoding: Film) -> None:
    """Each under its own claim; whoever comes last sees that all are done."""
    claimed = [parts.claim_part(FILM, encoding, name, f"message-{name}") for name in NAMES]
    with pytest.raises(StaleItem):
        parts.claim_part(FILM, encoding, "720p", "message-other")
    half = [parts.report_part(each, 50) for each in claimed]
    assert parts.measure_percent(parts.list_parts(encoding), NAMES) == 50

    seen = []
    for each in half:
        parts.complete_part(each, {"bytes": 1000})
        seen.append(parts.are_done(parts.list_parts(encoding), NAMES))

    assert seen == [False, False, True]
    assert [each.result["bytes"] for each in parts.list_parts(encoding)] == [1000] * 3
    done = repository.complete_step(FILM, encoding, "ENCODED", {})
    assert done.steps[4].status == "DONE"


def test_a_done_part_is_not_done_again_and_an_expired_one_is_taken_over(encoding: Film) -> None:
    """The first worker then writes nothing more."""
    first = parts.claim_part(FILM, encoding, "720p", "message-1")
    table.write(Update(keys.job_part(encoding.id, encoding.attempt, "720p"), put={"claimedUntil": 1}))
    second = parts.claim_part(FILM, encoding, "720p", "message-2")

    with pytest.raises(Lost):
        parts.complete_part(first, {})
    parts.complete_part(second, {})
    with pytest.raises(StaleItem):
        parts.claim_part(FILM, encoding, "720p", "message-3")
    with pytest.raises(Lost):
        parts.report_part(second, 100)


def test_parts_of_an_earlier_attempt_touch_nothing(encoding: Film, message: Messages) -> None:
    """A retry begins with parts of its own."""
    parts.complete_part(parts.claim_part(FILM, encoding, "360p", "message-1"), {})
    again = repository.requeue(FILM, encoding)
    taken = service.take(FILM, lambda: repository.get(FILM, again.id), message("message-2"))
    assert taken

    with pytest.raises(Lost):
        parts.claim_part(FILM, encoding, "720p", "message-3")
    assert parts.list_parts(taken) == []
