"""The saga of an order: stock in DynamoDB and the order in SQL, joined by reservation, outbox, inbox and tombstone.

Each step is one transaction in one of the two stores, and may be repeated after a crash at any point. An order is
decided in SQL only; its reservation follows by the outbox, never the other way round.
"""

from __future__ import annotations  # PyMySQL's classes are generic in its stubs only

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

from resolvers.core.errors import IdempotencyKeyReused
from resolvers.shop.database.transactions import find_nothing
from resolvers.shop.errors import OrderClosed
from resolvers.shop.invoices import credit_notes
from resolvers.shop.money.model import Money
from resolvers.shop.money.refunds import RefundableLine, RefundTooLarge, refund_amount, refund_lines, share_refund
from resolvers.shop.orders import crediting, outbox, refunds, repository
from resolvers.shop.orders.records import MessageKind, OrderDraft, OrderRecord, OrderUnknown, PartRefund
from resolvers.shop.states import OrderState, PartState, RefundState, list_sources
from resolvers.shop.stock import repository as stock

if TYPE_CHECKING:
    from pymysql.cursors import DictCursor

    from resolvers.shop.database.transactions import Database

# A session at the payment provider lives 30 minutes at least.
HOLD_SECONDS: Final = 35 * 60
DAY_SECONDS: Final = 24 * 3600
# What was shipped may be complained about for two years in the EU; the rest is for a complaint under way.
ADDRESS_SECONDS: Final = 3 * 365 * DAY_SECONDS
# Late money may still bring an order back that has ended.
ENDED_ADDRESS_SECONDS: Final = 30 * DAY_SECONDS


class Refunds(Protocol):
    """Who gives money back; a repeat with the same id gives it back once."""

    def refund(self, refund_id: str, order_id: str, amount: Money) -> None: ...


@dataclass(frozen=True)
class Shop:
    """Where orders are, who gives money back, and the time in seconds since 1970."""

    database: Database
    refunds: Refunds
    now: Callable[[], int]


def place_order(shop: Shop, draft: OrderDraft) -> OrderRecord:
    """Hold the pieces of an order and record it; raises `StockError`, or `IdempotencyKeyReused` for another order.

    A repeat answers the order as it is by now: EXPIRED, where its time was over before it was recorded.
    """
    now = shop.now()
    demands = [line.demand for line in draft.lines]
    reservation = stock.reserve(draft.id, draft.digest, demands, now + HOLD_SECONDS, draft.buyer, draft.to_pay)
    if reservation.digest and reservation.digest != draft.digest:
        raise IdempotencyKeyReused("This key was used for another order.", "input", "idempotencyKey")

    def record(cursor: DictCursor) -> OrderRecord:
        repository.add(cursor, draft, now, reservation.until, now + ADDRESS_SECONDS)
        return require_order(cursor, draft.id)

    return shop.database.transact(record, lambda cursor: repository.get(cursor, draft.id))


def take_payment(shop: Shop, provider: str, event: str, order_id: str) -> None:
    """Note that an order was paid, once, however often and in whatever order the provider tells.

    Raises `OrderUnknown` for an order that is not there yet, so that its event is delivered again.
    """

    def record(cursor: DictCursor) -> None:
        order = require_order(cursor, order_id)
        if not repository.add_to_inbox(cursor, provider, event, shop.now()):
            return
        if not repository.mark_paid(cursor, order_id):
            return
        if repository.move(cursor, order_id, OrderState.PENDING, OrderState.PAID):
            outbox.enqueue(cursor, order_id, MessageKind.SELL, shop.now())
            request_invoices(shop, cursor, order_id)
            announce(shop, cursor, order_id)
        elif require_order(cursor, order_id).state is OrderState.EXPIRED:
            outbox.enqueue(cursor, order_id, MessageKind.RETAKE, shop.now())
        else:
            request_refund(shop, cursor, f"{order_id}-late", order_id, order.total, "CANCELLED")

    shop.database.transact(record, find_nothing)


