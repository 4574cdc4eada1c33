"""A cart: what a person means to buy, and what has changed since they put it there."""

from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field

from resolvers.core.appsync import Payload
from resolvers.core.ids import ID
from resolvers.core.model import Input, Model, Moment, shown_only
from resolvers.shop.catalogue.model import Product, Variant
from resolvers.shop.money.model import Money

MAX_LINES: Final = 40
MAX_QUANTITY: Final = 99


class CartProblem(StrEnum):
    """Why a line cannot be ordered as it is."""

    PRICE_CHANGED = "PRICE_CHANGED"
    """The price is not the one that the buyer saw. Set the line again to accept the new price."""
    NOT_ENOUGH = "NOT_ENOUGH"
    """Fewer are left than the line wants."""
    SOLD_OUT = "SOLD_OUT"
    """None is left, or the walk has begun."""
    NOT_FOR_SALE = "NOT_FOR_SALE"
    """The product is no longer for sale."""


Quantity = Annotated[int, Field(strict=True, ge=1, le=MAX_QUANTITY, description="The quantity, from 1 to 99.")]


class CartLine(Model):
    """A line of a cart: one variant, and how many of it."""

    variant_id: ID = Field(description="The ID of the variant.")
    product_id: ID = Field(description="The ID of the product.")
    title: str = Field(description="The title of the product when it was put into the cart.")
    quantity: int = Field(description="The quantity.")
    price_seen: Money = Field(description="The price of one piece or seat that the buyer saw when they set the line.")
    price_version_seen: int = Field(description="The version of that price. An order must name it.")
    product: Product | None = shown_only("The product. Null if it is no longer for sale.", default=None)
    variant: Variant | None = shown_only("The variant as it is now. Null if it is no longer for sale.", default=None)
    total: Money | None = shown_only(
        "The total of the line at the current price. Null if it is not for sale, or above 2,000,000,000 minor units.",
        default=None,
    )
    problem: CartProblem | None = shown_only("Why the line cannot be ordered as it is. Null if it can.", default=None)


class Cart(Model):
    """A person's shopping cart. It is the same on all their devices, and reserves nothing."""

    lines: list[CartLine] = Field(default=[], description="The lines, in the order in which they were added.")
    totals: list[Money] = shown_only(
        "The total of all lines for sale at current prices, "
        "one for each currency. A total above 2,000,000,000 minor units is left out.",
        default=[],
    )
    updated_at: Moment | None = Field(default=None, description="When it was last changed. Null if it never was.")
    version: int = Field(default=0, description="The version, which increases with every change.")


class SetCartLineInput(Input):
    """Input of `setCartLine`."""

    variant_id: ID = Field(description="The ID of the variant.")
    quantity: int = Field(
        strict=True, ge=0, le=MAX_QUANTITY, description="How many in all, from 1 to 99. Zero removes the line."
    )


class GuestLineInput(Input):
    """A line of a cart that a guest kept in the browser."""

    variant_id: ID = Field(description="The ID of the variant.")
    quantity: Quantity


class MergeCartInput(Input):
    """Input of `mergeCart`."""

    lines: list[GuestLineInput] = Field(
        max_length=MAX_LINES,
        description="The guest's lines. If both carts have a variant, the larger quantity is kept.",
    )


class CartPayload(Payload):
    """The result of a mutation of your cart."""

    cart: Cart | None = Field(default=None, description="Your cart after the change.")


class SetCartLinePayload(CartPayload):
    """The result of `setCartLine`."""


class MergeCartPayload(CartPayload):
    """The result of `mergeCart`."""


class ClearCartPayload(CartPayload):
    """The result of `clearCart`."""
