"""Compares orders in SQL with what the provider charged and with their reservations: nothing may differ."""

from __future__ import annotations  # PyMySQL's classes are generic in its stubs only

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Final

from resolvers.shop.database.transactions import Database, find_nothing
from resolvers.shop.orders import audit
from resolvers.shop.orders.differences import GRACE_SECONDS, Case, Difference, DifferenceKind, compare
from resolvers.shop.payments import charges
from resolvers.shop.payments.charges import Charge
from resolvers.shop.stock import repository as stock

LOOK_BACK_SECONDS: Final = 2 * 24 * 3600
# Charges are noted each hour; one hour may be missed.
NOTED_SECONDS: Final = 3 * 3600


def reconcile(database: Database, now: int) -> list[Difference]:
    """Return what differs among the orders of the last days; what is found is looked at twice, as orders change."""
    since = now - LOOK_BACK_SECONDS
    placed = database.transact(lambda cursor: audit.list_placed(cursor, since), find_nothing)
    overdue = stock.list_overdue(now - GRACE_SECONDS)
    charged = charges.list_since(since)
    first = {*placed, *(each.order_id for each in overdue), *(each.order_id for each in charged)}
    suspects = {each.subject for each in _look_at(database, now, sorted(first), charged)}
    found = [*_look_at(database, now, sorted(suspects), charged), *_compare_counters(database, sorted(placed))]
    return [*found, *_find_silence(database, now)]


def _look_at(database: Database, now: int, order_ids: list[str], charged: Collection[Charge]) -> Iterator[Difference]:
    by_order = defaultdict[str, list[Charge]](list)
    for each in charged:
        by_order[each.order_id].append(each)
    noted_at = charges.get_statement_time()
    orders, reservations = audit.read_all_orders(database, order_ids), stock.get_reservations(order_ids)
    for order_id in order_ids:
        known = orders.get(order_id), by_order[order_id], reservations.get(order_id)
        yield from compare(Case(order_id, *known, now, noted_at))


def _compare_counters(database: Database, order_ids: list[str]) -> Iterator[Difference]:
    """Compare what stock counts as sold with paid orders, for variants of which nothing changes meanwhile."""
    orders = audit.read_all_orders(database, order_ids)
    busy = {variant for order in orders.values() if order.is_busy for variant in order.quantities}
    variants = {variant for order in orders.values() for variant in order.quantities} - busy
    before = stock.get_many(variants)
    products = {each.product_id for each in before.values() if each.product_id}
    sold = database.transact(lambda cursor: audit.count_sold(cursor, products), find_nothing)
    after = stock.get_many(variants)
    for variant, counts in before.items():
        if counts.product_id and counts == after.get(variant) and counts.sold != sold[variant]:
            yield Difference(DifferenceKind.OTHER_SOLD, variant, f"{counts.sold} counted, {sold[variant]} in orders")


def _find_silence(database: Database, now: int) -> Iterator[Difference]:
    """Find out whether those who carry out and note have stopped."""
    due = now - GRACE_SECONDS
    if stuck := database.transact(lambda cursor: audit.count_stuck_messages(cursor, due), find_nothing):
        yield Difference(DifferenceKind.MESSAGES_STUCK, "outbox", f"{stuck} messages")
    noted_at = charges.get_statement_time()
    if noted_at and noted_at < now - NOTED_SECONDS:
        yield Difference(DifferenceKind.CHARGES_NOT_NOTED, "charges", f"last noted {now - noted_at} s ago")