def cancel_order(shop: Shop, order_id: str) -> OrderRecord:
    """Cancel an order of which nothing has shipped, and give back what was paid; repeats are harmless.

    Raises `OrderClosed` for an order that has expired, or of which something has shipped.
    """

    def record(cursor: DictCursor) -> OrderRecord:
        order = lock_order(cursor, order_id)
        if order.state is OrderState.CANCELLED:
            return order
        if order.state is OrderState.EXPIRED or repository.has_shipped(cursor, order_id):
            raise OrderClosed(order.state)
        end_order(shop, cursor, order, "BUYER")
        return require_order(cursor, order_id)

    return shop.database.transact(record, find_nothing)


def advance_part(shop: Shop, order_id: str, seller: str, source: PartState, target: PartState) -> bool:
    """Move a seller's part of a paid order along one arrow; return False where it is not where the arrow begins."""

    def record(cursor: DictCursor) -> bool:
        if lock_order(cursor, order_id).state is not OrderState.PAID:
            return False
        moved = repository.move_part(cursor, order_id, seller, source, target)
        if moved:
            announce(shop, cursor, order_id)
        return moved

    return shop.database.transact(record, find_nothing)


def refund_order(shop: Shop, refund_id: str, order_id: str, amount: int, reason: str) -> None:
    """Give a part of an order's money back, once for each id; raises `RefundTooLarge`."""

    def record(cursor: DictCursor) -> None:
        order = require_order(cursor, order_id)
        if not refunds.has(cursor, refund_id) and not request_refund(shop, cursor, refund_id, order_id, amount, reason):
            raise RefundTooLarge(order.paid - order.refunded)

    shop.database.transact(record, find_nothing)


def refund_part(shop: Shop, refund: PartRefund) -> None:
    """Give money of a seller's part of an order back, once for each id.

    Raises `RefundTooLarge`, `RefundError`, `OrderClosed`, and `IdempotencyKeyReused` for another refund's id.
    """

    def record(cursor: DictCursor) -> None:
        order = lock_order(cursor, refund.order_id)
        refunded = refunds.lock_part(cursor, refund.order_id, refund.seller)
        known = refunds.find_digest(cursor, refund.id)
        if known is not None:
            if known != refund.digest:
                raise IdempotencyKeyReused("This key was used for another refund.", "idempotencyKey")
            return
        if order.state is not OrderState.PAID:
            raise OrderClosed(order.state)
        lines = refunds.list_refundable(cursor, refund.order_id, refund.seller)
        amount = _count_refund(lines, refund, refunded)
        if not request_refund(shop, cursor, refund.id, refund.order_id, amount, "SELLER"):
            raise RefundTooLarge(order.paid - order.refunded)
        shares = _share_refund(lines, refund, amount)
        refunds.add_part_refund(cursor, refund, shares)
        crediting.plan_credit(cursor, refund, shares)

    shop.database.transact(record, find_nothing)


def _count_refund(lines: Mapping[int, RefundableLine], refund: PartRefund, refunded: int) -> int:
    """Return what a refund comes to; the last pieces take what is left of the part."""
    paid = sum(line.total for line in lines.values())
    if not refund.quantities:
        return refund_amount(refund.amount, paid=paid, refunded=refunded)
    return refund_lines(list(lines.values()), _place_quantities(lines, refund), paid=paid, refunded=refunded)


def _share_refund(lines: Mapping[int, RefundableLine], refund: PartRefund, amount: int) -> dict[int, int]:
    """Return what each line gives of a refund, by its number; those that give nothing are left out."""
    shares = share_refund(list(lines.values()), _place_quantities(lines, refund), amount)
    return {number: share for number, share in zip(lines, shares, strict=True) if share}


def _place_quantities(lines: Mapping[int, RefundableLine], refund: PartRefund) -> dict[int, int]:
    """Return the pieces of a refund by their line's place; a line that is not there has a place beyond them."""
    places = {number: place for place, number in enumerate(lines)}
    return {places.get(number, len(lines)): quantity for number, quantity in refund.quantities.items()}


def settle_refund(shop: Shop, refund_id: str, state: RefundState) -> None:
    """Note how a refund ended: credit notes are written of one that succeeded, the money of a failed one is kept."""

    def record(cursor: DictCursor) -> None:
        moved = any(refunds.move(cursor, refund_id, source, state) for source in list_sources(state))
        if moved and state is RefundState.FAILED:
            announce(shop, cursor, refunds.keep(cursor, refund_id))
        elif moved and state is RefundState.SUCCEEDED and (order_id := credit_notes.find_order(cursor, refund_id)):
            outbox.enqueue(cursor, order_id, MessageKind.CREDIT, shop.now(), refund=refund_id)

    shop.database.transact(record, find_nothing)


