"""The id that follows a request: read from AppSync's events, left on what is written."""

import io
import json
from typing import Any

import pytest

from resolvers.core import observability, table
from resolvers.core.keys import Key
from resolvers.core.table import Delete, Put, Update
from resolvers.core.writes import mark_request
from resolvers.social import keys
from tests.people import FakeContext

HEADERS = {"request": {"headers": {"x-amzn-trace-id": "Root=1-a"}}}
KEY = Key("A", "B")


@pytest.fixture
def log_output(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What the log says."""
    told = io.StringIO()
    monkeypatch.setattr(observability.logger.registered_handler, "stream", told)
    return told


@pytest.mark.parametrize("event", [HEADERS, [HEADERS, HEADERS]], ids=["one field", "a batch"])
def test_the_id_is_appsyncs_trace(event: Any, the_table: None, log_output: io.StringIO) -> None:
    """In every entry of the log, whichever way AppSync invokes."""

    @observability.entry(observability.OF_APPSYNC)
    def handler(_event: Any, _context: Any) -> None:
        observability.logger.info("here")

    handler(event, FakeContext())

    (entry,) = (json.loads(line) for line in log_output.getvalue().splitlines() if '"here"' in line)
    assert entry["correlation_id"] == "Root=1-a"


def test_the_next_invocation_starts_without_it(the_table: None) -> None:
    """A process that stays warm never logs under somebody else's id."""

    @observability.entry(observability.OF_APPSYNC)
    def handler(_event: Any, _context: Any) -> str | None:
        return observability.read_correlation_id()

    handler(HEADERS, FakeContext())

    assert handler({"request": {"headers": {}}}, FakeContext()) is None


def test_what_is_written_carries_the_request(the_table: None) -> None:
    """Put and changed items say whose request wrote them last; the stream goes on under it."""
    post = keys.post("post_1")

    observability.follow("Root=1-a")
    table.write(Put(post, "Post", {"id": "post_1"}))
    first = table.get(post) or {}
    observability.follow("Root=1-b")
    table.write(Update(post, put={"title": "x"}))
    second = table.get(post) or {}
    observability.follow(None)
    table.write(Update(post, put={"title": "y"}))

    assert (first["requestId"], second["requestId"]) == ("Root=1-a", "Root=1-b")
    assert (table.get(post) or {})["requestId"] == "Root=1-b"


def test_what_writes_no_item_is_left_alone() -> None:
    """A deletion has nothing to leave an id on."""
    assert mark_request(Delete(KEY), "Root=1-a") == Delete(KEY)
    assert mark_request(Update(KEY), None) == Update(KEY)
