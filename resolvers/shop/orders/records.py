"""Orders as the saga places and keeps them, and what its steps raise."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Self

from pydantic import Field, field_validator, model_validator

from resolvers.core.model import Model
from resolvers.shop.money.model import Money
from resolvers.shop.money.totals import LineTotals, PricedLine, Totals, total_line, total_order
from resolvers.shop.states import OrderState
from resolvers.shop.stock.model import Demand


class DraftLine(PricedLine):
    """A line as it is sold: what a product is called and costs is copied, because products change."""

    product: str
    variant: str
    seller: str
    title: str = Field(min_length=1)
    price_version: int = Field(strict=True, ge=1)
    place_key: str = Field(default="", description="The quadkey of the product's place. Empty where it has none.")
    place_name: str = ""
    dated_in: str = Field(default="UTC", description="The IANA zone by whose clocks the day of the sale is told.")
    is_shipped: bool = True
    starts_at: datetime | None = None
    zone: str | None = None

    @property
    def demand(self) -> Demand:
        return Demand(variant=self.variant, quantity=self.quantity, price_version=self.price_version)


class OrderDraft(Model):
    """An order that its buyer places; the id is made from the buyer's idempotency key, so a repeat has the same."""

    id: str = Field(min_length=1, max_length=64)
    buyer: str
    currency: str
    lines: tuple[DraftLine, ...] = Field(min_length=1, max_length=40)
    shipping: int = Field(default=0, ge=0)
    prices_include_tax: bool = False
    zone: str = "UTC"
    local_date: date
    address: Mapping[str, str] = {}

    @field_validator("lines")
    @classmethod
    def _require_distinct(cls, lines: tuple[DraftLine, ...]) -> tuple[DraftLine, ...]:
        if len({line.variant for line in lines}) < len(lines):
            raise ValueError("A variant has one line in an order.")
        return lines

    @model_validator(mode="after")
    def _require_price(self) -> Self:
        if self.total().total < 1:
            raise ValueError("An order comes to something.")
        return self

    @property
    def digest(self) -> str:
        """What tells a repeat from another order under the same id."""
        return digest_order(self.buyer, [line.demand for line in self.lines], self.address)

    def total_lines(self) -> list[LineTotals]:
        return [total_line(line, prices_include_tax=self.prices_include_tax) for line in self.lines]

    def total(self) -> Totals:
        return total_order(self.total_lines(), self.shipping)

    @property
    def to_pay(self) -> Money:
        return Money(amount=self.total().total, currency=self.currency)


def digest_order(buyer: str, demands: Sequence[Demand], address: Mapping[str, str]) -> str:
    """Return a digest of what a buyer asks for; what products are called meanwhile is no part of it."""
    text = json.dumps([buyer, [demand.model_dump() for demand in demands], dict(address)], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


class OrderRecord(Model):
    """An order as the database has it; amounts are minor units."""

    id: str
    buyer: str
    state: OrderState
    currency: str
    total: int
    paid: int
    refunded: int
    version: int


class PartRefund(Model):
    """Money that a seller gives back of their part of an order: of pieces by the number of their line, or an amount."""

    id: str
    order_id: str
    seller: str
    quantities: Mapping[int, int] = {}
    amount: int = 0
    note: str

    @property
    def digest(self) -> str:
        """What tells a repeat from another refund under the same id."""
        text = json.dumps([self.order_id, sorted(self.quantities.items()), self.amount, self.note])
        return hashlib.sha256(text.encode()).hexdigest()


class MessageKind(StrEnum):
    """What must be done beside an order: to its reservation, for its buyer, or so that its people hear of it."""

    SELL = "SELL"
    RELEASE = "RELEASE"
    RETAKE = "RETAKE"
    REFUND = "REFUND"
    INVOICE = "INVOICE"
    CREDIT = "CREDIT"
    ANNOUNCE = "ANNOUNCE"


class Message(Model):
    """A row of the outbox: what must still be done elsewhere for an order."""

    id: int
    order_id: str
    kind: MessageKind
    body: dict[str, Any]
    tries: int = 0


class OrderUnknown(Exception):  # noqa: N818 - the sentence is clear
    """There is no such order, or not yet."""


class Undelivered(Exception):  # noqa: N818 - as above
    """A message of the outbox could not be carried out; its cause says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(f"{message.kind} of {message.order_id} failed; it is tried again later.")
        self.message = message
