"""What the sellers of a paid order write invoices for."""

from __future__ import annotations  # PyMySQL's classes are generic in its stubs only

from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from resolvers.platform.users import service as users
from resolvers.shop.invoices import service as invoices
from resolvers.shop.invoices.model import InvoiceLine, Snapshot
from resolvers.shop.orders import views

if TYPE_CHECKING:
    from pymysql.cursors import DictCursor


def bill_order(cursor: DictCursor, order_id: str, at: datetime) -> None:
    """Write an invoice for each seller of a locked, paid order, dated by the clocks of its own zone, once."""
    cursor.execute("SELECT number, buyer, currency, zone FROM orders WHERE id = %s", (order_id,))
    (order,) = cursor.fetchall()
    sold: dict[str, list[dict[str, Any]]] = defaultdict(list)
    cursor.execute("SELECT * FROM order_lines WHERE order_id = %s ORDER BY line", (order_id,))
    for line in cursor.fetchall():
        sold[line["seller"]].append(line)
    names = users.list_names({order["buyer"], *sold})
    sales = {
        seller: Snapshot(
            order_number=views.write_number(order["number"]),
            seller_name=names.get(seller, ""),
            buyer_name=names.get(order["buyer"], ""),
            currency=order["currency"],
            sold_on=at.astimezone(ZoneInfo(order["zone"])).date(),
            lines=[InvoiceLine.model_validate(line) for line in lines],
        )
        for seller, lines in sold.items()
    }
    invoices.write_invoices(cursor, order_id, sales, at)
