"""Stock and reservations: held once, settled once, never less than nothing."""

import pytest
from pydantic import ValidationError

from resolvers.shop.states import ReservationState
from resolvers.shop.stock import repository
from resolvers.shop.stock.model import Demand, InsufficientStock, NotForSale, PriceChanged, Stock, StockError
from tests.resolvers.shop.conftest import empty_table

HELD, SOLD, RELEASED = ReservationState.HELD, ReservationState.SOLD, ReservationState.RELEASED


def demand(variant: str = "print", quantity: int = 1, price_version: int = 1) -> Demand:
    return Demand(variant=variant, quantity=quantity, price_version=price_version)


def counts(variant: str = "print") -> tuple[int, int, int]:
    stock = repository.get(variant)
    assert stock
    return stock.available, stock.held, stock.sold


@pytest.fixture(autouse=True)
def put_one_book(shop_table: None) -> None:
    empty_table()
    repository.put("print", Stock(available=5))
    repository.put("book", Stock(available=1))


def test_pieces_are_held_then_sold() -> None:
    held = repository.reserve("order_1", "a", [demand(quantity=2), demand("book")], 100)

    assert (counts(), counts("book")) == ((3, 2, 0), (0, 1, 0))
    assert repository.settle(held, SOLD)
    assert (counts(), counts("book")) == ((3, 0, 2), (0, 0, 1))


def test_a_repeat_holds_nothing_more() -> None:
    """Whatever it asks for: the reservation that is there is answered."""
    first = repository.reserve("order_1", "a", [demand(quantity=2)], 100)
    second = repository.reserve("order_1", "b", [demand(quantity=3)], 200)

    assert second == first
    assert counts() == (3, 2, 0)


def test_lines_of_one_variant_are_one_demand() -> None:
    """Each would pass by itself."""
    with pytest.raises(InsufficientStock) as refused:
        repository.reserve("order_1", "a", [demand(quantity=3), demand(quantity=3)], 100)

    assert (refused.value.variant, refused.value.available) == ("print", 5)
    assert counts() == (5, 0, 0)


@pytest.mark.parametrize(
    ("wanted", "error"),
    [
        ([demand(quantity=6)], InsufficientStock),
        ([demand(quantity=1, price_version=2)], PriceChanged),
        ([demand("nothing")], NotForSale),
        ([demand("retired")], NotForSale),
        ([demand("book"), demand(quantity=6)], InsufficientStock),
    ],
)
def test_what_is_refused_holds_nothing_at_all(wanted: list[Demand], error: type[StockError]) -> None:
    repository.put("retired", Stock(available=9, is_live=False))

    with pytest.raises(error):
        repository.reserve("order_1", "a", wanted, 100)
    assert (counts(), counts("book")) == ((5, 0, 0), (1, 0, 0))
    assert repository.get_reservation("order_1") is None


@pytest.mark.parametrize("quantity", [0, -1, -5, 100, 2**31, 1.5, "1", True])
def test_quantities_that_cannot_be_are_refused(quantity: object) -> None:
    """Minus five would satisfy `available >= -5`, and add five."""
    with pytest.raises(ValidationError):
        Demand.model_validate({"variant": "print", "quantity": quantity, "price_version": 1})


def test_released_pieces_are_sold_again_if_they_are_there() -> None:
    held = repository.reserve("order_1", "a", [demand("book")], 100)
    repository.settle(held, RELEASED)
    released = repository.get_reservation("order_1")
    assert released

    assert repository.settle(released, SOLD)
    assert counts("book") == (0, 0, 1)


def test_released_pieces_that_somebody_else_has_are_not_sold() -> None:
    repository.settle(repository.reserve("order_1", "a", [demand("book")], 100), RELEASED)
    repository.reserve("order_2", "b", [demand("book")], 100)
    released = repository.get_reservation("order_1")
    assert released

    with pytest.raises(InsufficientStock):
        repository.settle(released, SOLD)
    assert counts("book") == (0, 1, 0)


@pytest.mark.parametrize("first", [SOLD, RELEASED])
@pytest.mark.parametrize("second", [SOLD, RELEASED])
def test_a_stale_reader_settles_nothing(first: ReservationState, second: ReservationState) -> None:
    """Two relays have read HELD; the second finds it moved."""
    held = repository.reserve("order_1", "a", [demand(quantity=2)], 100)

    assert repository.settle(held, first)
    after = counts()
    assert not repository.settle(held, second)
    assert counts() == after


def test_what_was_sold_is_released_once_when_its_order_is_cancelled() -> None:
    """And is held by nobody then; a sold reservation is never held again."""
    repository.settle(repository.reserve("order_1", "a", [demand()], 100), SOLD)
    sold = repository.get_reservation("order_1")
    assert sold
    assert not repository.settle(sold, HELD)

    assert repository.settle(sold, RELEASED)
    assert not repository.settle(sold, RELEASED)
    assert counts() == (5, 0, 0)


def test_the_sweeper_finds_what_is_over_and_still_held() -> None:
    """By its end, to the second, and not what was sold meanwhile."""
    ends = {f"order_{end}": end for end in (99, 100, 101)}
    for order, end in ends.items():
        repository.reserve(order, "a", [demand()], end)
    sold = repository.get_reservation("order_99")
    assert sold
    repository.settle(sold, SOLD)

    assert [each.order_id for each in repository.list_overdue(100)] == []
    assert [each.order_id for each in repository.list_overdue(101)] == ["order_100"]
    assert {each.order_id for each in repository.list_overdue(10_000)} == {"order_100", "order_101"}
