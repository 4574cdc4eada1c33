"""Who is notified of an order: its buyer of what happens to it, its sellers of what was paid."""

from collections.abc import Iterator
from typing import Final

from resolvers.core.ids import ID
from resolvers.core.text import isolate
from resolvers.platform.event_log.change import Change
from resolvers.platform.event_log.prefetch import Prefetched
from resolvers.platform.notifications.model import Notice, NotificationKind
from resolvers.platform.notifications.notices import notice
from resolvers.shop.money.model import Money
from resolvers.shop.orders.heads import OrderHead
from resolvers.shop.states import OrderState, PartState

# Why money goes back that came too late; of others the seller says why.
LATE: Final = {
    "OUT_OF_STOCK": "Your payment for order {number} came when its pieces were sold. ",
    "CANCELLED": "You paid order {number} after it was cancelled. ",
}


@notice(on="Order", subject="orderId", actor="buyerId")
def order_notices(change: Change, prefetched: Prefetched) -> Iterator[Notice]:
    """Notify of each step once; an order that is seen first has just been placed."""
    if change.is_gone:
        return
    head = OrderHead.model_validate(change.new)
    before = OrderHead.model_validate(change.old) if change.old else None
    if head.state != (before.state if before else OrderState.PENDING):
        yield from _notify_of_state(head, prefetched)
        if head.state == OrderState.CANCELLED and before and before.state == OrderState.PAID:
            yield from _notify_sellers(head, NotificationKind.SALE_CANCELLED, prefetched, "cancelled")
    shown = {part.seller_id: part.state for part in before.parts} if before else {}
    for part in head.parts:
        if part.state in {PartState.SHIPPED, PartState.CONFIRMED} and shown.get(part.seller_id) != part.state:
            yield _notify_of_part(head, part.seller_id, part.state)
    refunded = head.refunded.amount - (before.refunded.amount if before else 0)
    if refunded > 0:
        yield _notify_of_refund(head, refunded)


def _notify_of_state(head: OrderHead, prefetched: Prefetched) -> Iterator[Notice]:
    if head.state == OrderState.EXPIRED:
        message = f"Order {head.number} was not paid in time. Its pieces are free again."
        yield _notice(head, head.buyer_id, NotificationKind.ORDER_EXPIRED, message)
    if head.state == OrderState.PAID:
        yield _notice(head, head.buyer_id, NotificationKind.ORDER_PAID, f"Order {head.number} is paid.")
        yield from _notify_sellers(head, NotificationKind.SALE, prefetched, "bought from you:")


def _notify_sellers(head: OrderHead, kind: NotificationKind, prefetched: Prefetched, does: str) -> Iterator[Notice]:
    message = f"{prefetched.name(head.buyer_id)} {does} order {head.number}."
    for part in head.parts:
        yield _notice(head, part.seller_id, kind, message, actor_id=head.buyer_id)


def _notify_of_part(head: OrderHead, seller_id: ID, state: PartState) -> Notice:
    step = "is on its way" if state == PartState.SHIPPED else "is confirmed"
    message = f"Your order {head.number} {step}."
    return _notice(head, head.buyer_id, NotificationKind.ORDER_SHIPPED, message, f":{seller_id}", seller_id)


def _notify_of_refund(head: OrderHead, amount: int) -> Notice:
    money = Money(amount=amount, currency=head.refunded.currency)
    late = LATE.get(head.refund_reason or "", "").format(number=head.number)
    why = f": {isolate(head.refund_note)}" if head.refund_note else "."
    message = f"{late}{money} of order {head.number} go back to you{why}"
    # What is refunded in all tells one refund from the next.
    return _notice(head, head.buyer_id, NotificationKind.ORDER_REFUNDED, message, f":{head.refunded.amount}")


def _notice(
    head: OrderHead, user_id: ID, kind: NotificationKind, message: str, which: str = "", actor_id: ID | None = None
) -> Notice:
    cause = f"order:{head.order_id}:{kind}{which}"
    return Notice(user_id, kind, cause, head.at, message, actor_id, {"item_id": head.order_id})
