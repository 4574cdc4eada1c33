"""An order as its buyer and its sellers see it, and what they ask to change."""

from enum import StrEnum
from typing import Annotated, Final, Self

from pydantic import AfterValidator, Field, model_validator

from resolvers.core import text
from resolvers.core.appsync import Payload
from resolvers.core.ids import ID, OpaqueID
from resolvers.core.model import Input, Model, Moment
from resolvers.core.pagination import Connection
from resolvers.platform.event_log.model import Event, Hearers, TopicKind
from resolvers.platform.users.model import User
from resolvers.shop.carts.model import MAX_LINES, Quantity
from resolvers.shop.invoices.model import CreditNote, Invoice
from resolvers.shop.money.model import Money
from resolvers.shop.states import OrderState, PartState

Line = Annotated[str, AfterValidator(text.Line(1, 200))]


class AddressInput(Input):
    """Where an order is shipped. It is copied into the order."""

    name: Line = Field(description="Who receives it. One line of 1 to 200 characters.")
    street: Annotated[str, AfterValidator(text.Paragraphs(1, 400))] = Field(
        description="Street, house, flat, as many lines as the country needs. 1 to 400 characters."
    )
    town: Line = Field(description="The town or city. One line of 1 to 200 characters.")
    region: Annotated[str, AfterValidator(text.Line(0, 200))] = Field(
        default="", description="The state or province. Empty where addresses have none."
    )
    postcode: Annotated[str, AfterValidator(text.Line(0, 40))] = Field(
        default="", description="The postal code. Empty where addresses have none."
    )
    country: str = Field(pattern="^[A-Z]{2}$", description="Two capital letters of ISO 3166, such as `VN`.")


class Address(Model):
    """Where an order is shipped, as its buyer wrote it."""

    name: str = Field(description="Who receives it.")
    street: str = Field(description="Street, house, flat.")
    town: str = Field(description="The town or city.")
    region: str = Field(default="", description="The state or province. Empty where addresses have none.")
    postcode: str = Field(default="", description="The postal code. Empty where addresses have none.")
    country: str = Field(description="Two letters of ISO 3166.")

    @property
    def lines(self) -> list[str]:
        """What is written on an envelope, from the name to the country."""
        town = " ".join(filter(None, (self.postcode, self.town)))
        return list(filter(None, (self.name, *self.street.splitlines(), town, self.region, self.country)))


class OrderLine(Model):
    """A line of an order: one variant, as it was sold. It does not change when the product changes."""

    line: int = Field(description="The number of the line in its order, from 1.")
    product_id: ID = Field(description="The ID of the product.")
    variant_id: ID = Field(description="The ID of the variant.")
    seller_id: ID = Field(description="The ID of the seller.")
    title: str = Field(description="What the product and its variant were called.")
    is_shipped: bool = Field(description="Whether the seller ships it. False for walks.")
    starts_at: Moment | None = Field(default=None, description="When the walk starts. Null for prints and books.")
    zone: str | None = Field(
        default=None,
        description="The IANA time zone of the walk's place, such as `Asia/Tokyo`. Null for prints and books.",
    )
    quantity: int = Field(description="The quantity.")
    refunded_quantity: int = Field(description="How many of them were refunded.")
    unit_price: Money = Field(description="The price of one piece or seat, tax included.")
    net: Money = Field(description="The total of the line without its tax.")
    tax_rate: int = Field(description="The tax, in basis points: 1900 is 19 %.")
    tax: Money = Field(description="The tax of the line, rounded once.")
    total: Money = Field(description="The total of the line: `net` and `tax`.")


class OrderTotals(Model):
    """The totals of an order. `total` is the sum of `items`, `shipping` and `tax`, and those are sums of the lines."""

    items: Money = Field(description="All lines without their taxes.")
    shipping: Money = Field(description="Shipping.")
    tax: Money = Field(description="The taxes of all lines.")
    total: Money = Field(description="The amount to pay.")
    paid: Money = Field(description="What was paid.")
    refunded: Money = Field(description="What went back, or is on its way back.")


class OrderPart(Model):
    """The part of an order that one seller ships or confirms."""

    seller_id: ID = Field(description="The ID of the seller.")
    seller: User | None = Field(default=None, description="The seller. Null if they left.")
    state: PartState = Field(description="How far the seller is.")


class Order(Model):
    """An order. Only its buyer can see it; each seller sees their part as a `Sale`."""

    id: ID = Field(description="The ID of the order. It begins with `order_`.")
    number: str = Field(description="The number of the order, for people.")
    state: OrderState = Field(description="Whether the order is paid.")
    lines: list[OrderLine] = Field(description="What was ordered.")
    totals: OrderTotals = Field(description="The totals of the order.")
    shipping_address: Address | None = Field(
        default=None, description="The shipping address. Null if nothing is shipped, and after the address was erased."
    )
    parts: list[OrderPart] = Field(description="The part of each seller, and how far it is.")
    invoices: list[Invoice] = Field(
        default=[], description="One invoice of each seller. Empty until a moment after the order was paid."
    )
    credit_notes: list[CreditNote] = Field(
        default=[], description="One for each refund of a seller, once its money has gone back; the oldest first."
    )
    placed_at: Moment = Field(description="When it was placed.")
    expires_at: Moment = Field(description="Until when its pieces are held while it is not paid.")
    version: int = Field(description="The version, which increases with every change.")


