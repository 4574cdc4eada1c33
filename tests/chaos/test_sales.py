"""The orders' database killed in the middle of sales: nothing is oversold, charged for nothing, or kept half done."""

import itertools
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pymysql
import pytest

from resolvers.shop.database.migrations import apply_migrations, read_migrations
from tests.chaos.campaign import ROUNDS
from tests.database import Database
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


def sell_until(market: Market, numbers: Iterator[int], done: threading.Semaphore, is_down: threading.Event) -> None:
    """Sell until the database is down; what fails then is not tried again."""
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
        except pymysql.Error:
            return
        done.release()
