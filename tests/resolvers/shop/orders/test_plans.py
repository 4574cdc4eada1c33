"""Every statement that lists or counts orders finds its rows by an index, in a shop that has sold for a year.

Six thousand orders stand for the million lines of a large shop. The optimiser chooses by ratios: a seller has one
order in a hundred, a buyer one in three hundred, and a day one in 365.
"""

from __future__ import annotations  # PyMySQL's classes are generic in its stubs only

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pymysql.cursors import DictCursor

from resolvers.shop.invoices import credit_notes
from resolvers.shop.invoices.model import CreditLine, CreditSnapshot
from resolvers.shop.orders import audit, outbox, reports, repository, views
from resolvers.shop.orders.records import MessageKind
from resolvers.shop.orders.revenue import RevenueGroup
from resolvers.shop.states import OrderState, PartState
from tests.resolvers.shop.conftest import Schema

ORDERS = 6_000
BUYERS, SELLERS, PRODUCTS = 300, 100, 300
NOW = int(datetime(2027, 1, 1, tzinfo=UTC).timestamp())
DAY = 86_400
# What of its table a statement may read; a page of sales reads all parts of their seller.
MOST_ROWS = ORDERS // 50
CREDITED = CreditSnapshot(
    invoice_number="2026-00001",
    invoiced_on=date(2026, 5, 31),
    order_number="1",
    seller_name="Ada",
    buyer_name="Grace",
    currency="EUR",
    credited_on=date(2026, 6, 1),
    reason="Torn",
    lines=[CreditLine(line=1, title="Print", quantity=1, tax_rate=0, net=500, tax=0)],
).model_dump_json(by_alias=True)


class RecordingCursor(DictCursor):
    """Keeps every statement with its values filled in."""

    statements: list[str]

    def execute(self, query: str, args: Any = None) -> int:
        self.__dict__.setdefault("statements", []).append(self.mogrify(query, args))
        return super().execute(query, args)


