"""What the tables refuse on their own, whatever code would write it."""

import pymysql
import pytest

from tests.resolvers.shop.conftest import Schema

ORDER = """
INSERT INTO orders
 (id, buyer, state, currency, items, shipping, tax, total, paid, refunded, placed_at, local_date, zone, expires_at)
 VALUES (%s, 'omar', 'PAID', 'EUR', %s, 0, %s, %s, %s, %s, '2027-01-01', '2027-01-01', 'UTC', '2027-01-01')
"""
LINE = """
INSERT INTO order_lines (order_id, line, product, variant, seller, title, quantity, unit_price, price_version, net)
 VALUES ('order_1', 1, 'product_1', 'variant_1', 'ada', 'Print', %s, 1, 1, %s)
"""


@pytest.mark.parametrize("quantity", [0, -1, 100, 2**31])
def test_quantities_that_nobody_can_order(schema: Schema, quantity: int) -> None:
    """The same that the model and the stock refuse; a line of one piece is written."""
    with schema.connect() as connection, connection.cursor() as cursor:
        cursor.execute(ORDER, ("order_1", 1, 0, 1, 0, 0))
        with pytest.raises((pymysql.OperationalError, pymysql.DataError)):
            cursor.execute(LINE, (quantity, quantity))
        assert cursor.execute(LINE, (1, 1)) == 1
        connection.rollback()


@pytest.mark.parametrize(
    ("items", "tax", "total", "paid", "refunded"),
    [
        pytest.param(100, 19, 120, 0, 0, id="a total that does not add up"),
        pytest.param(-1, 0, -1, 0, 0, id="a negative amount"),
        pytest.param(2_000_000_001, 0, 2_000_000_001, 0, 0, id="more than can be shown"),
        pytest.param(100, 19, 119, 60, 0, id="half of it paid"),
        pytest.param(100, 19, 119, 119, 120, id="more refunded than was paid"),
        pytest.param(100, 19, 119, 119, -1, id="a negative refund"),
    ],
)
def test_amounts_that_no_order_has(schema: Schema, items: int, tax: int, total: int, paid: int, refunded: int) -> None:
    with schema.connect() as connection, connection.cursor() as cursor:
        with pytest.raises(pymysql.OperationalError, match="orders_"):
            cursor.execute(ORDER, ("order_2", items, tax, total, paid, refunded))
        assert cursor.execute(ORDER, ("order_2", 100, 19, 119, 119, 119)) == 1
        connection.rollback()
