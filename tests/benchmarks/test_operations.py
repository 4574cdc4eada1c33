"""What every operation costs: invocations, requests and units, of the functions and of the table stream that follows.

The result is kept in `infra/cost/operations.json`; `make performance` writes it, and docs/performance.md from it.
"""

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any, Final

import pytest

from infra.cost.performance import OPERATIONS, PAGE, bounds, operations_used, page
from resolvers.core.settings import settings
from tests.benchmarks.changes import CHANGES
from tests.benchmarks.conftest import MakeWorld
from tests.benchmarks.meter import Meter
from tests.benchmarks.site import concerns_orders, operations
from tests.benchmarks.visits import READS
from tests.benchmarks.world import CARDS, World
from tests.fakes.graphql_endpoint import FakeGraphqlEndpoint

SIZES: Final = {"2 KB": 2_000, "8 KB": 8_000}
VISITS: Final = READS | CHANGES
_KEPT: Final = ("invocations", "requests", "read units", "write units", "published events")
_SHORT: Final = {"api invocations": "invocations", "stream invocations": "invocations"}


def test_every_operation_of_the_site_is_measured() -> None:
    """The list follows the site's own documents: a new one needs a line in visits.py or changes.py."""
    sent = {name for name, operation in operations().items() if not concerns_orders(operation)}

    assert {name.split()[0] for name in VISITS} == sent


def test_no_operation_needs_more_than_one_request_above_its_least() -> None:
    """Neither its functions nor the stream; those that still do are named, and only as long as they do."""
    beyond = {name for used in operations_used().values() for name in used if _is_beyond(used[name], bounds()[name])}

    assert beyond == {name for name, bound in bounds().items() if "open" in bound}


READ_IN_A_SMALL_WORLD: Final = ("Feed", "Article", "Comments", "Notifications", "TheirPosts", "OwnPosts", "Places")


def test_nothing_grows_with_the_page(
    make_world: MakeWorld,
    appsync: FakeGraphqlEndpoint,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Pages of three articles and of two comments cost as many requests as those of twelve and of ten."""
    world = make_world([""] * 3, comments=2)

    small = {name: _measure(name, world, appsync, monkeypatch)["requests"] for name in READ_IN_A_SMALL_WORLD}

    assert small == {name: operations_used()["2 KB"][name]["requests"] for name in READ_IN_A_SMALL_WORLD}


SHARDED: Final = {"Feed": 1, "Feed as a guest": 1, "Found": 1, "Newest": 1, "Article": 0, "PublishPost": 0}


def test_each_shard_costs_a_list_one_request(
    make_world: MakeWorld,
    appsync: FakeGraphqlEndpoint,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Feeds and tags over eight shards are read side by side; what reads or writes no list costs what it did."""
    monkeypatch.setenv("FEED_SHARDS", "8")
    settings.cache_clear()
    world = make_world(["x" * 2_000] * CARDS)

    used = {name: _measure(name, world, appsync, monkeypatch) for name in SHARDED}
    settings.cache_clear()

    known = operations_used()["2 KB"]
    added = {name: used[name]["requests"] - known[name]["requests"] for name in SHARDED}
    assert added == {name: 7 * lists for name, lists in SHARDED.items()}
    assert used["PublishPost"]["stream requests"] == known["PublishPost"]["stream requests"]


def test_the_page_is_what_the_command_writes() -> None:
    """Run `make performance` when it is not."""
    assert Path(PAGE).read_text() == page()


@pytest.mark.parametrize("size", SIZES)
def test_the_measured_operations_are_what_the_code_costs(
    size: str,
    make_world: MakeWorld,
    appsync: FakeGraphqlEndpoint,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every operation once, on articles of a size; each number of the file, exactly."""
    world = make_world(["x" * SIZES[size]] * CARDS)

    used = {name: _measure(name, world, appsync, monkeypatch) for name in VISITS}
    if os.environ.get("MEASURE") == "write":
        known = operations_used() if OPERATIONS.exists() else {}
        OPERATIONS.write_text(json.dumps(dict(sorted((known | {size: used}).items())), indent=1) + "\n")

    assert used == operations_used()[size]


def _is_beyond(used: dict[str, float], least: dict[str, Any]) -> bool:
    return bool(
        used.get("invocations", 0) > least["invocations"]
        or used.get("requests", 0) > least["requests"] + 1
        or used.get("stream requests", 0) > least.get("stream", 0) + 1
    )


def _measure(
    name: str, world: World, appsync: FakeGraphqlEndpoint, monkeypatch: pytest.MonkeyPatch
) -> dict[str, float]:
    """Send an operation, then deliver its changes until nothing follows from them any more."""
    request = VISITS[name](world)
    with monkeypatch.context() as patch, Meter(appsync, world.upload_queue).listening(patch) as api:
        answers = request.send()
    with monkeypatch.context() as patch, Meter(appsync, world.upload_queue).listening(patch) as stream:
        world.stream.settle()
    assert not [each["errors"] for each in answers.values() if isinstance(each, dict) and each.get("errors")]
    return _name(api.used, "") | _name(stream.used, "stream ")


def _name(used: Counter[str], prefix: str) -> dict[str, float]:
    """Return what was used by short names, without zeros."""
    named = {_SHORT.get(what, what): amount for what, amount in (+used).items()}
    return {f"{prefix}{what}": named[what] for what in _KEPT if what in named}
