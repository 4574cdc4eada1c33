"""Payments in DynamoDB: one for each order, so that an order has one page to pay on, however often it is opened."""

from resolvers.core import table
from resolvers.core.items import Item
from resolvers.core.table import ABSENT, EXISTS, Put, Update
from resolvers.shop import keys
from resolvers.shop.payments.model import Payment


class PaymentExists(Exception):  # noqa: N818 - a condition that did not hold, not an error
    def __init__(self, item: Item) -> None:
        super().__init__()
        self.payment = Payment.model_validate(item)


def get(order_id: str) -> Payment | None:
    item = table.get(keys.payment(order_id), consistent=True)
    return Payment.model_validate(item) if item else None


def begin(payment: Payment) -> Payment:
    """Note a payment before the provider hears of it; a repeat returns the first one, whose values do not change."""
    try:
        table.write(
            Put(keys.payment(payment.order_id), "Payment", payment.to_item(), when=ABSENT, refuse=PaymentExists)
        )
    except PaymentExists as found:
        return found.payment
    return payment


def open_page(payment: Payment, session: str, url: str) -> Payment:
    """Note the provider's page."""
    table.write(Update(keys.payment(payment.order_id), put={"session": session, "url": url}, when=EXISTS))
    return payment.model_copy(update={"session": session, "url": url})
