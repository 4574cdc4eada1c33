"""What orders cost in SQL: statements and round trips of each operation, exact, and the same for one row and for many.

Every statement is a round trip, and so is every COMMIT. docs/shop.md shows the table.
"""

from __future__ import annotations  # PyMySQL's classes are generic in its stubs only

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest
from pymysql.connections import Connection

from resolvers.shop.invoices.model import make_invoice_id
from resolvers.shop.orders import connection, saga
from resolvers.shop.orders.service import make_refund_id
from resolvers.shop.orders.worker import relay_all
from resolvers.shop.states import RefundState
from tests.benchmarks.test_request_counts import count_requests
from tests.people import Person
from tests.resolvers.shop.conftest import Schema
from tests.resolvers.shop.market_stall import on_sale
from tests.resolvers.shop.orders.test_orders import order_line, pay, place_order, work
from tests.resolvers.shop.orders.test_refunds import refund

PAGE: Final = Path("docs/shop.md")
# Statements, round trips, and requests to DynamoDB.
COSTS: Final = {
    "placeOrder": (12, 15, 6),
    "a payment is taken": (7, 8, 0),
    "its messages are carried out": (18, 22, 4),
    "advanceSale": (20, 25, 4),
    "refundSale": (36, 42, 5),
    "a refund has succeeded": (4, 5, 0),
    "its credit note is written": (19, 22, 1),
    "order": (6, 7, 1),
    "Viewer.orders": (6, 7, 1),
    "Viewer.sales": (5, 6, 1),
    "invoiceFile": (7, 8, 1),
    "the minute's work at rest": (2, 4, 4),
}


@contextmanager
def count_statements(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Keep what is sent to the database inside, in order."""
    sent: list[str] = []
    send: Any = vars(Connection)["_execute_command"]  # not in the stubs

    def record(self: Connection[Any], command: int, sql: bytes | str) -> None:
        sent.append(sql.decode(errors="replace") if isinstance(sql, bytes | bytearray) else sql)
        send(self, command, sql)

    with monkeypatch.context() as patched:
        patched.setattr(Connection, "_execute_command", record)
        yield sent


def measure(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> tuple[int, int, int]:
    with count_statements(monkeypatch) as sent, count_requests() as requests:
        act()
    statements = [each for each in sent if each != "COMMIT"]
    return len(statements), len(sent), requests.total()


def test_what_each_operation_sends(
    open_for_orders: Schema, ada: Person, grace: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a connection that is open: of an order of two lines of one seller."""
    products = [on_sale(ada, taxRate=1900) for _ in range(2)]
    order = place_order(grace, *map(order_line, products), key="first")
    pay(order)

    def buy() -> None:
        order.update(place_order(grace, *map(order_line, products), key="second"))

    def take() -> None:
        saga.take_payment(connection.open_shop(), "stripe", "evt_second", order["id"])

    def settle() -> None:
        saga.settle_refund(connection.open_shop(), make_refund_id(ada.id, "k"), RefundState.SUCCEEDED)

    def list_each() -> list[tuple[int, int, int]]:
        pages = (lambda: grace.asks_each("Viewer", "orders", [{}]), lambda: ada.asks_each("Viewer", "sales", [{}]))
        return [measure(monkeypatch, page) for page in pages]

    of_one = list_each()
    acts: dict[str, Callable[[], object]] = {
        "placeOrder": buy,
        "a payment is taken": take,
        "its messages are carried out": lambda: relay_all(connection.open_shop()),
        "advanceSale": lambda: ada.does("advanceSale", orderId=order["id"], to="SHIPPED", expectedVersion=1),
        "refundSale": lambda: refund(ada, order, amount=500),
        "a refund has succeeded": settle,
        "its credit note is written": lambda: relay_all(connection.open_shop()),
        "order": lambda: grace.query("order", id=order["id"]),
        "Viewer.orders": lambda: grace.asks_each("Viewer", "orders", [{}]),
        "Viewer.sales": lambda: ada.asks_each("Viewer", "sales", [{}]),
        "invoiceFile": lambda: grace.query("invoiceFile", id=make_invoice_id(order["id"], ada.id), language="EN"),
        "the minute's work at rest": work,
    }
    measured = {name: measure(monkeypatch, act) for name, act in acts.items()}

    assert measured == COSTS
    assert list_each() == of_one
    assert read_page() == COSTS


def read_page() -> dict[str, tuple[int, int, int]]:
    """Return the table of docs/shop.md."""
    rows = re.findall(r"^\| ([^|]+) \| (\d+) \| (\d+) \| (\d+) \|$", PAGE.read_text(), re.MULTILINE)
    return {name.replace("`", ""): (int(sql), int(trips), int(requests)) for name, sql, trips, requests in rows}
