"""What an action uses of AWS, counted while it happens: DynamoDB's units, invocations, objects, AI calls, events.

Units follow DynamoDB's rules: a read is half a unit for each 4 KB, a whole one if consistent; a write is a unit for
each KB, two inside a transaction, and one more for each index the item stands in (an upper bound: an update that
leaves the index's copy alone costs none). Sizes are those of the items in the table.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import ceil
from typing import Any, Final

import pytest

from resolvers import api
from resolvers.core import storage, table
from subscriptions import stream
from tests.fakes.graphql_endpoint import FakeGraphqlEndpoint
from tests.resolvers.media.studio import Studio

_READ_BLOCK: Final = 4096
_WRITE_BLOCK: Final = 1024
_INDEXES: Final = ("GSI1PK", "GSI2PK")
_READS: Final = frozenset({"Query", "GetItem", "BatchGetItem"})

Typed = dict[str, Any]


class Meter:
    """Counts into `used` while it listens; the table and the bucket are in memory, the code is the real one."""

    def __init__(self, appsync: FakeGraphqlEndpoint, studio: Studio) -> None:
        self.used: Counter[str] = Counter()
        self._appsync = appsync
        self._studio = studio
        self._asked: Typed = {}
        self._own = False

    @contextmanager
    def listening(self, monkeypatch: pytest.MonkeyPatch) -> Iterator["Meter"]:
        """Count what happens inside."""
        events, objects = table.client().meta.events, storage.client().meta.events
        events.register("before-parameter-build.dynamodb", self._before)
        events.register("after-call.dynamodb", self._after)
        objects.register("before-call.s3.PutObject", self._put)
        for function, name in ((api, "api invocations"), (stream, "stream invocations")):
            monkeypatch.setattr(function, "lambda_handler", self._counted(function.lambda_handler, name))
        published, asked = len(self._appsync.taken), len(self._studio.readers.asked)
        yield self
        self.used["published events"] += len(self._appsync.taken) - published
        self.used["recognition calls"] += len(self._studio.readers.asked) - asked
        events.unregister("before-parameter-build.dynamodb", self._before)
        events.unregister("after-call.dynamodb", self._after)
        objects.unregister("before-call.s3.PutObject", self._put)

    def _counted(self, handler: Any, name: str) -> Any:
        def counting(event: Any, context: Any) -> Any:
            self.used[name] += 1
            return handler(event, context)

        return counting

    def _put(self, **_: Any) -> None:
        self.used["objects stored"] += 1

    def _before(self, params: Typed, **_: Any) -> None:
        self._asked = params

    def _after(self, model: Any, parsed: Typed, **_: Any) -> None:
        if self._own or "Error" in parsed or model.name == "Scan":  # tests alone scan, in the place of the stream
            return
        self.used["requests"] += 1
        counting = self._reads if model.name in _READS else self._writes
        counting(model.name, self._asked, parsed)

    def _reads(self, name: str, asked: Typed, parsed: Typed) -> None:
        if name == "BatchGetItem":
            ((table_name, wanted),) = asked["RequestItems"].items()
            found = [_size(item) for item in parsed["Responses"].get(table_name, [])]
            for size in found + [0] * (len(wanted["Keys"]) - len(found)):
                self._read(size, consistent=wanted.get("ConsistentRead", False))
            return
        items = parsed["Items"] if name == "Query" else [parsed.get("Item", {})]
        self._read(sum(map(_size, items)), consistent=asked.get("ConsistentRead", False))

    def _writes(self, name: str, asked: Typed, _: Typed) -> None:
        if name in {"TransactWriteItems", "BatchWriteItem"}:
            entries = asked.get("TransactItems") or next(iter(asked["RequestItems"].values()))
            writes = [write for entry in entries for write in entry.values()]
        elif name in {"PutItem", "UpdateItem", "DeleteItem"}:
            writes = [asked]
        else:
            raise AssertionError(f"Nobody knows what {name} costs: teach the meter.")
        for write in writes:
            self._write(write.get("Item") or write["Key"], each=2 if name == "TransactWriteItems" else 1)

    def _read(self, size: int, *, consistent: bool) -> None:
        self.used["read units"] += max(1, ceil(size / _READ_BLOCK)) * (1 if consistent else 0.5)  # type: ignore[assignment]

    def _write(self, item: Typed, *, each: int) -> None:
        stands = self._standing(item) or item
        blocks = max(1, ceil(_size(stands) / _WRITE_BLOCK))
        self.used["write units"] += blocks * (each + sum(name in stands for name in _INDEXES))

    def _standing(self, item: Typed) -> Typed:
        """Return the item as the table holds it now; the meter's own reading is not counted."""
        self._own = True
        try:
            key = {name: item[name] for name in ("PK", "SK")}
            return dict(table.client().get_item(TableName="waymark", Key=key).get("Item", {}))
        finally:
            self._own = False


def _size(item: Typed) -> int:
    """Return the bytes DynamoDB counts of an item in its typed form."""
    return sum(len(name.encode()) + _weight(value) for name, value in item.items())


def _weight(value: Typed) -> int:
    ((kind, held),) = value.items()
    weigh = _WEIGHTS.get(kind)
    return weigh(held) if weigh else 1


_WEIGHTS: Final[dict[str, Callable[[Any], int]]] = {
    "S": lambda held: len(held.encode()),
    "N": lambda held: len(held) // 2 + 2,
    "B": len,
    "SS": lambda held: sum(len(each.encode()) for each in held),
    "L": lambda held: 3 + sum(1 + _weight(each) for each in held),
    "M": lambda held: 3 + sum(1 + len(name.encode()) + _weight(each) for name, each in held.items()),
}
