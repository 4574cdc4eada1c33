"""What it costs to tell a crowd: beside a bare `websockets` server in the same run, and in the processor's time."""

from typing import Any

from tests.benchmarks.crowd import Cost, crowd, print_measurements

MANY = 1000
ROUNDS = 4
ROUNDS_OF_MILLISECONDS = 20  # so many that some are undisturbed


def best(costs: list[Cost]) -> Cost:
    """The least of each figure: what the machine's other work did not add to."""
    return Cost(min(each.cpu for each in costs), min(each.last for each in costs))


def get_number(number: int) -> Any:
    return {"id": str(number)}


def test_a_thousand_subscribers_hear_an_event_about_as_fast_as_bare_frames() -> None:
    """At most 25 µs of processor per message, and the last of a thousand within twice a bare server's time."""
    with crowd("bare") as bare, crowd("ours") as ours:
        for each in (bare, ours):
            each.join(MANY)
            each.subscribe()
            each.events(2, MANY)
        rounds = [(bare.events(5, MANY), ours.events(5, MANY)) for _ in range(ROUNDS)]
    theirs, found = best([each for each, _ in rounds]), best([each for _, each in rounds])

    print_measurements("fan-out to 1,000, µs per message", cpu=found.cpu / MANY, bare_cpu=theirs.cpu / MANY)
    print_measurements("fan-out to 1,000, µs to the last", last=found.last, bare_last=theirs.last)
    assert found.cpu / MANY <= 25
    assert found.last <= 2 * theirs.last


def test_an_event_for_one_of_a_thousand_costs_as_if_there_were_ten() -> None:
    """Those who wait for other values cost nothing."""
    with crowd("ours") as few, crowd("ours") as many:
        for each, count in ((few, 10), (many, MANY)):
            each.join(count)
            each.subscribe(get_number)
            each.events(10, 1)
        rounds = [(few.events(10, 1), many.events(10, 1)) for _ in range(ROUNDS_OF_MILLISECONDS)]
    small, large = best([each for each, _ in rounds]), best([each for _, each in rounds])

    print_measurements("an event for one, µs", of_ten=small.cpu, of_a_thousand=large.cpu)
    assert large.cpu <= 1.5 * small.cpu


def test_subscribing_is_cheap() -> None:
    """At most 400 µs of processor per subscription: its document is parsed and validated once for all."""
    with crowd("ours") as ours:
        connecting = ours.join(500)
        subscribing = ours.subscribe(get_number)

    print_measurements("subscribing, µs", connecting=connecting, subscribing=subscribing)
    assert subscribing <= 400
