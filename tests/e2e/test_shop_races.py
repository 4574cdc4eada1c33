"""Many buyers at once, on the embedded DynamoDB and the real database of the running system."""

import random
import statistics
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from uuid import uuid4

import pymysql
import pytest
from pymysql.cursors import DictCursor

from infra.local.database.server import read_url
from resolvers.shop.database.address import Address
from resolvers.shop.database.migrations import apply_migrations, read_migrations
from resolvers.shop.database.transactions import Database
from resolvers.shop.orders import relay, saga
from resolvers.shop.orders.records import OrderDraft
from resolvers.shop.orders.saga import Shop
from resolvers.shop.stock import repository as stock
from resolvers.shop.stock.model import InsufficientStock, Stock
from tests.fakes.refunds import FakeRefunds
from tests.resolvers.shop.orders.market import draft
from tests.stack import Stack

pytestmark = pytest.mark.emulator

BUYERS = 16
# As many executions of the orders' function as the shop may have at once, each with a connection of its own.
FUNCTIONS = 30
CHECKOUTS = 200


class Bazaar:
    """The running system's two stores, and a shop for each buyer's thread."""

    def __init__(self, stack: Stack) -> None:
        workspace = stack.system.workspace
        self._data, self._port = workspace.state / "database", workspace.ports["database"]
        address = self._address("migrator")
        with pymysql.connect(
            host=address.host, port=address.port, user=address.user, password=address.password,
            database=address.database, ssl_disabled=True, cursorclass=DictCursor,
        ) as connection:  # fmt: skip
            apply_migrations(connection, read_migrations(Path("resolvers/shop/orders/migrations")))

    def stocks(self, pieces: int) -> str:
        """Put a new variant on sale; return its id."""
        variant = f"variant_{uuid4().hex}"
        stock.put(variant, Stock(available=pieces))
        return variant

    def at_once(self, steps: list[Callable[[Shop], object]]) -> list[object]:
        """Carry out steps at once, none before all are ready; return their results or refusals."""
        ready = threading.Barrier(len(steps))

        def run(step: Callable[[Shop], object]) -> object:
            database = Database(lambda: self._address("shop"))
            try:
                ready.wait(60)
                return step(Shop(database, FakeRefunds(), lambda: 1_800_000_000))
            except InsufficientStock as refusal:
                return refusal
            finally:
                database.close()

        with ThreadPoolExecutor(len(steps)) as pool:
            return list(pool.map(run, steps))

    def by_functions(self, steps: list[Callable[[Shop], object]], functions: int) -> list[tuple[object, float]]:
        """Carry out steps by some functions at once; return each result or refusal, and how many seconds it took."""
        kept, opened = threading.local(), list[Database]()

        def open_database() -> None:
            kept.database = Database(lambda: self._address("shop"))
            opened.append(kept.database)

        def run(step: Callable[[Shop], object]) -> tuple[object, float]:
            began = time.perf_counter()
            try:
                result = step(Shop(kept.database, FakeRefunds(), lambda: 1_800_000_000))
            except InsufficientStock as refusal:
                result = refusal
            return result, time.perf_counter() - began

        with ThreadPoolExecutor(functions, initializer=open_database) as pool:
            results = list(pool.map(run, steps))
        for database in opened:
            database.close()
        return results

    def _address(self, user: str) -> Address:
        return Address.parse(read_url(self._data, self._port, user))


@pytest.fixture
def bazaar(stack: Stack, table_of_the_stack: None) -> Bazaar:
    return Bazaar(stack)


def order_of(variant: str, quantity: int = 1) -> Callable[[Shop], object]:
    return partial(place, draft(f"order_{uuid4().hex}", **{variant: quantity}))


def place(order: OrderDraft, shop: Shop) -> object:
    return saga.place_order(shop, order)


def pay(order_id: str, shop: Shop) -> None:
    saga.take_payment(shop, "stripe", order_id, order_id)


def test_one_piece_goes_to_one_of_sixteen_buyers(bazaar: Bazaar) -> None:
    """The others are told that none is left."""
    variant = bazaar.stocks(1)
    results = bazaar.at_once([order_of(variant) for _ in range(BUYERS)])

    refusals = [result for result in results if isinstance(result, InsufficientStock)]
    assert len(refusals) == BUYERS - 1
    assert {refusal.available for refusal in refusals} == {0}
    assert stock.get(variant) == Stock(available=0, held=1)


def test_ten_pieces_go_to_buyers_of_random_quantities(bazaar: Bazaar) -> None:
    """What is held is what was ordered; those who were refused wanted more than was left then."""
    variant, quantities = bazaar.stocks(10), [random.randint(1, 4) for _ in range(BUYERS)]  # noqa: S311
    results = bazaar.at_once([order_of(variant, quantity) for quantity in quantities])

    held, refused = 0, []
    for quantity, result in zip(quantities, results, strict=True):
        if isinstance(result, InsufficientStock):
            assert result.available < quantity
            refused.append(quantity)
        else:
            held += quantity
    assert stock.get(variant) == Stock(available=10 - held, held=held)
    assert all(held + quantity > 10 for quantity in refused)


def test_a_repeat_at_once_is_one_order(bazaar: Bazaar) -> None:
    """Sixteen times the same key: one reservation, one order, the same answer to all."""
    variant = bazaar.stocks(3)
    results = bazaar.at_once([order_of(variant)] * BUYERS)

    assert len({str(result) for result in results}) == 1
    assert stock.get(variant) == Stock(available=2, held=1)


def test_two_hundred_checkouts_sell_what_there_is(bazaar: Bazaar) -> None:
    """Of three variants, named in any order: the stock is exact, no deadlock is left, and nobody waits without an end.

    A checkout among thirty waits for less than all of the others, and all are done sooner than in turn.
    """
    variants = [bazaar.stocks(CHECKOUTS) for _ in range(3)]

    def order_of_all() -> Callable[[Shop], object]:
        chosen = random.sample(variants, 3)
        return partial(place, draft(f"order_{uuid4().hex}", **dict.fromkeys(chosen, 1)))

    alone = [seconds for _, seconds in bazaar.by_functions([order_of_all() for _ in range(20)], 1)]
    began = time.perf_counter()
    results = bazaar.by_functions([order_of_all() for _ in range(CHECKOUTS)], FUNCTIONS)
    took = time.perf_counter() - began

    refusals = [result for result, _ in results if isinstance(result, InsufficientStock)]
    one, among_others = statistics.median(alone), statistics.median(seconds for _, seconds in results)
    assert len(refusals) == len(alone)
    assert {refusal.available for refusal in refusals} == {0}
    assert [stock.get(variant) for variant in variants] == [Stock(available=0, held=CHECKOUTS)] * 3
    assert among_others < FUNCTIONS * one
    assert took < CHECKOUTS * one


def test_relays_at_once_sell_each_order_once(bazaar: Bazaar) -> None:
    """Sixteen orders are placed and paid; four relays carry out what follows and skip each other's rows."""
    variant = bazaar.stocks(BUYERS)
    orders = [draft(f"order_{uuid4().hex}", **{variant: 1}) for _ in range(BUYERS)]
    bazaar.at_once([partial(place, order) for order in orders])
    bazaar.at_once([partial(pay, order.id) for order in orders])

    def empty_outbox(shop: Shop) -> None:
        while relay.relay_message(shop):
            pass

    bazaar.at_once([empty_outbox] * 4)

    left = stock.get(variant)
    assert left
    assert (left.available, left.held, left.sold) == (0, 0, BUYERS)
