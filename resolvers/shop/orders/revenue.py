"""What a seller earned, as reports show it. Sums are texts, because they may be beyond GraphQL's `Int`."""

from collections.abc import Callable, Collection, Iterable, Mapping
from enum import StrEnum
from typing import Annotated, Any, Final, Self

from pydantic import Field

from resolvers.core import geo
from resolvers.core.geo import GeoPoint
from resolvers.core.model import Model

MAX_MONTHS: Final = 120
MAX_ROWS: Final = 100
# Places of one name within such a tile, about ten kilometres wide, are one.
PLACE_ZOOM: Final = 12

Month = Annotated[str, Field(pattern=r"^[12]\d{3}-(0[1-9]|1[0-2])$")]


class RevenueGroup(StrEnum):
    """What the rows of a report of revenue are."""

    MONTH = "MONTH"
    """Months, from the first to the last."""
    PRODUCT = "PRODUCT"
    """Products, those with the highest revenue first."""
    PLACE = "PLACE"
    """Places of products, those with the highest revenue first."""


class RevenueRow(Model):
    """What was sold in a month, of a product, or at a place. Amounts are minor units as decimal text."""

    key: str = Field(
        description="The month, such as `2026-11`, the ID of the product, or the tile and the name of the place. Empty "
        "for products without a place."
    )
    name: str | None = Field(
        default=None, description="The title of the product or the name of the place. Null for months."
    )
    position: GeoPoint | None = Field(
        default=None, description="About where the place is, to some kilometres. Null for months and products."
    )
    pieces: int = Field(description="How many pieces and seats were sold.")
    refunded_pieces: int = Field(description="How many of them were refunded.")
    sold: str = Field(description="Their total, tax included.")
    refunded: str = Field(description="What was given back of it, or is on its way back.")
    revenue: str = Field(description="`sold` without `refunded`.")


class Revenue(Model):
    """What you earned in one currency. Amounts are minor units as decimal text: `1999` for 19.99 EUR."""

    currency: str = Field(description="Three letters of ISO 4217.")
    pieces: int = Field(description="How many pieces and seats were sold.")
    refunded_pieces: int = Field(description="How many of them were refunded.")
    sold: str = Field(description="Their total, tax included.")
    refunded: str = Field(description="What was given back of it, or is on its way back.")
    revenue: str = Field(description="`sold` without `refunded`.")
    rows: list[RevenueRow] = Field(
        description="The months with sales, or at most 100 products or places. The sums above include all."
    )


class SalesReport(Model):
    """What you earned in a range of months."""

    currencies: list[Revenue] = Field(
        description="One entry for each currency in which you sold something, in alphabetical order."
    )


class Sales(Model):
    """What was sold of one group in one currency, as the database sums it up."""

    currency: str
    key: str
    name: str | None = None
    pieces: int
    refunded_pieces: int
    sold: int
    refunded: int

    @property
    def revenue(self) -> int:
        return self.sold - self.refunded

    @classmethod
    def add_up(cls, currency: str, sales: Iterable[Self]) -> Self:
        """Return the sum of what was sold in one currency."""
        found = list(sales)
        names = ("pieces", "refunded_pieces", "sold", "refunded")
        sums = {name: sum(getattr(each, name) for each in found) for name in names}
        return cls(currency=currency, key="", **sums)

    def show(self) -> dict[str, Any]:
        """Return the fields that rows and their sums share."""
        texts = {name: str(getattr(self, name)) for name in ("sold", "refunded", "revenue")}
        return {"pieces": self.pieces, "refunded_pieces": self.refunded_pieces, **texts}


def summarize(
    sales: Iterable[Sales], by: RevenueGroup, find_names: Callable[[Collection[str]], Mapping[str, str]]
) -> SalesReport:
    """Return the report of what was sold: by currency, its rows in their order, and its sums.

    `find_names` returns what groups are called that the database has no name for, by their keys.
    """
    currencies: dict[str, list[Sales]] = {}
    for each in sorted(sales, key=lambda each: _rank(each, by)):
        currencies.setdefault(each.currency, []).append(each)
    most = MAX_MONTHS if by is RevenueGroup.MONTH else MAX_ROWS
    names = find_names({each.key for found in currencies.values() for each in found[:most]})
    return SalesReport(
        currencies=[
            Revenue(
                currency=currency,
                rows=[_show_row(each, by, each.name or names.get(each.key)) for each in found[:most]],
                **Sales.add_up(currency, found).show(),
            )
            for currency, found in currencies.items()
        ]
    )


def _rank(sales: Sales, by: RevenueGroup) -> tuple[str, int, str]:
    return sales.currency, 0 if by is RevenueGroup.MONTH else -sales.revenue, sales.key


def _show_row(sales: Sales, by: RevenueGroup, name: str | None) -> RevenueRow:
    tile = sales.key.partition(" ")[0] if by is RevenueGroup.PLACE else ""
    return RevenueRow(key=sales.key, name=name, position=_find_center(tile), **sales.show())


def _find_center(tile: str) -> GeoPoint | None:
    if not tile:
        return None
    across, down = geo.tile(tile)
    return geo.point(across + 0.5, down + 0.5, PLACE_ZOOM)
