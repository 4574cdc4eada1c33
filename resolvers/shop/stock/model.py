"""How much there is of a variant, and what an order holds of it."""

from collections.abc import Mapping
from typing import Final

from pydantic import Field

from resolvers.core.model import Model, Moment
from resolvers.shop.money.model import Money
from resolvers.shop.states import ReservationState

# Of a variant with so many pieces or fewer, few are left.
FEW: Final = 3


class Demand(Model):
    """What an order wants of one variant, at the price that its buyer saw."""

    variant: str
    quantity: int = Field(strict=True, ge=1, le=99)
    price_version: int = Field(strict=True, ge=1)


class Stock(Model):
    """Pieces of a variant: what was added is always available, held or sold."""

    product_id: str = ""
    available: int
    held: int = 0
    sold: int = 0
    price_version: int = 1
    is_live: bool = True
    fillings: int = 0
    sold_at: Moment | None = None

    @property
    def unsold(self) -> int:
        """What may still be sold: pieces that an order holds come back if nobody pays for them."""
        return self.available + self.held


class Reservation(Model):
    """The pieces that one order holds, until a time in seconds since 1970, and what its buyer pays for them.

    `digest` tells a repeat of the order from another order; it is empty where the reservation was restored from SQL.
    """

    order_id: str
    digest: str
    quantities: Mapping[str, int]
    state: ReservationState
    until: int
    buyer: str = ""
    total: Money | None = None


class StockError(Exception):
    """Why nothing was reserved."""

    def __init__(self, variant: str, message: str) -> None:
        super().__init__(message)
        self.variant = variant


class InsufficientStock(StockError):  # noqa: N818 - the name of the API's error
    def __init__(self, variant: str, available: int) -> None:
        super().__init__(variant, f"{available} are left.")
        self.available = available


class PriceChanged(StockError):  # noqa: N818 - as above
    def __init__(self, variant: str, price_version: int) -> None:
        super().__init__(variant, "Its price has changed.")
        self.price_version = price_version


class NotForSale(StockError):  # noqa: N818 - as above
    def __init__(self, variant: str) -> None:
        super().__init__(variant, "It is not for sale any more.")
