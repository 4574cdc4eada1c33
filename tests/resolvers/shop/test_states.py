"""The shop's states: every pair of them is an arrow or refused."""

from enum import StrEnum
from itertools import product

import pytest

from resolvers.shop import states
from resolvers.shop.states import (
    ARROWS,
    OrderState,
    PartState,
    PaymentState,
    ProductState,
    RefundState,
    ReservationState,
    can_move,
    list_sources,
    require_arrow,
)

KINDS: list[type[StrEnum]] = [ProductState, OrderState, PartState, PaymentState, RefundState, ReservationState]
# Written a second time, as text, so that a slip in the table is seen.
DRAWN = {
    ProductState: "DRAFT>LIVE LIVE>RETIRED RETIRED>LIVE",
    OrderState: "PENDING>PAID PENDING>EXPIRED PENDING>CANCELLED EXPIRED>PAID PAID>CANCELLED",
    PartState: "WAITING>PREPARING WAITING>SHIPPED WAITING>CONFIRMED PREPARING>SHIPPED SHIPPED>DONE CONFIRMED>DONE",
    PaymentState: "OPENING>OPEN OPENING>FAILED OPENING>EXPIRED OPEN>REQUIRES_ACTION OPEN>SUCCEEDED OPEN>FAILED"
    " OPEN>EXPIRED REQUIRES_ACTION>OPEN REQUIRES_ACTION>SUCCEEDED REQUIRES_ACTION>FAILED REQUIRES_ACTION>EXPIRED",
    RefundState: "REQUESTED>PENDING REQUESTED>SUCCEEDED REQUESTED>FAILED PENDING>SUCCEEDED PENDING>FAILED"
    " SUCCEEDED>FAILED",
    ReservationState: "HELD>SOLD HELD>RELEASED RELEASED>SOLD SOLD>RELEASED",
}
PAIRS = [pair for kind in KINDS for pair in product(kind, kind)]


@pytest.mark.parametrize(("source", "target"), PAIRS, ids=str)
def test_every_pair_is_an_arrow_or_refused(source: StrEnum, target: StrEnum) -> None:
    drawn = f"{source}>{target}" in DRAWN[type(source)].split()

    assert can_move(source, target) is drawn
    assert (source in list_sources(target)) is drawn
    if drawn:
        require_arrow(source, target)
    else:
        with pytest.raises(ValueError, match=f"from {source} to {target}"):
            require_arrow(source, target)


def test_every_state_has_its_arrows() -> None:
    """And none leads to a state of another kind, though their texts may be the same."""
    kinds = {kind for kind in vars(states).values() if isinstance(kind, type) and issubclass(kind, StrEnum)} - {StrEnum}

    assert set(ARROWS) == kinds
    for kind, arrows in ARROWS.items():
        assert {type(state) for state in arrows} == {kind}
        assert set(arrows) == set(kind)
        assert all(type(target) is kind for targets in arrows.values() for target in targets)
    assert not can_move(PaymentState.OPEN, RefundState.SUCCEEDED)
