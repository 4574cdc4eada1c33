"""What buyers and sellers do with orders: place, look at and cancel them, and do their part."""

from __future__ import annotations  # PyMySQL's classes are generic in its stubs only

import contextlib
import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from resolvers.core import charge, pagination, table
from resolvers.core.errors import Conflict, IdempotencyKeyReused, InvalidInput, NotFound
from resolvers.core.identity import Caller
from resolvers.platform.users import service as users
from resolvers.shop.carts import service as carts
from resolvers.shop.errors import OrderClosed, RefundTooLarge
from resolvers.shop.invoices import credit_notes, repository
from resolvers.shop.invoices import service as invoices
from resolvers.shop.invoices.model import InvoiceFile, InvoiceLanguage, WrittenCreditNote, WrittenInvoice
from resolvers.shop.money import refunds
from resolvers.shop.money.model import Money, MoneyError
from resolvers.shop.orders import drafting, relay, saga, views
from resolvers.shop.orders.connection import open_shop, read
from resolvers.shop.orders.model import (
    Address,
    AdvanceSaleInput,
    Order,
    OrderConnection,
    PlaceOrderInput,
    RefundSaleInput,
    Sale,
    SaleConnection,
)
from resolvers.shop.orders.records import PartRefund, Undelivered, digest_order
from resolvers.shop.payments import amounts
from resolvers.shop.states import OrderState, PartState, can_move
from resolvers.shop.stock import model as stocks
from resolvers.shop.stock import repository as stock

if TYPE_CHECKING:
    from pymysql.cursors import DictCursor

RELAYED_AT_ONCE: Final = 4


def get_order(viewer: Caller, order_id: str) -> Order:
    """Return the viewer's order, or raise `NotFound`."""
    found = read(lambda cursor: views.get_order(cursor, viewer.id, order_id))
    if not found:
        raise NotFound("There is no such order.", "id")
    return _show_orders([found])[0]


def list_orders(viewer: Caller, state: OrderState | None, first: int, after: str | None) -> OrderConnection:
    """Return the viewer's orders, the newest first."""
    scope = pagination.scope_of("orders", viewer=viewer.id, state=state)
    position = pagination.unseal(scope, after) if after else None
    page = read(lambda cursor: views.list_orders(cursor, viewer.id, state, first, position))
    shown: OrderConnection = pagination.connection(OrderConnection, page.map(_show_orders(page.values)), scope)
    return shown


def list_sales(viewer: Caller, state: PartState | None, first: int, after: str | None) -> SaleConnection:
    """Return what others ordered of the viewer and paid, the newest first."""
    scope = pagination.scope_of("sales", viewer=viewer.id, state=state)
    position = pagination.unseal(scope, after) if after else None
    page = read(lambda cursor: views.list_sales(cursor, viewer.id, state, first, position))
    shown: SaleConnection = pagination.connection(SaleConnection, page.map(_show_sales(page.values)), scope)
    return shown


def draw_invoice(viewer: Caller, invoice_id: str, language: InvoiceLanguage) -> InvoiceFile:
    """Return an invoice or a credit note to its buyer or its seller, with the address that they may see.

    Raises `NotFound` or `RateLimited`: drawing takes longer than any other field of orders.
    """
    found = read(lambda cursor: _find_invoice(cursor, viewer, invoice_id))
    if not found:
        raise NotFound("There is no such invoice.", "id")
    _count_act()
    written, address = found
    return invoices.draw_file(written, address.lines if address else [], language)


def place_order(viewer: Caller, input: PlaceOrderInput) -> Order:
    """Hold what the viewer orders and record it; a repeat of the key returns the order as it is by now.

    Raises `InsufficientStock`, `PriceChanged`, `NotForSale`, `InvalidInput`, `IdempotencyKeyReused` or `ShopClosed`.
    """
    shop, order_id = open_shop(), make_order_id(viewer.id, input.idempotency_key)
    drafting.require_distinct(input.lines)
    wanted = [
        stocks.Demand(variant=each.variant_id, quantity=each.quantity, price_version=each.price_version)
        for each in input.lines
    ]
    address = input.shipping_address.model_dump() if input.shipping_address else {}
    held = stock.get_reservation(order_id)
    if held and held.digest != digest_order(viewer.id, wanted, address):
        raise IdempotencyKeyReused("This idempotency key was used with other input.", "idempotencyKey")
    if held and (found := read(lambda cursor: views.get_order(cursor, viewer.id, order_id))):
        return _show_orders([found])[0]
    offers = carts.find_offers([each.variant_id for each in input.lines])
    draft = drafting.draft_order(viewer, order_id, input, offers)
    try:
        saga.place_order(shop, draft)
    except stocks.StockError as refused:
        raise drafting.explain_refusal(refused, offers) from refused
    relay_messages()
    return get_order(viewer, order_id)


def cancel_order(viewer: Caller, order_id: str) -> Order:
    """Cancel the viewer's order of which nothing has shipped, or raise `NotFound` or `OrderClosed`."""
    get_order(viewer, order_id)
    _count_act()
    saga.cancel_order(open_shop(), order_id)
    relay_messages()
    return get_order(viewer, order_id)


