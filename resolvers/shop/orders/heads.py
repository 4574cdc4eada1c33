"""Heads of orders in DynamoDB: what the stream tells of them. They follow the orders in SQL and decide nothing."""

from boto3.dynamodb.conditions import Attr

from resolvers.core import table
from resolvers.core.ids import ID
from resolvers.core.model import Model, Moment
from resolvers.core.table import ABSENT, ConditionFailed, Put
from resolvers.shop import keys
from resolvers.shop.money.model import Money
from resolvers.shop.states import OrderState, PartState


class HeadPart(Model):
    """How far one seller is."""

    seller_id: ID
    state: PartState


class OrderHead(Model):
    """An order as it was at a version, without what was ordered and where it is shipped."""

    order_id: ID
    number: str
    buyer_id: ID
    state: OrderState
    parts: list[HeadPart]
    paid: Money
    refunded: Money
    refund_reason: str | None = None
    refund_note: str = ""
    version: int
    at: Moment


def put(head: OrderHead) -> None:
    """Write a head, unless a later one is there."""
    is_newest = ABSENT | Attr("version").lt(head.version)
    try:
        table.write(Put(keys.order_head(head.order_id), "Order", head.to_item(), when=is_newest))
    except ConditionFailed:
        return