def sweep_reservations(shop: Shop) -> int:
    """Expire the orders whose time is over; return how many reservations were found.

    Where no order was recorded, an EXPIRED one is: a client that comes late collides with it. Only then are the
    pieces released; the other way round, an order could be recorded, and paid, with nothing held.
    """
    overdue = stock.list_overdue(shop.now())
    for reservation in overdue:
        shop.database.transact(partial(_expire, shop, reservation.order_id), find_nothing)
    return len(overdue)


def _expire(shop: Shop, order_id: str, cursor: DictCursor) -> None:
    if not repository.add_tombstone(cursor, order_id, shop.now()):
        expire_order(shop, cursor, order_id)
    # Also for an order that was decided before: the table may have been put back to a time when it was not.
    resend_decision(shop, cursor, lock_order(cursor, order_id))


def erase_addresses(shop: Shop) -> int:
    """Erase addresses whose legal time is over, some at once; return how many."""
    return shop.database.transact(lambda cursor: repository.erase_addresses(cursor, shop.now()), find_nothing)


def expire_order(shop: Shop, cursor: DictCursor, order_id: str) -> None:
    """Expire an order that still waits to be paid, without releasing its pieces."""
    if repository.move(cursor, order_id, OrderState.PENDING, OrderState.EXPIRED):
        repository.set_address_end(cursor, order_id, shop.now() + ENDED_ADDRESS_SECONDS)
        announce(shop, cursor, order_id)


def end_order(shop: Shop, cursor: DictCursor, order: OrderRecord, reason: str) -> None:
    """Cancel a locked order of which nothing has shipped: release its pieces, and give back what was paid."""
    repository.move(cursor, order.id, order.state, OrderState.CANCELLED)
    repository.set_address_end(cursor, order.id, shop.now() + ENDED_ADDRESS_SECONDS)
    outbox.enqueue(cursor, order.id, MessageKind.RELEASE, shop.now())
    if left := order.paid - order.refunded:
        refund_id = f"{order.id}-cancelled"
        if request_refund(shop, cursor, refund_id, order.id, left, reason):
            crediting.plan_all_credits(cursor, refund_id, order.id)
        refunds.mark_all_refunded(cursor, order.id)
    else:
        announce(shop, cursor, order.id)


def resend_decision(shop: Shop, cursor: DictCursor, order: OrderRecord) -> None:
    """Have the pieces of a locked order follow its state once more; where they do already, nothing changes."""
    kind = MessageKind.SELL if order.state is OrderState.PAID else MessageKind.RELEASE
    if order.state is not OrderState.PENDING and not outbox.is_waiting(cursor, order.id, kind):
        outbox.enqueue(cursor, order.id, kind, shop.now())


def request_refund(shop: Shop, cursor: DictCursor, refund_id: str, order_id: str, amount: int, reason: str) -> bool:
    """Request a refund within a transaction; return False where `refunds.add` does."""
    requested = refunds.add(cursor, refund_id, order_id, amount, reason, shop.now())
    if requested:
        outbox.enqueue(cursor, order_id, MessageKind.REFUND, shop.now(), refund=refund_id, amount=amount)
        announce(shop, cursor, order_id)
    return requested


def request_invoices(shop: Shop, cursor: DictCursor, order_id: str) -> None:
    """Have the invoices of an order written that is paid by this transaction: outside it, as they wait for counters."""
    outbox.enqueue(cursor, order_id, MessageKind.INVOICE, shop.now())


def announce(shop: Shop, cursor: DictCursor, order_id: str) -> None:
    """Have the people of an order hear of its change, within the transaction that makes it."""
    outbox.enqueue(cursor, order_id, MessageKind.ANNOUNCE, shop.now())


def lock_order(cursor: DictCursor, order_id: str) -> OrderRecord:
    """Return an order that only this transaction changes, or raise `OrderUnknown`."""
    if order := repository.lock(cursor, order_id):
        return order
    raise OrderUnknown(order_id)


def require_order(cursor: DictCursor, order_id: str) -> OrderRecord:
    """Return an order, or raise `OrderUnknown`."""
    if order := repository.get(cursor, order_id):
        return order
    raise OrderUnknown(order_id)
