"""Deliveries of a table stream: what failed comes again, what is done does not, what never works is buried."""

from typing import Any

from infra.local.ministack.stream_delivery import StreamDelivery

MAPPING = {"UUID": "m", "BisectBatchOnFunctionError": True, "MaximumRetryAttempts": 2}


def records(*numbers: int) -> list[dict[str, Any]]:
    return [{"dynamodb": {"SequenceNumber": f"{number:03}"}} for number in numbers]


class Function:
    """A function that fails for some records, by raising or by naming them."""

    def __init__(self, failing: set[int], *, names: bool) -> None:
        self.failing, self.names = failing, names
        self.calls: list[list[int]] = []
        self.dead_letters: list[int] = []

    def call(self, some: list[dict[str, Any]]) -> dict[str, Any]:
        numbers = [int(each["dynamodb"]["SequenceNumber"]) for each in some]
        self.calls.append(numbers)
        failed = [number for number in numbers if number in self.failing]
        if self.names:
            return {"body": {"batchItemFailures": [{"itemIdentifier": f"{number:03}"} for number in failed]}}
        return {"error": True, "body": {"errorMessage": "no"}} if failed else {"body": None}

    def bury(self, record: dict[str, Any], _: dict[str, Any]) -> None:
        self.dead_letters.append(int(record["dynamodb"]["SequenceNumber"]))


def test_a_partial_failure_comes_again_from_the_first_failed_record() -> None:
    """What was done before it is not delivered twice."""
    function, delivery = Function({2}, names=True), StreamDelivery()

    first = delivery.deliver(MAPPING, records(1, 2, 3), function.call, function.bury)
    function.failing = set()
    second = delivery.deliver(MAPPING, records(1, 2, 3), function.call, function.bury)

    assert first["error"]
    assert not second["error"]
    assert function.calls == [[1, 2, 3], [2, 3]]


def test_a_record_that_never_works_is_buried_after_its_retries() -> None:
    """Three delivery (one and two retries), then the others go on."""
    function, delivery = Function({2}, names=True), StreamDelivery()

    results = [delivery.deliver(MAPPING, records(1, 2, 3), function.call, function.bury) for _ in range(3)]

    assert [bool(each["error"]) for each in results] == [True, True, False]
    assert function.dead_letters == [2]
    assert function.calls[-1] == [3]


def test_a_batch_that_raises_is_halved_until_the_bad_record_is_alone() -> None:
    """The good halves are delivered; only the bad record is buried."""
    function, delivery = Function({3}, names=False), StreamDelivery()

    results = [delivery.deliver(MAPPING, records(1, 2, 3, 4), function.call, function.bury) for _ in range(3)]

    assert not results[-1]["error"]
    assert function.dead_letters == [3]
    assert [1, 2] in function.calls
    assert function.calls[-1] == [4]
