"""Carries out the outbox: what was decided in SQL is done to the stock, and money is given back."""

from __future__ import annotations  # PyMySQL's classes are generic in its stubs only

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import pymysql

from resolvers.core.model import now
from resolvers.shop.database.transactions import find_nothing
from resolvers.shop.money.model import Money
from resolvers.shop.orders import billing, crediting, heads, outbox, recovery, refunds, repository, views
from resolvers.shop.orders.records import Message, MessageKind, Undelivered
from resolvers.shop.orders.saga import (
    ADDRESS_SECONDS,
    Shop,
    announce,
    end_order,
    lock_order,
    request_invoices,
    request_refund,
    require_order,
)
from resolvers.shop.states import OrderState, RefundState, ReservationState
from resolvers.shop.stock import repository as stock
from resolvers.shop.stock.model import InsufficientStock, Reservation

if TYPE_CHECKING:
    from pymysql.cursors import DictCursor


def relay_message(shop: Shop) -> bool:
    """Carry out the oldest message of the outbox; return False if there is none. Repeating one is harmless by state.

    One that fails is postponed, so that it holds up no other, and its error is raised.
    """

    def send(cursor: DictCursor) -> bool:
        message = outbox.take_message(cursor, shop.now())
        if message is None:
            return False
        try:
            ACTIONS[message.kind](shop, cursor, message)
        except pymysql.Error:
            raise  # the database's own reasons to repeat the transaction
        except Exception as error:
            raise Undelivered(message) from error
        outbox.mark_sent(cursor, message, shop.now())
        return True

    try:
        return shop.database.transact(send, find_nothing)
    except Undelivered as failed:
        message = failed.message
        shop.database.transact(lambda cursor: outbox.postpone(cursor, message, shop.now()), find_nothing)
        raise


def _sell(shop: Shop, cursor: DictCursor, message: Message) -> None:
    """Sell to an order that is still paid: this message may come after the one that releases its pieces.

    Pieces whose reservation was lost may be sold to others by now: such an order is cancelled, if nothing has shipped.
    """
    order = lock_order(cursor, message.order_id)
    if order.state is not OrderState.PAID:
        return
    try:
        _settle(cursor, message.order_id, ReservationState.SOLD)
    except InsufficientStock:
        if repository.has_shipped(cursor, message.order_id):
            raise
        end_order(shop, cursor, order, "OUT_OF_STOCK")


def _release(_: Shop, cursor: DictCursor, message: Message) -> None:
    """Release the pieces of an order that is still over: late money may have bought them again."""
    if lock_order(cursor, message.order_id).state in {OrderState.EXPIRED, OrderState.CANCELLED}:
        _settle(cursor, message.order_id, ReservationState.RELEASED)


def _retake(shop: Shop, cursor: DictCursor, message: Message) -> None:
    """Sell to an expired order whose money came late, or give the money back."""
    if lock_order(cursor, message.order_id).state is not OrderState.EXPIRED:
        return
    try:
        _settle(cursor, message.order_id, ReservationState.SOLD)
    except InsufficientStock:
        amount = require_order(cursor, message.order_id).total
        request_refund(shop, cursor, f"{message.order_id}-late", message.order_id, amount, "OUT_OF_STOCK")
    else:
        if repository.move(cursor, message.order_id, OrderState.EXPIRED, OrderState.PAID):
            repository.set_address_end(cursor, message.order_id, shop.now() + ADDRESS_SECONDS)
            request_invoices(shop, cursor, message.order_id)
            announce(shop, cursor, message.order_id)


def _write_invoices(shop: Shop, cursor: DictCursor, message: Message) -> None:
    """Write the invoices of an order that is still paid: nobody is billed for what was cancelled before."""
    if lock_order(cursor, message.order_id).state is OrderState.PAID:
        billing.bill_order(cursor, message.order_id, datetime.fromtimestamp(shop.now(), UTC))


def _write_credit_notes(shop: Shop, cursor: DictCursor, message: Message) -> None:
    """Write what a refund took back of invoices; it waits for an invoice that is still to be written."""
    order = lock_order(cursor, message.order_id)
    at = datetime.fromtimestamp(shop.now(), UTC)
    if crediting.write_credit_notes(cursor, order, message.body["refund"], at):
        repository.count_change(cursor, message.order_id)
        announce(shop, cursor, message.order_id)


def _refund(shop: Shop, cursor: DictCursor, message: Message) -> None:
    currency = require_order(cursor, message.order_id).currency
    amount = Money(amount=message.body["amount"], currency=currency)
    shop.refunds.refund(message.body["refund"], message.order_id, amount)
    refunds.move(cursor, message.body["refund"], RefundState.REQUESTED, RefundState.PENDING)


def _announce(_: Shop, cursor: DictCursor, message: Message) -> None:
    """Tell the table's stream how an order is now, whatever it was when this was decided."""
    heads.put(views.get_head(cursor, message.order_id, now()))


def _settle(cursor: DictCursor, order_id: str, target: ReservationState) -> None:
    """Move a reservation to a state, if an arrow leads there from where it is; somebody else may move it meanwhile.

    One that the table has lost is restored first, as released.
    """
    found: Reservation | None = stock.get_reservation(order_id) or _restore(cursor, order_id)
    while found and found.state is not target and not stock.settle(found, target):
        before, found = found, stock.get_reservation(order_id)
        if found == before:  # no arrow leads from where it is
            return


def _restore(cursor: DictCursor, order_id: str) -> Reservation:
    released = recovery.read_reservation(cursor, order_id, ReservationState.RELEASED)
    stock.restore(released)
    return released


ACTIONS: Final[dict[MessageKind, Callable[[Shop, DictCursor, Message], None]]] = {
    MessageKind.SELL: _sell,
    MessageKind.RELEASE: _release,
    MessageKind.RETAKE: _retake,
    MessageKind.REFUND: _refund,
    MessageKind.INVOICE: _write_invoices,
    MessageKind.CREDIT: _write_credit_notes,
    MessageKind.ANNOUNCE: _announce,
}
