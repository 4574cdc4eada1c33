"""The ways in which the shop refuses an order.

Refusal                  (resolvers/core/errors.py)
├── InsufficientStock    fewer pieces are left than the order wants
├── PriceChanged         the buyer saw another price
├── NotForSale           the product was taken off sale, the walk has begun, or the buyer sells it
├── RefundTooLarge       less than that is left of what was paid for the seller's part
├── OrderClosed          the order is in a state that does not allow this any more
└── ShopClosed           the orders' database cannot be reached
"""

from pydantic import Field

from resolvers.core.errors import ErrorCode, Refusal, UserError
from resolvers.core.ids import ID
from resolvers.shop.money.model import Money
from resolvers.shop.states import OrderState


class InsufficientStockError(UserError):
    """Fewer pieces or seats are left than you want. Nothing was ordered."""

    variant_id: ID = Field(description="The ID of the variant.")
    available: int = Field(description="How many are left.")


class PriceChangedError(UserError):
    """The price is not the one that you saw. Nothing was ordered. Show the new price, then order again."""

    variant_id: ID = Field(description="The ID of the variant.")
    price: Money | None = Field(default=None, description="The price now. Null if it is changing at this moment.")
    price_version: int = Field(description="The version of the price now.")


class NotForSaleError(UserError):
    """The product is no longer for sale, the walk has begun, or you sell it yourself. Nothing was ordered."""

    variant_id: ID = Field(description="The ID of the variant.")


class RefundTooLargeError(UserError):
    """Less money or fewer pieces are left to refund in your part of the order. Nothing was refunded."""

    refundable: Money = Field(description="How much can still be refunded.")


class OrderClosedError(UserError):
    """The order is in a state that does not allow this any more."""

    state: OrderState = Field(description="The state of the order.")


class ShopClosedError(UserError):
    """Ordering is not possible now. `message` says why."""


class InsufficientStock(Refusal):
    def __init__(self, variant_id: str, available: int) -> None:
        super().__init__(f"Only {available} are left." if available else "It is sold out.", "lines")
        self.variant_id, self.available = variant_id, available

    def to_user_error(self) -> InsufficientStockError:
        return InsufficientStockError(
            code=ErrorCode.INSUFFICIENT_STOCK,
            message=self.message,
            path=self.path,
            variant_id=ID(self.variant_id),
            available=self.available,
        )


class PriceChanged(Refusal):
    def __init__(self, variant_id: str, price: Money | None, price_version: int) -> None:
        super().__init__(f"The price is now {price}." if price else "The price has just changed.", "lines")
        self.variant_id, self.price, self.price_version = variant_id, price, price_version

    def to_user_error(self) -> PriceChangedError:
        return PriceChangedError(
            code=ErrorCode.PRICE_CHANGED,
            message=self.message,
            path=self.path,
            variant_id=ID(self.variant_id),
            price=self.price,
            price_version=self.price_version,
        )


class NotForSale(Refusal):
    def __init__(self, variant_id: str, message: str = "It is no longer for sale.") -> None:
        super().__init__(message, "lines")
        self.variant_id = variant_id

    def to_user_error(self) -> NotForSaleError:
        return NotForSaleError(
            code=ErrorCode.NOT_FOR_SALE, message=self.message, path=self.path, variant_id=ID(self.variant_id)
        )


class RefundTooLarge(Refusal):
    def __init__(self, refundable: Money, field: str) -> None:
        super().__init__(f"{refundable} of your part can still be refunded.", field)
        self.refundable = refundable

    def to_user_error(self) -> RefundTooLargeError:
        return RefundTooLargeError(
            code=ErrorCode.REFUND_TOO_LARGE, message=self.message, path=self.path, refundable=self.refundable
        )


class OrderClosed(Refusal):
    def __init__(self, state: OrderState, message: str = "") -> None:
        super().__init__(message or f"The order is {state}.", "id")
        self.state = state

    def to_user_error(self) -> OrderClosedError:
        return OrderClosedError(code=ErrorCode.ORDER_CLOSED, message=self.message, path=self.path, state=self.state)


class ShopClosed(Refusal):
    code, shape = ErrorCode.SHOP_CLOSED, ShopClosedError
