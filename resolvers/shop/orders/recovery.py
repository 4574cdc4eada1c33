"""Brings stock after orders where DynamoDB was put back to an earlier moment and SQL was not.

So it is after a restore of the table on AWS, and where the embedded AWS was killed before its snapshot.
"""

from __future__ import annotations  # PyMySQL's classes are generic in its stubs only

from functools import partial
from typing import TYPE_CHECKING

from resolvers.core.observability import logger
from resolvers.shop.database.transactions import find_nothing
from resolvers.shop.money.model import Money
from resolvers.shop.orders import audit
from resolvers.shop.orders.audit import AuditedOrder
from resolvers.shop.orders.differences import RESERVED
from resolvers.shop.orders.reconciliation import LOOK_BACK_SECONDS
from resolvers.shop.orders.records import OrderRecord, OrderUnknown
from resolvers.shop.orders.saga import Shop, announce, expire_order, lock_order, resend_decision
from resolvers.shop.states import OrderState, ReservationState
from resolvers.shop.stock import repository as stock
from resolvers.shop.stock.model import InsufficientStock, Reservation

if TYPE_CHECKING:
    from pymysql.cursors import DictCursor


def recover(shop: Shop) -> int:
    """Restore lost reservations, and have those that are behind follow their orders; return how many orders differed.

    It looks at the orders of two days, at most the newest 10,000. What follows is in the outbox, so repeats, crashes
    and requests that come meanwhile are harmless.
    """
    since = shop.now() - LOOK_BACK_SECONDS
    placed = shop.database.transact(lambda cursor: audit.list_placed(cursor, since), find_nothing)
    orders, reservations = audit.read_all_orders(shop.database, placed), stock.get_reservations(placed)
    differing = [each.id for each in orders.values() if not _agrees(each, reservations.get(each.id))]
    for order_id in differing:
        shop.database.transact(partial(_recover_order, shop, order_id), find_nothing)
        logger.warning("recovered", extra={"subject": order_id})
    return len(differing)


def read_reservation(cursor: DictCursor, order_id: str, state: ReservationState) -> Reservation:
    """Return the reservation that an order had, as SQL knows it, or raise `OrderUnknown`."""
    found = audit.read_orders(cursor, [order_id]).get(order_id)
    if not found:
        raise OrderUnknown(order_id)
    total = Money(amount=found.total, currency=found.currency) if found.total else None
    return Reservation(
        order_id=order_id,
        digest="",
        quantities=found.quantities,
        state=state,
        until=found.expires_at,
        buyer=found.buyer,
        total=total,
    )


def _agrees(order: AuditedOrder, reservation: Reservation | None) -> bool:
    return reservation is not None and reservation.state == RESERVED[order.state]


def _recover_order(shop: Shop, order_id: str, cursor: DictCursor) -> None:
    order = lock_order(cursor, order_id)
    if not stock.get_reservation(order_id):
        _restore(shop, cursor, order)
    resend_decision(shop, cursor, lock_order(cursor, order_id))
    if order.total:  # a tombstone has nobody who hears of it
        announce(shop, cursor, order_id)


def _restore(shop: Shop, cursor: DictCursor, order: OrderRecord) -> None:
    """Restore a lost reservation: a message sells what is paid; what waits holds its pieces again, or expires."""
    released = read_reservation(cursor, order.id, ReservationState.RELEASED)
    try:
        held = order.state is OrderState.PENDING
        stock.restore(released.model_copy(update={"state": ReservationState.HELD}) if held else released)
    except InsufficientStock:
        expire_order(shop, cursor, order.id)
        stock.restore(released)
