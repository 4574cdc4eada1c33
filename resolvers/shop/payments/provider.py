"""The payment provider: Stripe by its own client, with the key of a secret."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Protocol

from resolvers.core import redaction, secret
from resolvers.core.errors import InvalidInput
from resolvers.core.settings import settings
from resolvers.shop.errors import ShopClosed
from resolvers.shop.money.model import Money
from resolvers.shop.payments.amounts import from_provider, to_provider
from resolvers.shop.payments.charges import Charge
from resolvers.shop.payments.model import Payment
from resolvers.shop.payments.refunds import RefundRequest

if TYPE_CHECKING:
    import stripe

# What orders are told of; everything else that an account's events say is left.
WANTED: Final = (
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "refund.created",
    "refund.updated",
    "refund.failed",
)
AT_ONCE: Final = 100
ORDER: Final = "order"
REFUND: Final = "refund"
# No page is open for longer than an order is held.
LONGEST: Final = timedelta(hours=1)
TOO_SMALL: Final = "amount_too_small"
TITLE: Final = "Your order at Waymark"


class Provider(Protocol):
    """Who takes the money; a repeat with the same ids does nothing twice."""

    def open_page(self, payment: Payment) -> tuple[str, str]:
        """Return the session of a payment and the address of its page."""

    def refund(self, request: RefundRequest, session: str) -> None:
        """Give money back that was paid in a session."""

    def list_events(self, since: int) -> Iterator[str]:
        """Yield what happened since a time in seconds, as webhooks tell it."""

    def list_charges(self, since: int, at: int) -> Iterator[Charge]:
        """Yield what was charged for orders since a time in seconds, as of now."""


def open_provider() -> Provider:
    """Return the provider of this environment, or raise `ShopClosed` where it has none."""
    if not settings().payments_secret_arn:
        raise ShopClosed("Nothing can be paid here: no payment provider is set up.")
    return Stripe(_client())


def read_webhook_secrets() -> list[str]:
    """Return the secrets that sign webhooks; two while one is being replaced."""
    found: list[str] = _read_secret()["webhookSecrets"]
    return found


@dataclass(frozen=True)
class Stripe:
    """Checkout Sessions with a page of Stripe's own, and refunds of what was paid there."""

    client: "stripe.StripeClient"

    def open_page(self, payment: Payment) -> tuple[str, str]:
        page = f"{settings().site_origin}/orders/{payment.order_id}"
        price: Any = {
            "currency": payment.amount.currency.lower(),
            "unit_amount": to_provider(payment.amount),
            "product_data": {"name": TITLE},
        }
        parameters: Any = {
            "mode": "payment",
            "client_reference_id": payment.order_id,
            "line_items": [{"quantity": 1, "price_data": price}],
            "success_url": page,
            "cancel_url": page,
            "expires_at": int(payment.ends_at.timestamp()),
            # The charge carries it, so that charges can be compared with orders.
            "payment_intent_data": {"metadata": {ORDER: payment.order_id}},
        }
        # The client makes a random key of its own otherwise, and a repeat would be a second session.
        options: Any = {"idempotency_key": payment.order_id}
        import stripe  # noqa: PLC0415 - as below

        try:
            with _refuse_small_amounts(payment.amount):
                session = self.client.v1.checkout.sessions.create(parameters, options)
        except stripe.APIError:
            # A failure of the provider's is answered to its key for a day, whether or not the page was opened.
            opened = self._find_session(payment)
            if not opened:
                raise
            session = opened
        return session.id, str(session.url)

    def refund(self, request: RefundRequest, session: str) -> None:
        intent = str(self.client.v1.checkout.sessions.retrieve(session).payment_intent)
        # Looked for first: a key is forgotten after a day, and until then answers a failure whatever was done.
        made = self.client.v1.refunds.list({"payment_intent": intent, "limit": AT_ONCE})
        if any(_is_of(each, request) for each in made.auto_paging_iter()):
            return
        self.client.v1.refunds.create(
            {
                "payment_intent": intent,
                "amount": to_provider(request.amount),
                "metadata": {REFUND: request.refund_id},
            },
            {"idempotency_key": request.refund_id},
        )

    def _find_session(self, payment: Payment) -> "stripe.checkout.Session | None":
        """Return the session that was opened for an order without an answer, or None."""
        since = int((payment.ends_at - LONGEST).timestamp())
        found = self.client.v1.checkout.sessions.list({"created": {"gte": since}, "limit": AT_ONCE})
        return next((each for each in found.auto_paging_iter() if each.client_reference_id == payment.order_id), None)

    def list_events(self, since: int) -> Iterator[str]:
        found = self.client.v1.events.list({"types": list(WANTED), "created": {"gte": since}, "limit": AT_ONCE})
        return (str(each) for each in found.auto_paging_iter())

    def list_charges(self, since: int, at: int) -> Iterator[Charge]:
        found = self.client.v1.charges.list({"created": {"gte": since}, "limit": AT_ONCE})
        for each in found.auto_paging_iter():
            # Declined attempts are charges too, and an account may sell other things beside orders.
            if each.paid and ORDER in each.metadata:
                yield Charge(
                    id=each.id,
                    order_id=each.metadata[ORDER],
                    amount=from_provider(each.amount, each.currency),
                    refunded=from_provider(each.amount_refunded, each.currency).amount,
                    charged_at=each.created,
                    noted_at=at,
                )


def _is_of(refund: "stripe.Refund", request: RefundRequest) -> bool:
    metadata = refund.metadata
    return metadata is not None and REFUND in metadata and metadata[REFUND] == request.refund_id


@contextmanager
def _refuse_small_amounts(amount: Money) -> Iterator[None]:
    """Raise `InvalidInput` where the provider takes no amount this small; how small that is differs by currency."""
    import stripe  # noqa: PLC0415 - as below

    try:
        yield
    except stripe.InvalidRequestError as error:
        if error.code != TOO_SMALL:
            raise
        raise InvalidInput(f"{amount} is less than what can be paid by card. Order more at once.", "orderId") from error


@cache
def _client() -> "stripe.StripeClient":
    # Loading it takes longer than answering, and most invocations of a cold start need it only here.
    import stripe  # noqa: PLC0415

    addresses: Any = {"api": settings().payments_endpoint} if settings().payments_endpoint else {}
    return stripe.StripeClient(_read_secret()["apiKey"], base_addresses=addresses)


def _read_secret() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(secret.read_text(settings().payments_secret_arn))
    for each in (found.get("apiKey", ""), *found.get("webhookSecrets", [])):
        redaction.hide(each)
    return found