class Sale(Model):
    """A seller's part of a paid order. Only the seller can see it."""

    order_id: ID = Field(description="The ID of the order.")
    number: str = Field(description="The number of the order, for people.")
    state: PartState = Field(description="The state of your part.")
    order_state: OrderState = Field(description="The state of the whole order.")
    lines: list[OrderLine] = Field(description="The lines of the order that you sell.")
    total: Money = Field(description="The total of your lines, tax included.")
    refunded: Money = Field(description="What you gave back of it, or is on its way back.")
    buyer_id: ID = Field(description="The ID of the buyer.")
    buyer: User | None = Field(default=None, description="The buyer. Null if they left.")
    invoice: Invoice | None = Field(
        default=None, description="Your invoice. Null until a moment after the order was paid."
    )
    credit_notes: list[CreditNote] = Field(
        default=[], description="One for each refund, once its money has gone back; the oldest first."
    )
    shipping_address: Address | None = Field(
        default=None, description="Where you ship your part. Null if you ship nothing, and once you are done."
    )
    placed_at: Moment = Field(description="When it was placed.")
    version: int = Field(
        description="The version of your part, which increases with every change. Send it as `expectedVersion`."
    )


class OrderEvent(Event):
    """An order that you placed, or that you sell a part of, has changed."""

    user_id: ID = Field(description="The ID of the person who receives the event: the buyer or a seller.")
    order_id: ID = Field(description="The ID of the order.")
    order_state: OrderState = Field(description="The state of the order after the change.")
    part_state: PartState | None = Field(
        default=None, description="The state of the part of the seller who receives the event. Null for the buyer."
    )
    version: int = Field(description="The version of the order after the change.")


ORDERS: Final = TopicKind("orders", Hearers.PERSON)


class OrderConnection(Connection[Order]):
    """A page of orders."""


class SaleConnection(Connection[Sale]):
    """A page of sales."""


class OrderLineInput(Input):
    """What you order of one variant, at the price that you saw."""

    variant_id: ID = Field(description="The ID of the variant.")
    quantity: Quantity
    price_version: int = Field(strict=True, ge=1, description="The version of the price that you saw.")


class PlaceOrderInput(Input):
    """Input of `placeOrder`."""

    lines: list[OrderLineInput] = Field(
        min_length=1, max_length=MAX_LINES, description="What you order, of one currency. At most 40 lines."
    )
    shipping_address: AddressInput | None = Field(
        default=None,
        description="The shipping address. Required for prints and books, not allowed if the order has only walks.",
    )
    idempotency_key: OpaqueID = Field(
        min_length=1,
        max_length=100,
        description="A unique text of 1 to 100 characters. The same key with the same input is the same order.",
    )


class PlaceOrderPayload(Payload):
    """The result of `placeOrder`."""

    order: Order | None = Field(default=None, description="The order, whose pieces are held until `expiresAt`.")


class CancelOrderInput(Input):
    """Input of `cancelOrder`."""

    id: ID = Field(description="The ID of the order.")


class CancelOrderPayload(Payload):
    """The result of `cancelOrder`."""

    order: Order | None = Field(default=None, description="The order after the change.")


class SaleStep(StrEnum):
    """What a seller has done with their part of an order."""

    PREPARING = "PREPARING"
    """They have begun to make it."""
    SHIPPED = "SHIPPED"
    """They have sent it."""
    CONFIRMED = "CONFIRMED"
    """They have confirmed the walk."""
    DONE = "DONE"
    """It has arrived, or the walk is over."""


class AdvanceSaleInput(Input):
    """Input of `advanceSale`."""

    order_id: ID = Field(description="The ID of the order.")
    to: SaleStep = Field(description="What you have done. A print can be shipped without `PREPARING` before it.")
    expected_version: int = Field(
        description="The version that you read. If the sale has changed since, the payload has a `Conflict` error."
    )


class AdvanceSalePayload(Payload):
    """The result of `advanceSale`."""

    sale: Sale | None = Field(default=None, description="Your part of the order after the change.")


class RefundLineInput(Input):
    """Pieces or seats of one line to give the money back for."""

    line: int = Field(strict=True, ge=1, description="The number of the line in its order.")
    quantity: Quantity


class RefundSaleInput(Input):
    """Input of `refundSale`. Send either `lines` or `amount`."""

    order_id: ID = Field(description="The ID of the order.")
    lines: list[RefundLineInput] | None = Field(
        default=None, min_length=1, max_length=MAX_LINES, description="What you give the money back for."
    )
    amount: int | None = Field(
        default=None, strict=True, ge=1, description="How much you give back, in minor units: 1999 for 19.99 EUR."
    )
    reason: Line = Field(description="Why, as the buyer is told. One line of 1 to 200 characters.")
    idempotency_key: OpaqueID = Field(
        min_length=1,
        max_length=100,
        description="A unique text of 1 to 100 characters. The same key with the same input is the same refund.",
    )

    @model_validator(mode="after")
    def _require_distinct(self) -> Self:
        if self.lines and len({each.line for each in self.lines}) < len(self.lines):
            raise ValueError("Name each line once")
        return self


class RefundSalePayload(Payload):
    """The result of `refundSale`."""

    sale: Sale | None = Field(default=None, description="Your part of the order after the change.")


SHOWS_ADDRESS: Final = frozenset({PartState.WAITING, PartState.PREPARING, PartState.SHIPPED})
