"""The shop's states and the arrows between them: the one source that every conditional write reads."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, TypeVar


class ProductState(StrEnum):
    """Whether a product is for sale."""

    DRAFT = "DRAFT"
    """Only its seller can see it."""
    LIVE = "LIVE"
    """It is for sale, and everyone can see it."""
    RETIRED = "RETIRED"
    """It is no longer for sale, and only its seller can see it. Its seller can publish it again."""


class OrderState(StrEnum):
    """Whether an order is paid."""

    PENDING = "PENDING"
    """It waits to be paid, and its pieces are held."""
    PAID = "PAID"
    """It is paid, and its sellers do their part."""
    EXPIRED = "EXPIRED"
    """It was not paid in time, and its pieces are free again."""
    CANCELLED = "CANCELLED"
    """Its buyer cancelled it, its pieces are free again, and what was paid goes back."""


class PartState(StrEnum):
    """How far a seller is with their part of an order. A walk is confirmed, a print is prepared and shipped."""

    WAITING = "WAITING"
    """Its seller has not begun."""
    PREPARING = "PREPARING"
    """Its seller makes it."""
    SHIPPED = "SHIPPED"
    """It is on its way."""
    CONFIRMED = "CONFIRMED"
    """Its seller has confirmed the walk."""
    DONE = "DONE"
    """It has arrived, or the walk is over."""


class PaymentState(StrEnum):
    OPENING = "OPENING"
    OPEN = "OPEN"
    REQUIRES_ACTION = "REQUIRES_ACTION"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    EXPIRED = "EXPIRED"


class RefundState(StrEnum):
    REQUESTED = "REQUESTED"
    PENDING = "PENDING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"


class ReservationState(StrEnum):
    """Of the stock that an order holds."""

    HELD = "HELD"
    SOLD = "SOLD"
    RELEASED = "RELEASED"


State = TypeVar("State", bound=StrEnum)

ENDS: Final = (PaymentState.FAILED, PaymentState.EXPIRED)
# "Refunded" is arithmetic on an order's totals, not a state.
# Kept apart by kind: members of two enums are equal where their texts are.
ARROWS: Final[Mapping[type[StrEnum], Mapping[StrEnum, tuple[StrEnum, ...]]]] = {
    ProductState: {
        ProductState.DRAFT: (ProductState.LIVE,),
        ProductState.LIVE: (ProductState.RETIRED,),
        ProductState.RETIRED: (ProductState.LIVE,),
    },
    OrderState: {
        # An expired order whose money comes late is paid if there is still stock, and refunded otherwise.
        OrderState.PENDING: (OrderState.PAID, OrderState.EXPIRED, OrderState.CANCELLED),
        OrderState.EXPIRED: (OrderState.PAID,),
        OrderState.PAID: (OrderState.CANCELLED,),
        OrderState.CANCELLED: (),
    },
    PartState: {
        PartState.WAITING: (PartState.PREPARING, PartState.SHIPPED, PartState.CONFIRMED),
        PartState.PREPARING: (PartState.SHIPPED,),
        PartState.SHIPPED: (PartState.DONE,),
        PartState.CONFIRMED: (PartState.DONE,),
        PartState.DONE: (),
    },
    PaymentState: {
        PaymentState.OPENING: (PaymentState.OPEN, *ENDS),
        PaymentState.OPEN: (PaymentState.REQUIRES_ACTION, PaymentState.SUCCEEDED, *ENDS),
        PaymentState.REQUIRES_ACTION: (PaymentState.OPEN, PaymentState.SUCCEEDED, *ENDS),
        PaymentState.SUCCEEDED: (),
        PaymentState.FAILED: (),
        PaymentState.EXPIRED: (),
    },
    RefundState: {
        RefundState.REQUESTED: (RefundState.PENDING, RefundState.SUCCEEDED, RefundState.FAILED),
        RefundState.PENDING: (RefundState.SUCCEEDED, RefundState.FAILED),
        # A bank may send money back days after the refund succeeded.
        RefundState.SUCCEEDED: (RefundState.FAILED,),
        RefundState.FAILED: (),
    },
    ReservationState: {
        ReservationState.HELD: (ReservationState.SOLD, ReservationState.RELEASED),
        ReservationState.RELEASED: (ReservationState.SOLD,),
        # A paid order may be cancelled while nothing of it has shipped.
        ReservationState.SOLD: (ReservationState.RELEASED,),
    },
}


def can_move(source: State, target: State) -> bool:
    return type(source) is type(target) and target in ARROWS[type(source)][source]


def require_arrow(source: State, target: State) -> None:
    """Raise `ValueError` where no arrow leads from one state to the other: the caller has a mistake."""
    if not can_move(source, target):
        raise ValueError(f"No arrow leads from {source} to {target}.")


def list_sources(target: State) -> list[State]:
    """Return the states that may move to this one, for the condition of a write."""
    return [state for state in type(target) if can_move(state, target)]
