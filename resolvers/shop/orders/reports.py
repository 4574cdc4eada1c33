"""Reports of what a seller sold, read from SQL: by month, product or place, in each currency."""

from __future__ import annotations  # PyMySQL's classes are generic in its stubs only

from collections.abc import Collection
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from resolvers.core.appsync import wants
from resolvers.core.errors import InvalidInput
from resolvers.core.identity import Caller
from resolvers.core.model import now
from resolvers.shop.catalogue import views as catalogue
from resolvers.shop.orders.connection import read
from resolvers.shop.orders.revenue import MAX_MONTHS, PLACE_ZOOM, Month, RevenueGroup, Sales, SalesReport, summarize

if TYPE_CHECKING:
    from pymysql.cursors import DictCursor

# Lines that a function of before `sold_on` wrote during a deploy have their order's day.
DAY: Final = "COALESCE(l.sold_on, o.local_date)"
GROUPS: Final = {
    RevenueGroup.MONTH: f"DATE_FORMAT({DAY}, '%%Y-%%m')",
    RevenueGroup.PRODUCT: "l.product",
    RevenueGroup.PLACE: f"TRIM(CONCAT(LEFT(l.place_key, {PLACE_ZOOM}), ' ', l.place_name))",
}
# A cancelled order was refunded in whole, and is no sale.
SALES: Final = (
    "SELECT o.currency, {group} AS group_key, MAX(l.place_name) AS name, SUM(l.quantity) AS pieces,"
    " SUM(l.refunded_quantity) AS refunded_pieces, SUM(l.total) AS sold, SUM(l.refunded) AS refunded"
    " FROM order_lines l JOIN orders o ON o.id = l.order_id"
    " WHERE l.seller = %s AND (l.sold_on BETWEEN %s AND %s OR l.sold_on IS NULL)"
    " AND o.state = 'PAID' AND {day} BETWEEN %s AND %s"
    " GROUP BY o.currency, group_key"
)


def report_sales(viewer: Caller, by: RevenueGroup, since: Month | None, until: Month | None) -> SalesReport:
    """Return what the viewer sold in some months, by default the last twelve; may raise `InvalidInput`."""
    last = _last_day(until or f"{now():%Y-%m}")
    first = _first_day(since) if since else last.replace(year=last.year - 1, day=1) + timedelta(days=31)
    first = first.replace(day=1)
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months < 1:
        raise InvalidInput("`until` is before `since`.", "until")
    if months > MAX_MONTHS:
        raise InvalidInput(f"A report has at most {MAX_MONTHS} months.", "until")
    sales = read(lambda cursor: sum_sales(cursor, viewer.id, by, first, last))
    is_product = by is RevenueGroup.PRODUCT
    return summarize(sales, by, lambda keys: _find_titles(viewer, keys) if is_product else {})


def sum_sales(cursor: DictCursor, seller: str, by: RevenueGroup, first: date, last: date) -> list[Sales]:
    """Sum up a seller's paid lines of some days by currency and group."""
    statement = SALES.format(group=GROUPS[by], day=DAY)
    cursor.execute(statement, (seller, first, last, first, last))
    is_place = by is RevenueGroup.PLACE
    return [
        Sales.model_validate(row | {"key": row["group_key"], "name": row["name"] if is_place else None})
        for row in cursor.fetchall()
    ]


def _find_titles(viewer: Caller, product_ids: Collection[str]) -> dict[str, str]:
    """Return what products of the viewer are called now."""
    found = catalogue.get_many_readable(viewer, list(product_ids)) if wants("name") else []
    return {each.id: each.title for each in found if each}


def _first_day(month: Month) -> date:
    return date.fromisoformat(f"{month}-01")


def _last_day(month: Month) -> date:
    return (_first_day(month) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
