"""The two stores of orders killed in mid-sale: nothing is oversold, charged for nothing, or kept half done."""

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import boto3
import pymysql
import pytest
from botocore.exceptions import BotoCoreError, ClientError

from resolvers.core import table
from resolvers.core.settings import settings
from resolvers.shop.database.migrations import apply_migrations, read_migrations
from resolvers.shop.orders.records import Undelivered
from tests.chaos.campaign import ROUNDS
from tests.database import Database
from tests.emulator import Emulator
from tests.memory import create_table
from tests.resolvers.shop.conftest import MIGRATIONS, Schema, shop_table
from tests.resolvers.shop.orders.market import Market

__all__ = ["shop_table"]

# More than are sold, so that every order may be placed.
PIECES = 100_000


@pytest.fixture
def schema(tmp_path: Path) -> Iterator[Schema]:
    """The shop's tables on a server of their own, which is killed."""
    server = Database(tmp_path / "database")
    made = Schema(server)
    with made.connect() as connection:
        apply_migrations(connection, read_migrations(MIGRATIONS))
    yield made
    made.close()
    server.child.stop(15)


def test_a_database_that_is_killed_in_mid_sale_leaves_every_sale_whole(shop_table: None, schema: Schema) -> None:
    """Orders are placed, paid and carried out while it is killed; buyers, the provider and the relay try again."""
    market = Market(schema, {"print": PIECES})
    numbers = itertools.count()
    for _ in range(ROUNDS):
        done, is_down = threading.Semaphore(0), threading.Event()
        seller = threading.Thread(target=sell_until, args=(market, numbers, done, is_down))
        seller.start()
        for _ in range(3):
            assert done.acquire(timeout=90)
        schema.server.kill()
        is_down.set()
        seller.join()
        schema.server.start()
        for order in list(market.charges):
            market.pays(order)

    market.settles()
    market.passes_hold()
    market.settles()
    market.check_rest()
    assert market.counts("print")[2] == len(market.charges) >= 3 * ROUNDS


@pytest.fixture
def emulator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Emulator]:
    """An embedded AWS with the table, which this process uses, and which is killed."""
    folder = tmp_path / "emulator"
    folder.mkdir()
    running = Emulator(folder)
    for name, value in {
        "AWS_ENDPOINT_URL": running.url,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "TABLE_NAME": "waymark",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)  # it may know the credentials of services in memory
    try:
        _forget_settings()
        create_table()
        yield running
    finally:
        _forget_settings()
        running.stop()


@pytest.mark.emulator
@pytest.mark.parametrize("killed", [("emulator",), ("emulator", "database")], ids=" and ".join)
def test_an_embedded_aws_that_is_killed_in_mid_sale_loses_no_sale(
    emulator: Emulator, schema: Schema, killed: tuple[str, ...]
) -> None:
    """It comes back as it was seconds ago, with reservations missing that SQL knows: `recover` brings them back."""
    market = Market(schema, {"print": PIECES})
    _wait_until_saved(emulator)
    numbers = itertools.count()
    for _ in range(ROUNDS):
        done, is_down = threading.Semaphore(0), threading.Event()
        seller = threading.Thread(target=sell_until, args=(market, numbers, done, is_down))
        seller.start()
        for _ in range(3):
            assert done.acquire(timeout=90)
        emulator.kill()
        if "database" in killed:
            schema.server.kill()
        is_down.set()
        seller.join()
        if "database" in killed:
            schema.server.start()
        emulator.start()
        market.recovers()
        for order in list(market.charges):
            market.pays(order)

    market.settles()
    market.passes_hold()
    market.settles()
    market.check_rest()
    assert market.counts("print")[2] == len(market.charges) >= 3 * ROUNDS
    assert market.recovers() == 0


def sell_until(market: Market, numbers: Iterator[int], done: threading.Semaphore, is_down: threading.Event) -> None:
    """Sell until a store is down; what fails then is not tried again."""
    while not is_down.is_set():
        order = f"order_{next(numbers)}"
        steps: list[Callable[[], object]] = [
            lambda: market.places(order, print=1),  # noqa: B023 - called at once
            lambda: market.pays(order),  # noqa: B023
            market.relays,
        ]
        try:
            for step in steps:
                step()
        except (pymysql.Error, BotoCoreError, ClientError, Undelivered):
            return
        done.release()


def _wait_until_saved(emulator: Emulator) -> None:
    """Wait until what was written so far is in a snapshot."""
    end = time.monotonic() + 90
    while emulator.get("health")[1]["unsavedSeconds"]:
        assert time.monotonic() < end, "The embedded AWS saves nothing."
        time.sleep(0.05)


def _forget_settings() -> None:
    for cached in (table.client, settings):
        cached.cache_clear()
