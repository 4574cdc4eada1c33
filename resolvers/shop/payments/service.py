"""What the payments' function does: opens the page on which a buyer pays, and gives back what orders ask for."""

from datetime import UTC, datetime, timedelta
from typing import Final

from resolvers.core.errors import NotFound
from resolvers.core.identity import Caller
from resolvers.core.ids import ID
from resolvers.core.model import now
from resolvers.core.settings import settings
from resolvers.platform.jobs import queue
from resolvers.shop.errors import OrderClosed
from resolvers.shop.payments import charges, refunds, repository
from resolvers.shop.payments.model import Payment
from resolvers.shop.payments.provider import Provider, open_provider
from resolvers.shop.states import OrderState, ReservationState
from resolvers.shop.stock import repository as stock

# Webhooks may be lost: each minute the last events are read again, each hour those of a day.
LOOK_BACK: Final = timedelta(minutes=3)
LONG_LOOK_BACK: Final = timedelta(days=1)
# The reconciliation compares the orders of two days.
CHARGES_LOOK_BACK: Final = timedelta(days=2, hours=1)
# The provider takes no shorter time than 30 minutes; the rest is for the way there.
SHORTEST: Final = timedelta(minutes=31)


def start_payment(viewer: Caller, order_id: str) -> Payment:
    """Return the page on which the viewer pays an order, the same one at each call; raises `NotFound`, `OrderClosed`.

    Raises `InvalidInput` where the provider takes no amount this small.

    The reservation decides who pays what: it was written before the order, and its id is told with the order only.
    """
    held = stock.get_reservation(order_id)
    if not held or not held.total or held.buyer != viewer.id:
        raise NotFound("There is no such order.", "orderId")
    if held.state != ReservationState.HELD or held.until <= now().timestamp():
        raise OrderClosed(OrderState.PAID if held.state == ReservationState.SOLD else OrderState.EXPIRED)
    provider = open_provider()
    ends_at = max(datetime.fromtimestamp(held.until, UTC), now() + SHORTEST)
    payment = repository.begin(Payment(order_id=ID(order_id), amount=held.total, ends_at=ends_at))
    if payment.url:
        return payment
    session, url = provider.open_page(payment)
    return repository.open_page(payment, session, url)


def forward_events(provider: Provider) -> int:
    """Put on the orders' queue what webhooks may not have brought; what is known changes nothing there."""
    at = now()
    since = at - (LONG_LOOK_BACK if at.minute == 0 else LOOK_BACK)
    told = list(provider.list_events(int(since.timestamp())))
    for each in told:
        queue.send(settings().payments_queue_url, each)
    return len(told)


def note_charges(provider: Provider) -> int:
    """Write down what the provider charged for orders of the last days, for the reconciliation; return how many."""
    at = int(now().timestamp())
    found = list(provider.list_charges(at - int(CHARGES_LOOK_BACK.total_seconds()), at))
    charges.put_all(found, at)
    return len(found)


def make_refunds(provider: Provider) -> int:
    """Ask the provider for the refunds that wait; return how many were made.

    One that fails waits for the next time and holds up no other; then raises what failed.
    """
    made, failures = 0, []
    for request in refunds.list_waiting():
        payment = repository.get(request.order_id)
        if payment and payment.session:
            try:
                provider.refund(request, payment.session)
            except Exception as failure:  # noqa: BLE001 - raised below
                failures.append(failure)
                continue
            refunds.mark_made(request)
            made += 1
    if failures:
        raise ExceptionGroup(f"{len(failures)} refunds were not made, {made} were", failures)
    return made