def advance_sale(viewer: Caller, input: AdvanceSaleInput) -> Sale:
    """Move the viewer's part of a paid order along, or raise `NotFound`, `Conflict`, `OrderClosed`, `InvalidInput`."""
    target = PartState(input.to)
    sale = _get_sale(viewer, input.order_id)
    if sale.order_state != OrderState.PAID:
        raise OrderClosed(sale.order_state)
    if sale.state == target:
        return sale
    if sale.version != input.expected_version:
        raise Conflict(sale.version)
    if not can_move(sale.state, target):
        raise InvalidInput(f"What is {sale.state} cannot become {target}.", "to")
    _count_act()
    if not saga.advance_part(open_shop(), input.order_id, viewer.id, sale.state, target):
        raise Conflict(_get_sale(viewer, input.order_id).version)
    relay_messages()
    return _get_sale(viewer, input.order_id)


def refund_sale(viewer: Caller, input: RefundSaleInput) -> Sale:
    """Give money of the viewer's part of a paid order back.

    Raises `NotFound`, `OrderClosed`, `InvalidInput`, `RefundTooLarge` or `IdempotencyKeyReused`.
    """
    sale = _get_sale(viewer, input.order_id)
    if (input.lines is None) == (input.amount is None):
        raise InvalidInput("Send either `lines` or `amount`.", "amount")
    if sale.order_state != OrderState.PAID:
        raise OrderClosed(sale.order_state)
    # Not validated as money: more than there can be is more than is left, which the refund says.
    _require_refundable(sale.total.model_copy(update={"amount": input.amount or 0}))
    _count_act()
    refund = PartRefund(
        id=make_refund_id(viewer.id, input.idempotency_key),
        order_id=input.order_id,
        seller=viewer.id,
        quantities={each.line: each.quantity for each in input.lines or []},
        amount=input.amount or 0,
        note=input.reason,
    )
    try:
        saga.refund_part(open_shop(), refund)
    except refunds.RefundError as refused:
        raise _explain_refund(refused, sale, "lines" if input.lines else "amount") from refused
    relay_messages()
    return _get_sale(viewer, input.order_id)


def _require_refundable(amount: Money) -> None:
    """Raise `InvalidInput` where the provider takes no amount this fine."""
    try:
        amounts.to_provider(amount)
    except MoneyError as error:
        raise InvalidInput(str(error), "amount") from error


def make_refund_id(seller_id: str, key: str) -> str:
    """Make a seller's key into the id of the refund, so that a repeat collides with the first."""
    return f"refund_{hashlib.sha256(f'{seller_id}#{key}'.encode()).hexdigest()[:32]}"


def make_order_id(buyer_id: str, key: str) -> str:
    """Make a buyer's key into the id of the order, so that a repeat collides with the first."""
    return f"order_{hashlib.sha256(f'{buyer_id}#{key}'.encode()).hexdigest()[:32]}"


def relay_messages() -> None:
    """Carry out what was just decided; what fails now is carried out by the minute's work."""
    for _ in range(RELAYED_AT_ONCE):
        with contextlib.suppress(Undelivered):
            if not relay.relay_message(open_shop()):
                return


def _find_invoice(
    cursor: DictCursor, viewer: Caller, invoice_id: str
) -> tuple[WrittenInvoice | WrittenCreditNote, Address | None] | None:
    written = repository.get(cursor, invoice_id) or credit_notes.get(cursor, invoice_id)
    if written is None:
        return None
    paper = written.invoice if isinstance(written, WrittenInvoice) else written.note
    is_seller = paper.seller_id == viewer.id
    bought_or_sold = (views.get_sale if is_seller else views.get_order)(cursor, viewer.id, written.order_id)
    return (written, bought_or_sold.shipping_address) if bought_or_sold else None


def _get_sale(viewer: Caller, order_id: str) -> Sale:
    found = read(lambda cursor: views.get_sale(cursor, viewer.id, order_id))
    if not found:
        raise NotFound("There is no such sale.", "orderId")
    return _show_sales([found])[0]


def _explain_refund(refused: refunds.RefundError, sale: Sale, field: str) -> Exception:
    if isinstance(refused, refunds.RefundTooLarge):
        return RefundTooLarge(Money(amount=refused.refundable, currency=sale.total.currency), field)
    return InvalidInput(str(refused), field)


def _count_act() -> None:
    """Count an act that writes nothing to the table: a mutation of SQL only, or a file that is drawn."""
    if charge.get_due():
        table.write()


def _show_orders(orders: Sequence[Order]) -> list[Order]:
    """Fill in the sellers, in one batch for all orders."""
    people = users.show_many({part.seller_id for each in orders for part in each.parts})
    return [
        each.model_copy(
            update={"parts": [part.model_copy(update={"seller": people.get(part.seller_id)}) for part in each.parts]}
        )
        for each in orders
    ]


def _show_sales(sales: Sequence[Sale]) -> list[Sale]:
    """Fill in the buyers, in one batch for all sales."""
    people = users.show_many({each.buyer_id for each in sales})
    return [each.model_copy(update={"buyer": people.get(each.buyer_id)}) for each in sales]
