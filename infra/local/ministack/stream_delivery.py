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
class Position:
    """How far one mapping has come inside the batch that ministack passes again and again."""

    done: str = ""
    size: int | None = None
    tries: Counter[str] = field(default_factory=Counter)


class StreamDelivery:
    """Delivers the batches of every event source mapping, and keeps the position inside unfinished ones."""

    def __init__(self) -> None:
        self._positions: dict[str, Position] = defaultdict(Position)

    def deliver(self, mapping: Mapping[str, Any], batch: list[Record], call: Callable[[list[Record]], Result],
                bury: DeadLetter) -> Result:  # fmt: skip
        """Deliver what is left of a batch; a result with `error` means: pass it again after a pause."""
        position = self._positions[mapping["UUID"]]
        result: Result = {"body": None}
        while left := [each for each in batch if _sequence(each) > position.done]:
            some = left[: position.size]
            result = call(some)
            failed = _find_first_failed(some, result)
            if failed is None:
                position.done, position.size = _sequence(some[-1]), None
            elif result.get("error") and len(some) > 1 and mapping.get("BisectBatchOnFunctionError"):
                position.size = len(some) // 2
            elif not self._is_spent(position, mapping, some[failed]):
                position.done = _sequence(some[failed - 1]) if failed else position.done
                return {**result, "error": True}
            else:
                bury(some[failed], result)
                position.done, position.size = _sequence(some[failed]), None
        position.tries.clear()
        return {**result, "error": None}

    def _is_spent(self, position: Position, mapping: Mapping[str, Any], record: Record) -> bool:
        position.tries[_sequence(record)] += 1
        allowed = mapping.get("MaximumRetryAttempts")
        return allowed is not None and 0 <= allowed < position.tries[_sequence(record)]


def _sequence(record: Record) -> str:
    return str(record["dynamodb"]["SequenceNumber"])


def _find_first_failed(records: list[Record], result: Result) -> int | None:
    """Return the index of the first record to deliver again, or None if all succeeded."""
    if result.get("error"):
        return 0
    body = result.get("body")
    answer = json.loads(body) if isinstance(body, str | bytes) and body else body
    named = {each["itemIdentifier"] for each in (answer or {}).get("batchItemFailures", [])}
    return next((index for index, record in enumerate(records) if _sequence(record) in named), None)
