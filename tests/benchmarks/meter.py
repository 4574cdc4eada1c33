"""What an action uses of AWS, counted while it happens: requests, DynamoDB's units, invocations, objects, AI calls."""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import pytest

from resolvers.core import storage, table
from resolvers.learning.evaluations import worker as evaluations_worker
from resolvers.learning.passages import embedding, vector_index
from subscriptions import stream
from tests.benchmarks.units import Typed, count_read_units, count_write_units, item_size
from tests.fakes.graphql_endpoint import FakeGraphqlEndpoint
from tests.people import ENTRIES
from tests.resolvers.social.photos.upload_queue import UploadQueue

_READS: Final = frozenset({"Query", "GetItem", "BatchGetItem"})
_KEY: Final = ("PK", "SK")


class Meter:
    """Counts into `used` while it listens; the table and the bucket are in memory, the code is the real one."""

    def __init__(self, appsync: FakeGraphqlEndpoint, upload_queue: UploadQueue) -> None:
        self.used: Counter[str] = Counter()
        self._appsync = appsync
        self._studio = upload_queue
        self._own = False

    @contextmanager
    def listening(self, monkeypatch: pytest.MonkeyPatch) -> Iterator["Meter"]:
        """Count what happens inside."""
        events, objects = table.client().meta.events, storage.client().meta.events
        events.register("before-parameter-build.dynamodb", self._before)
        events.register("after-call.dynamodb", self._after)
        objects.register("before-call.s3.PutObject", self._count_object)
        model, vectors = embedding.client().meta.events, vector_index.client().meta.events
        model.register("before-parameter-build.bedrock-runtime.InvokeModel", self._count_embedding)
        vectors.register("before-parameter-build.s3vectors.QueryVectors", self._count_vector_query)
        vectors.register("before-parameter-build.s3vectors.PutVectors", self._count_vectors)
        functions = [(entry, "api invocations") for entry in ENTRIES.values()]
        others = [(stream, "stream invocations"), (evaluations_worker, "worker invocations")]
        for function, name in (*functions, *others):
            monkeypatch.setattr(function, "lambda_handler", self._count_calls(function.lambda_handler, name))
        published, asked = len(self._appsync.taken), len(self._studio.readers.asked)
        yield self
        self.used["published events"] += len(self._appsync.taken) - published
        self.used["recognition calls"] += len(self._studio.readers.asked) - asked
        events.unregister("before-parameter-build.dynamodb", self._before)
        events.unregister("after-call.dynamodb", self._after)
        objects.unregister("before-call.s3.PutObject", self._count_object)
        model.unregister("before-parameter-build.bedrock-runtime.InvokeModel", self._count_embedding)
        vectors.unregister("before-parameter-build.s3vectors.QueryVectors", self._count_vector_query)
        vectors.unregister("before-parameter-build.s3vectors.PutVectors", self._count_vectors)

    def _count_calls(self, handler: Any, name: str) -> Any:
        def counting(event: Any, context: Any) -> Any:
            self.used[name] += 1
            return handler(event, context)

        return counting

    def _count_object(self, **_: Any) -> None:
        self.used["objects stored"] += 1

    def _count_embedding(self, params: Typed, **_: Any) -> None:
        self.used["embedding calls"] += 1
        self.used["embedded characters"] += len(json.loads(params["body"])["inputText"])

    def _count_vector_query(self, **_: Any) -> None:
        self.used["vector queries"] += 1

    def _count_vectors(self, params: Typed, **_: Any) -> None:
        self.used["vectors put"] += len(params["vectors"])

    def _before(self, params: Typed, model: Any, context: Typed, **_: Any) -> None:
        """Keep what is asked, and the items that it is about to change."""
        if not self._own and model.name != "Scan":  # tests alone scan, in the place of the stream
            writes = [] if model.name in _READS else _writes_of(model.name, params)
            context["asked"] = (params, [(write, self._get(write)) for write in writes])

    def _after(self, model: Any, parsed: Typed, context: Typed, **_: Any) -> None:
        if self._own or "asked" not in context or "Error" in parsed:
            return
        self.used["requests"] += 1
        params, writes = context["asked"]
        if model.name in _READS:
            self._read(model.name, params, parsed)
        for write, before in writes:
            after = self._get(write)
            in_transaction = model.name == "TransactWriteItems"
            self.used["write units"] += count_write_units(before, after, in_transaction=in_transaction)

    def _read(self, name: str, asked: Typed, parsed: Typed) -> None:
        if name == "BatchGetItem":
            ((table_name, wanted),) = asked["RequestItems"].items()
            found = [item_size(item) for item in parsed["Responses"].get(table_name, [])]
            sizes = found + [0] * (len(wanted["Keys"]) - len(found))
            consistent = wanted.get("ConsistentRead", False)
        else:
            items = parsed["Items"] if name == "Query" else [parsed.get("Item", {})]
            sizes, consistent = [sum(map(item_size, items))], asked.get("ConsistentRead", False)
        self.used["read units"] += sum(count_read_units(size, consistent=consistent) for size in sizes)  # type: ignore[assignment]

    def _get(self, write: Typed) -> Typed:
        """Read the item of a write; the meter's own reading is not counted."""
        item = write.get("Item") or write["Key"]
        self._own = True
        try:
            found = table.client().get_item(TableName="waymark", Key={name: item[name] for name in _KEY})
        finally:
            self._own = False
        return dict(found.get("Item", {}))


def _writes_of(name: str, asked: Typed) -> list[Typed]:
    """Return the writes and checks of a request, each with its item or its key."""
    if name in {"TransactWriteItems", "BatchWriteItem"}:
        entries = asked.get("TransactItems") or next(iter(asked["RequestItems"].values()))
        return [write for entry in entries for write in entry.values()]
    if name in {"PutItem", "UpdateItem", "DeleteItem"}:
        return [asked]
    raise AssertionError(f"Nobody knows what {name} costs: teach the meter.")
