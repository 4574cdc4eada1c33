"""Events of orders, for their buyers and for the sellers of what was paid."""

from collections.abc import Iterator

from resolvers.core.ids import ID
from resolvers.platform.event_log.change import Change
from resolvers.platform.event_log.declarations import event
from resolvers.platform.event_log.model import Draft, draft
from resolvers.platform.event_log.prefetch import Prefetched
from resolvers.shop.orders.heads import OrderHead
from resolvers.shop.orders.model import ORDERS, OrderEvent
from resolvers.shop.states import PartState


@event(OrderEvent, on="Order", topics=[ORDERS], subject="orderId")
def order_events(change: Change, prefetched: Prefetched) -> Iterator[Draft]:  # noqa: ARG001 - each such function's signature
    """Tell the buyer every change, and the sellers those since the order was paid."""
    if change.is_gone:
        return
    head = OrderHead.model_validate(change.new)
    yield _draft_event(change, head, head.buyer_id, None)
    if head.paid.amount:
        for part in head.parts:
            yield _draft_event(change, head, part.seller_id, part.state)


def _draft_event(change: Change, head: OrderHead, user_id: ID, part_state: PartState | None) -> Draft:
    return draft(
        ORDERS.topic(user_id),
        OrderEvent,
        change.id,
        user_id=user_id,
        order_id=head.order_id,
        order_state=head.state,
        part_state=part_state,
        version=head.version,
    )