@pytest.fixture(scope="module")
def year_of_orders(schema: Schema) -> Schema:
    with schema.connect() as connection, connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO orders (id, buyer, state, currency, items, shipping, tax, total, paid, placed_at, local_date,"
            " zone, expires_at) VALUES (%s, %s, %s, 'EUR', 1000, 0, 0, 1000, %s, %s, %s, 'UTC', %s)",
            [_order(number) for number in range(ORDERS)],
        )
        cursor.executemany(
            "INSERT INTO order_parts (order_id, seller, state) VALUES (%s, %s, %s)",
            [(f"order_{n}", f"seller_{n % SELLERS}", "WAITING" if n % 10 else "DONE") for n in range(ORDERS)],
        )
        cursor.executemany(
            "INSERT INTO order_lines (order_id, line, product, variant, seller, title, quantity, unit_price,"
            " price_version, net, sold_on) VALUES (%s, %s, %s, %s, %s, 'Print', 1, 500, 1, 500, %s)",
            [
                (f"order_{n}", line, f"product_{n % PRODUCTS}", f"variant_{line}", f"seller_{n % SELLERS}", _moment(n))
                for n in range(ORDERS)
                for line in (1, 2)
            ],
        )
        cursor.executemany(
            "INSERT INTO invoices (id, seller, year, number, order_id, snapshot, written_at)"
            " VALUES (%s, %s, 2026, %s, %s, '{}', '2026-06-01')",
            [(f"invoice_{n}", f"seller_{n % SELLERS}", n // SELLERS + 1, f"order_{n}") for n in range(ORDERS)],
        )
        cursor.executemany(
            "INSERT INTO credit_notes (id, refund_id, order_id, seller, amount, pieces, year, number, snapshot,"
            " written_at) VALUES (%s, %s, %s, %s, 500, '{}', 2026, %s, %s, '2026-06-01')",
            [
                (f"credit_{n}", f"refund_{n}", f"order_{n}", f"seller_{n % SELLERS}", n // SELLERS + 1, CREDITED)
                for n in range(0, ORDERS, 3)
            ],
        )
        # One in a hundred waits.
        cursor.executemany(
            "INSERT INTO outbox (order_id, kind, body, next_at, sent_at) VALUES (%s, 'SELL', '{}', %s, %s)",
            [(f"order_{n}", _moment(n), _moment(n) if n % 100 else None) for n in range(ORDERS)],
        )
        cursor.executemany(
            "INSERT INTO addresses (order_id, name, street, town, region, postcode, country, erase_at)"
            " VALUES (%s, 'Omar', 'Street 1', 'Fez', '', '', 'MA', %s)",
            [(f"order_{n}", _moment(n) + timedelta(days=1095)) for n in range(ORDERS)],
        )
        cursor.executemany(
            "INSERT INTO refunds (id, order_id, state, amount, reason, created_at)"
            " VALUES (%s, %s, 'SUCCEEDED', 500, 'OTHER', %s)",
            [(f"refund_{n}", f"order_{n}", _moment(n)) for n in range(0, ORDERS, 3)],
        )
        connection.commit()
        cursor.execute(
            "ANALYZE TABLE orders, order_parts, order_lines, invoices, credit_notes, outbox, addresses, refunds"
        )
    return schema


def _order(number: int) -> tuple[Any, ...]:
    state, moment = ("PENDING" if number % 50 == 0 else "PAID"), _moment(number)
    paid = 1000 if state == "PAID" else 0
    return f"order_{number}", f"buyer_{number % BUYERS}", state, paid, moment, moment.date(), moment


def _moment(number: int) -> datetime:
    """Spread orders over the year before now."""
    return datetime.fromtimestamp(NOW - 365 * DAY + number * 365 * DAY // ORDERS, UTC).replace(tzinfo=None)


def sum_quarter(cursor: DictCursor, by: RevenueGroup) -> object:
    return reports.sum_sales(cursor, "seller_7", by, date(2026, 4, 1), date(2026, 6, 30))


READS: dict[str, Callable[[DictCursor], object]] = {
    "an order of its buyer": lambda cursor: views.get_order(cursor, "buyer_7", "order_7"),
    "orders of a buyer": lambda cursor: views.list_orders(cursor, "buyer_7", None, 10, None),
    "orders of a buyer in a state": lambda cursor: views.list_orders(cursor, "buyer_7", OrderState.PAID, 10, None),
    "the next page of a buyer": lambda cursor: views.list_orders(
        cursor, "buyer_7", None, 5, "2026-06-01T00:00:00Z#order_2000"
    ),
    "a sale": lambda cursor: views.get_sale(cursor, "seller_7", "order_7"),
    "sales of a seller": lambda cursor: views.list_sales(cursor, "seller_7", None, 10, None),
    "sales to prepare": lambda cursor: views.list_sales(cursor, "seller_7", PartState.WAITING, 10, None),
    "credit notes of a sale": lambda cursor: credit_notes.list_valid(cursor, "order_9", "seller_9"),
    "credit notes of a refund": lambda cursor: credit_notes.list_planned(cursor, "refund_9"),
    "a credit note": lambda cursor: credit_notes.get(cursor, "credit_9"),
    "what a seller earned by month": lambda cursor: sum_quarter(cursor, RevenueGroup.MONTH),
    "what a seller earned by product": lambda cursor: sum_quarter(cursor, RevenueGroup.PRODUCT),
    "what a seller earned by place": lambda cursor: sum_quarter(cursor, RevenueGroup.PLACE),
    "the next message": lambda cursor: outbox.take_message(cursor, NOW),
    "a message that waits": lambda cursor: outbox.is_waiting(cursor, "order_7", MessageKind.SELL),
    "messages that are stuck": lambda cursor: audit.count_stuck_messages(cursor, NOW - 300 * DAY),
    "addresses to erase": lambda cursor: repository.erase_addresses(cursor, NOW + 731 * DAY),
    "orders of two days": lambda cursor: audit.list_placed(cursor, NOW - 2 * DAY),
    "orders that are audited": lambda cursor: audit.read_orders(cursor, [f"order_{n}" for n in range(50)]),
    "pieces that were sold": lambda cursor: audit.count_sold(cursor, ["product_7", "product_8"]),
}


@pytest.mark.parametrize("name", READS)
def test_a_statement_finds_its_rows_by_an_index(year_of_orders: Schema, name: str) -> None:
    """No table is read from end to end, and no more of it than its share."""
    with year_of_orders.connect() as connection, connection.cursor(RecordingCursor) as cursor:
        READS[name](cursor)
        statements = [*cursor.statements]
        plans = [(each, step) for each in statements for step in explain(cursor, each)]
        connection.rollback()

    assert plans
    for statement, step in plans:
        assert step["key"], f"{step['table']} is read without an index by {statement}"
        assert step["type"] not in {"ALL", "index"}, statement
        # MariaDB writes `1 (5%)` where one index filters what another finds.
        assert int(str(step["rows"]).split()[0]) <= MOST_ROWS, f"{step['rows']} rows of {step['table']} by {statement}"


@pytest.mark.parametrize("by", RevenueGroup)
def test_a_report_reads_the_days_of_its_months_only(year_of_orders: Schema, by: RevenueGroup) -> None:
    """By the seller and the day: a quarter of the year is about a quarter of the seller's 120 lines."""
    with year_of_orders.connect() as connection, connection.cursor(RecordingCursor) as cursor:
        sum_quarter(cursor, by)
        (statement,) = cursor.statements
        steps = {step["table"]: step for step in explain(cursor, statement)}

    assert (steps["l"]["type"], steps["l"]["key"]) == ("range", "order_lines_by_day")
    assert int(steps["l"]["rows"]) <= 40
    assert (steps["o"]["type"], steps["o"]["key"]) == ("eq_ref", "PRIMARY")


def test_a_plan_without_an_index_is_seen(year_of_orders: Schema) -> None:
    """The check above can fail: nobody lists orders by their total."""
    with year_of_orders.connect() as connection, connection.cursor() as cursor:
        (step,) = explain(cursor, "SELECT id FROM orders WHERE total = 1")

    assert (step["type"], step["key"]) == ("ALL", None)


def explain(cursor: DictCursor, statement: str) -> list[dict[str, Any]]:
    """Return the steps of a statement's plan that read a table."""
    cursor.execute(f"EXPLAIN FORMAT = TRADITIONAL {statement}")  # MySQL 9 draws a tree otherwise
    return [each for each in cursor.fetchall() if each["table"]]
