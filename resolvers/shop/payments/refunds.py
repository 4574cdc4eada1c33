"""Refunds that orders asked for and that wait for the payments' function, in DynamoDB."""

from typing import Final

from resolvers.core import table
from resolvers.core.keys import Key
from resolvers.core.model import Model
from resolvers.core.table import ABSENT, EXISTS, ConditionFailed, Put, Update
from resolvers.shop import keys
from resolvers.shop.money.model import Money

AT_ONCE: Final = 100


class RefundRequest(Model):
    """Money that must go back; the refund's id is the provider's idempotency key."""

    refund_id: str
    order_id: str
    amount: Money


def add(request: RefundRequest) -> None:
    """Ask for a refund; a repeat writes nothing."""
    index = keys.requested_refund(request.refund_id)
    key = keys.refund_request(request.order_id, request.refund_id)
    try:
        table.write(Put(key, "RefundRequest", request.to_item(), when=ABSENT, indexes=(index,)))
    except ConditionFailed:
        return


def list_waiting() -> list[RefundRequest]:
    """Return the refunds that were not made yet."""
    rows = table.query(keys.REFUNDS, index=1, limit=AT_ONCE)
    found = table.get_many((Key(row["PK"], row["SK"]) for row in rows), consistent=True)
    return [RefundRequest.model_validate(each) for each in found.values()]


def mark_made(request: RefundRequest) -> None:
    """Note that the provider has taken a refund."""
    table.write(
        Update(keys.refund_request(request.order_id, request.refund_id), when=EXISTS, leave=(1,), put={"made": True})
    )
