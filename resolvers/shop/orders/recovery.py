"""Brings stock after orders where DynamoDB was put back to an earlier moment and SQL was not.

So it is after a restore of the table on AWS, and where the embedded AWS was killed before its snapshot.
"""

from __future__ import annotations  # PyMySQL's classes are generic in its stubs only

from functools import partial
from typing import TYPE_CHECKING, Final

from resolvers.core.observability import logger
from resolvers.shop.database.transactions import find_nothing
from resolvers.shop.money.model import Money
from resolvers.shop.orders import audit
from resolvers.shop.orders.differences import RESERVED
from resolvers.shop.orders.records import OrderRecord, OrderUnknown
from resolvers.shop.orders.saga import Shop, announce, expire_order, lock_order, resend_decision
from resolvers.shop.states import OrderState, ReservationState
from resolvers.shop.stock import repository as stock
from resolvers.shop.stock.model import InsufficientStock, Reservation

if TYPE_CHECKING:
    from pymysql.cursors import DictCursor

# A table is restored within hours; what was decided earlier is at rest.
LOOK_BACK_SECONDS: Final = 2 * 24 * 3600
AT_ONCE: Final = 500


def recover(shop: Shop) -> int:
    """Restore lost reservations, and have those that are behind follow their orders; return how many orders differed.

    It looks at the orders of two days, at most the newest 10,000. What follows is in the outbox, so repeats, crashes
    and requests that come meanwhile are harmless.
    """
    since, differing = shop.now() - LOOK_BACK_SECONDS, list[str]()
    placed = shop.database.transact(lambda cursor: audit.list_placed(cursor, since), find_nothing)
    for start in range(0, len(placed), AT_ONCE):
        differing += _list_differing(shop, placed[start : start + AT_ONCE])
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


def _list_differing(shop: Shop, order_ids: list[str]) -> list[str]:
    read = partial(audit.read_orders, order_ids=order_ids)
    orders, reservations = shop.database.transact(read, find_nothing), stock.get_reservations(order_ids)
    return [
        each.id
        for each in orders.values()
        if each.id not in reservations or reservations[each.id].state != RESERVED[each.state]
    ]


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
