"""The table's stream in tests: real changes, told by comparing the table before and after them."""

import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends

from resolvers.platform.event_log import declarations
from subscriptions import stream
from tests.people import FakeContext

Record = dict[str, Any]
Typed = dict[str, Any]

_ROUNDS: Final = 40
_KINDS: Final = (
    "Post",
    "Walk",
    "Product",
    "Video",
    "Announcement",
    "Guard",
    "Photo",
    "Pin",
    "Comment",
    "Like",
    "Follow",
    "Fanout",
    "Deck",
    "Flashcard",
    "Stock",
    "Stream",
    "Reminding",
    "Order",
    "Evaluation",
    "AudioVersion",
)


@dataclass
class TableStream:
    """What Lambda's event source would deliver: every change since it was asked last, filtered as the template does."""

    before: dict[str, Typed] = field(default_factory=dict)
    delivered: list[Record] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def records(self) -> list[Record]:
        """Return the changes since the last call, the kinds in the order that they depend on each other."""
        after = scan()
        changed = [key for key in {**self.before, **after} if self.before.get(key) != after.get(key)]
        found = [self._record(self.before.get(key), after.get(key)) for key in changed]
        self.before = after
        return sorted((each for each in found if passes(each)), key=_order)

    def deliver(self, records: list[Record] | None = None) -> dict[str, Any]:
        """Invoke the stream's function with a batch and return what it answers."""
        batch = self.records() if records is None else records
        self.delivered += batch if records is None else []
        answer: dict[str, Any] = stream.lambda_handler({"Records": batch}, FakeContext())
        return answer

    def settle(self) -> int:
        """Deliver until nothing changes any more, and return how many batches that took."""
        for rounds in range(_ROUNDS):
            batch = self.records()
            if not batch:
                return rounds
            self.delivered += batch
            answer = self.deliver(batch)
            assert answer == {"batchItemFailures": []}
        raise AssertionError("The stream never comes to rest.")

    def _record(self, old: Typed | None, new: Typed | None) -> Record:
        number = next(self.numbers)
        images = {name: image for name, image in (("OldImage", old), ("NewImage", new)) if image}
        item = new or old or {}
        return {
            "eventID": f"{number:032x}",
            "eventName": "INSERT" if not old else "MODIFY" if new else "REMOVE",
            "eventVersion": "1.1",
            "eventSource": "aws:dynamodb",
            "awsRegion": "us-east-1",
            "dynamodb": {
                "ApproximateCreationDateTime": int(time.time()),
                "Keys": {"PK": item["PK"], "SK": item["SK"]},
                "SequenceNumber": f"{number:021d}",
                "SizeBytes": 100,
                "StreamViewType": "NEW_AND_OLD_IMAGES",
                **images,
            },
        }


def scan() -> dict[str, Typed]:
    """Read the whole table, by key, as DynamoDB types it; from its memory, for a Scan there takes most of a test."""
    table = dynamodb_backends[DEFAULT_ACCOUNT_ID]["us-east-1"].get_table("waymark")
    items = [{name: each.to_regular_json() for name, each in item.attrs.items()} for item in table.all_items()]
    return {f"{item['PK']['S']} {item['SK']['S']}": item for item in items}


def passes(record: Record) -> bool:
    """Tell whether a record passes the event source's filters."""
    return any(_matches(pattern, record) for pattern in declarations.stream_filters())


def _matches(pattern: Any, value: Any) -> bool:
    if isinstance(pattern, list):
        return value in pattern
    return isinstance(value, dict) and all(_matches(rule, value.get(name)) for name, rule in pattern.items())


def _order(record: Record) -> tuple[int, str]:
    images = record["dynamodb"]
    kind = (images.get("NewImage") or images["OldImage"])["kind"]["S"]
    return _KINDS.index(kind), record["eventID"]
