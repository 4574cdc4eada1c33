"""A payment of an order at the provider, and the refunds that it is asked for."""

from pydantic import Field

from resolvers.core.appsync import Payload
from resolvers.core.ids import ID
from resolvers.core.model import Input, Model, Moment, stored_only
from resolvers.shop.money.model import Money


class Payment(Model):
    """The payment of an order: one page of the payment provider, on which the buyer may try several cards."""

    order_id: ID = Field(description="The ID of the order.")
    amount: Money = Field(description="The amount to pay.")
    ends_at: Moment = Field(description="When the page stops accepting payments.")
    url: str | None = Field(default=None, description="The page of the payment provider. Send the buyer there.")
    session: str | None = stored_only(default=None)


class StartPaymentInput(Input):
    """Input of `startPayment`."""

    order_id: ID = Field(description="The ID of your order.")


class StartPaymentPayload(Payload):
    """The result of `startPayment`."""

    payment: Payment | None = Field(default=None, description="The payment, with the page to pay on.")
