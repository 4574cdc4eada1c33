"""Table streams read as AWS reads them: partial answers, bisected batches, bounded retries, dead letters.

ministack moves on when a function reports some records as failed, and repeats a batch for ever when it raises. AWS
starts again at the first failed record, halves a batch that raises (`BisectBatchOnFunctionError`), and after
`MaximumRetryAttempts` sends the record to the on-failure destination.
Source: Lambda's guide, "Using AWS Lambda with Amazon DynamoDB", sections on error handling and batch responses.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Record = dict[str, Any]
Result = dict[str, Any]
Execute = Callable[[Any, Any], Result]
DeadLetter = Callable[[Record, Result], None]


@dataclass
class Place:
    """How far one mapping has come inside the batch that ministack hands over again and again."""

    done: str = ""
    size: int | None = None
    tries: Counter[str] = field(default_factory=Counter)


class Deliveries:
    """Delivers the batches of every mapping; keeps the place of those that are not through."""

    def __init__(self) -> None:
        self._places: dict[str, Place] = defaultdict(Place)

    def deliver(self, mapping: Mapping[str, Any], batch: list[Record], call: Callable[[list[Record]], Result],
                bury: DeadLetter) -> Result:  # fmt: skip
        """Deliver what is left of a batch; a result with `error` means: hand it over again after a pause."""
        place = self._places[mapping["UUID"]]
        result: Result = {"body": None}
        while left := [each for each in batch if _sequence(each) > place.done]:
            some = left[: place.size]
            result = call(some)
            failed = _first_failed(some, result)
            if failed is None:
                place.done, place.size = _sequence(some[-1]), None
            elif result.get("error") and len(some) > 1 and mapping.get("BisectBatchOnFunctionError"):
                place.size = len(some) // 2
            elif not self._is_spent(place, mapping, some[failed]):
                place.done = _sequence(some[failed - 1]) if failed else place.done
                return {**result, "error": True}
            else:
                bury(some[failed], result)
                place.done, place.size = _sequence(some[failed]), None
        place.tries.clear()
        return {**result, "error": None}

    def _is_spent(self, place: Place, mapping: Mapping[str, Any], record: Record) -> bool:
        place.tries[_sequence(record)] += 1
        allowed = mapping.get("MaximumRetryAttempts")
        return allowed is not None and 0 <= allowed < place.tries[_sequence(record)]


def _sequence(record: Record) -> str:
    return str(record["dynamodb"]["SequenceNumber"])


def _first_failed(records: list[Record], result: Result) -> int | None:
    """Return the place of the first record that must come again, None where all are done."""
    if result.get("error"):
        return 0
    body = result.get("body")
    answer = json.loads(body) if isinstance(body, str | bytes) and body else body
    named = {each["itemIdentifier"] for each in (answer or {}).get("batchItemFailures", [])}
    return next((place for place, record in enumerate(records) if _sequence(record) in named), None)
