"""The interleavings of an order's saga, written down: crashes between two stores, late money, repeated events."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from resolvers.core.errors import IdempotencyKeyReused
from resolvers.shop.errors import OrderClosed
from resolvers.shop.money.refunds import RefundTooLarge
from resolvers.shop.orders import saga
from resolvers.shop.orders.records import OrderUnknown, Undelivered
from resolvers.shop.orders.saga import Shop
from resolvers.shop.states import PartState, RefundState
from resolvers.shop.stock.model import InsufficientStock
from tests.resolvers.shop.conftest import Schema
from tests.resolvers.shop.orders.market import CrashPoint, Market, draft

CRASHES: list[CrashPoint] = ["before", "rolled back", "after"]


@pytest.fixture
def market(shop_table: None, schema: Schema) -> Market:
    return Market(schema, {"print": 2, "book": 1})


def test_an_order_is_placed_paid_and_sold(market: Market) -> None:
    """With its lines, its taxes and its part for the seller."""
    assert market.places("order_1", print=2, book=1) == "PENDING"
    assert market.counts("print") == (0, 2, 0)
    market.pays("order_1")
    market.settles()

    market.check_rest()
    assert market.state("order_1") == "PAID"
    lines = market.rows("order_lines", "order_1")
    amounts = [(line["quantity"], line["net"], line["tax"], line["total"]) for line in lines]
    assert amounts == [(2, 2000, 380, 2380), (1, 1000, 190, 1190)]
    assert [part["state"] for part in market.rows("order_parts", "order_1")] == ["WAITING"]


@pytest.mark.parametrize("crash", CRASHES)
def test_a_repeat_after_a_crash_is_the_same_order(market: Market, crash: CrashPoint) -> None:
    """One order, one reservation, one charge, at every crash point of placing, paying and relaying."""
    assert market.places("order_1", crash, print=1) is None
    market.check_invariants()
    assert market.places("order_1", print=1) == "PENDING"
    market.pays("order_1", crash=crash)
    market.check_invariants()
    market.pays("order_1")
    market.relays(crash)
    market.check_invariants()
    market.settles()

    market.check_rest()
    assert (market.state("order_1"), market.counts("print")) == ("PAID", (1, 0, 1))


def test_crash_after_reserving_sweep_repeat_pay(market: Market) -> None:
    """The fixed interleaving: without a tombstone it is a paid order with nothing sold."""
    market.places("order_1", "before", book=1)
    assert (market.state("order_1"), market.counts("book")) == (None, (0, 1, 0))
    market.passes_hold()
    market.settles()
    assert (market.state("order_1"), market.counts("book")) == ("EXPIRED", (1, 0, 0))

    assert market.places("order_1", book=1) == "EXPIRED"
    market.check_rest()
    assert market.places("order_2", book=1) == "PENDING"


@pytest.mark.parametrize("crash", CRASHES)
def test_a_sweep_that_crashes_is_finished_by_the_next(market: Market, crash: CrashPoint) -> None:
    """For an order that was recorded, and for one that never was; whether the relay ran between or not."""
    market.places("order_1", book=1)
    market.places("order_2", "before", print=1)
    market.passes_hold()
    market.sweeps(crash)
    market.check_invariants()
    market.relays(crash)
    market.check_invariants()
    market.settles()

    market.check_rest()
    assert (market.state("order_1"), market.state("order_2")) == ("EXPIRED", "EXPIRED")
    assert (market.counts("book"), market.counts("print")) == ((1, 0, 0), (2, 0, 0))


def test_a_client_that_is_late_by_a_step_collides(market: Market) -> None:
    """It has reserved, the sweeper writes the tombstone, and only then it records its order."""
    market.places("order_1", "before", book=1)
    market.passes_hold()
    market.sweeps()

    assert market.places("order_1", book=1) == "EXPIRED"
    market.settles()
    market.check_rest()


def test_late_money_takes_the_stock_again(market: Market) -> None:
    market.places("order_1", book=1)
    market.passes_hold()
    market.settles()
    market.pays("order_1")
    assert market.state("order_1") == "EXPIRED"
    market.settles()

    market.check_rest()
    assert (market.state("order_1"), market.refunds.given) == ("PAID", {})


@pytest.mark.parametrize("crash", [None, *CRASHES])
def test_late_money_goes_back_when_the_stock_is_gone(market: Market, crash: CrashPoint | None) -> None:
    """Once, however often the relay crashes."""
    market.places("order_1", book=1)
    market.passes_hold()
    market.settles()
    market.places("order_2", book=1)
    market.pays("order_2")
    market.pays("order_1")
    market.relays(crash)
    market.relays(crash)
    market.settles()

    market.check_rest()
    assert (market.state("order_1"), market.state("order_2")) == ("EXPIRED", "PAID")
    assert [(refund["reason"], refund["state"]) for refund in market.rows("refunds", "order_1")] == [
        ("OUT_OF_STOCK", "PENDING")
    ]


def test_money_may_overtake_the_release(market: Market) -> None:
    """Expired and paid before anything was relayed: the pieces are still held, and sold."""
    market.places("order_1", book=1)
    market.passes_hold()
    market.sweeps()
    market.pays("order_1")
    market.settles()

    market.check_rest()
    assert market.state("order_1") == "PAID"


@pytest.mark.parametrize("events", [["evt_1"] * 3, ["evt_1", "evt_2"], ["evt_2", "evt_1", "evt_2"]])
def test_however_often_the_provider_tells_an_order_is_paid_once(market: Market, events: list[str]) -> None:
    """Copies of one event, and two events about one payment; also after the order has been settled."""
    market.places("order_1", print=1)
    for event in events:
        market.pays("order_1", event)
    market.settles()
    for event in events:
        market.pays("order_1", event)
    market.settles()

    market.check_rest()
    assert market.counts("print") == (1, 0, 1)
    assert [message["kind"] for message in market.rows("outbox", "order_1")] == ["SELL", "INVOICE", "ANNOUNCE"]


def test_an_event_that_comes_after_a_refund_changes_nothing(market: Market) -> None:
    """Nor one after the order was cancelled: nothing is sold, paid or given back again."""
    market.places("order_1", print=1)
    market.places("order_2", print=1)
    for order in ("order_1", "order_2"):
        market.pays(order, f"evt_1_{order}")
    saga.refund_order(market.shop, "refund_1", "order_1", 1190, "REQUESTED")
    market.cancels("order_2")
    market.settles()
    for order in ("order_1", "order_2"):
        market.pays(order, f"evt_2_{order}")
    market.settles()

    assert (market.state("order_1"), market.state("order_2")) == ("PAID", "CANCELLED")
    assert (market.refunds.total("order_1"), market.refunds.total("order_2")) == (1190, 1190)
    assert market.counts("print") == (1, 0, 1)
    market.check_invariants()


def test_a_refund_that_settles_twice_or_in_another_order_is_counted_once(market: Market) -> None:
    """Failed before it was seen to succeed, and told again: the money counts as kept once."""
    market.places("order_1", print=1)
    market.pays("order_1")
    saga.refund_order(market.shop, "refund_1", "order_1", 500, "REQUESTED")
    market.settles()
    for state in (RefundState.FAILED, RefundState.SUCCEEDED, RefundState.FAILED):
        saga.settle_refund(market.shop, "refund_1", state)

    (order,), (refund,) = market.rows("orders", "order_1"), market.rows("refunds", "order_1")
    assert (order["refunded"], refund["state"]) == (0, "FAILED")


def test_paying_and_cancelling_at_once_keep_no_money(market: Market, schema: Schema) -> None:
    """Whichever came first, the order is cancelled, its piece is free and its money goes back."""
    market.places("order_1", book=1)
    market.charges["order_1"] = 1190
    at_once(
        schema,
        market,
        lambda shop: saga.take_payment(shop, "stripe", "evt_1", "order_1"),
        lambda shop: saga.cancel_order(shop, "order_1"),
    )
    market.settles()

    market.check_rest()
    assert (market.state("order_1"), market.counts("book")) == ("CANCELLED", (1, 0, 0))
    assert market.refunds.total("order_1") == 1190


def test_cancelling_and_expiring_at_once_release_once(market: Market, schema: Schema) -> None:
    market.places("order_1", book=1)
    market.passes_hold()
    at_once(schema, market, lambda shop: saga.cancel_order(shop, "order_1"), saga.sweep_reservations)
    market.settles()

    market.check_rest()
    assert market.state("order_1") in {"CANCELLED", "EXPIRED"}
    assert market.counts("book") == (1, 0, 0)


def test_an_event_of_an_order_that_is_not_there_is_refused(market: Market) -> None:
    """So that its queue delivers it again, when the order is."""
    with pytest.raises(OrderUnknown):
        saga.take_payment(market.shop, "stripe", "evt_1", "order_1")
    market.places("order_1", print=1)
    market.pays("order_1", "evt_1")

    assert market.state("order_1") == "PAID"


def test_a_cancelled_order_is_released_and_its_late_money_goes_back(market: Market) -> None:
    market.places("order_1", book=1)
    saga.cancel_order(market.shop, "order_1")
    saga.cancel_order(market.shop, "order_1")
    market.pays("order_1")
    market.settles()

    market.check_rest()
    assert (market.state("order_1"), market.counts("book")) == ("CANCELLED", (1, 0, 0))


@pytest.mark.parametrize("crash", [None, *CRASHES])
@pytest.mark.parametrize("is_sold", [True, False])
def test_a_paid_order_is_cancelled_and_its_money_goes_back(
    market: Market, crash: CrashPoint | None, is_sold: bool
) -> None:
    """Once, whether its pieces were sold before or not; what was refunded already does not go back again."""
    market.places("order_1", print=2)
    market.pays("order_1")
    if is_sold:
        market.settles()
    saga.refund_order(market.shop, "refund_1", "order_1", 380, "REQUESTED")
    market.cancels("order_1", crash)
    market.check_invariants()
    for _ in range(2):
        market.cancels("order_1")
    market.relays(crash)
    market.settles()

    market.check_rest()
    assert (market.state("order_1"), market.counts("print")) == ("CANCELLED", (2, 0, 0))
    assert market.refunds.total("order_1") == 2380
    assert [part["refunded"] for part in market.rows("order_parts", "order_1")] == [2380]
    assert [line["refunded_quantity"] for line in market.rows("order_lines", "order_1")] == [2]


def test_a_sale_that_waited_does_not_undo_a_cancellation(market: Market) -> None:
    """The message that sells comes again after the one that releases: nothing is sold."""
    market.places("order_1", book=1)
    market.pays("order_1")
    market.cancels("order_1")
    market.settles()
    with market.schema.connect() as connection, connection.cursor() as cursor:
        cursor.execute("UPDATE outbox SET sent_at = NULL WHERE kind = 'SELL'")
        connection.commit()
    market.settles()

    market.check_rest()
    assert market.counts("book") == (1, 0, 0)


@pytest.mark.parametrize("step", [PartState.SHIPPED, PartState.CONFIRMED])
def test_what_has_shipped_is_not_cancelled(market: Market, step: PartState) -> None:
    """Nor is a walk that its seller has confirmed."""
    market.places("order_1", book=1)
    market.pays("order_1")
    assert saga.advance_part(market.shop, "order_1", "ada", PartState.WAITING, step)

    with pytest.raises(OrderClosed):
        market.cancels("order_1")
    market.settles()
    market.check_rest()
    assert (market.state("order_1"), market.refunds.given) == ("PAID", {})


def test_an_order_is_cancelled_or_shipped_but_not_both(market: Market, schema: Schema) -> None:
    """At once, several times: whoever is first decides."""
    for number in range(2):
        order = f"order_{number}"
        market.places(order, print=1)
        market.pays(order)
        at_once(
            schema,
            market,
            partial(saga.cancel_order, order_id=order),
            partial(
                saga.advance_part, order_id=order, seller="ada", source=PartState.WAITING, target=PartState.SHIPPED
            ),
        )
        (part,) = market.rows("order_parts", order)
        assert (market.state(order), part["state"]) in {("CANCELLED", "WAITING"), ("PAID", "SHIPPED")}
    market.settles()
    market.check_rest()


def test_a_key_belongs_to_one_order(market: Market) -> None:
    market.places("order_1", print=1)

    with pytest.raises(IdempotencyKeyReused):
        saga.place_order(market.shop, draft("order_1", print=2))
    assert market.counts("print") == (1, 1, 0)


def test_what_is_not_there_is_not_ordered(market: Market) -> None:
    """The other line's pieces stay, and no order is recorded."""
    with pytest.raises(InsufficientStock) as refused:
        market.places("order_1", print=1, book=2)

    assert (refused.value.variant, refused.value.available) == ("book", 1)
    assert (market.state("order_1"), market.counts("print")) == (None, (2, 0, 0))


def test_refunds_never_pass_what_was_paid(market: Market) -> None:
    """Each once by its id; the one that would pass it is told how much is left."""
    market.places("order_1", print=1)
    market.pays("order_1")
    for _ in range(2):
        saga.refund_order(market.shop, "refund_1", "order_1", 1000, "REQUESTED")
    with pytest.raises(RefundTooLarge) as refused:
        saga.refund_order(market.shop, "refund_2", "order_1", 191, "REQUESTED")
    saga.refund_order(market.shop, "refund_3", "order_1", 190, "REQUESTED")
    market.settles()

    assert refused.value.refundable == 190
    assert market.refunds.total("order_1") == 1190
    assert [refund["state"] for refund in market.rows("refunds", "order_1")] == ["PENDING", "PENDING"]


def test_what_cannot_be_done_now_holds_up_nothing_else(market: Market) -> None:
    """The provider is down: the refund waits, longer each time, and another order is sold meanwhile."""
    market.places("order_1", print=1)
    market.pays("order_1")
    market.settles()
    saga.refund_order(market.shop, "refund_1", "order_1", 1190, "REQUESTED")
    market.refunds.is_down = True
    with pytest.raises(Undelivered):
        market.relays()
    market.places("order_2", print=1)
    market.pays("order_2")
    # The first order's refund is announced, the second order sold, billed and announced.
    assert [market.relays() for _ in range(5)] == [True, True, True, True, False]
    market.time += 1
    with pytest.raises(Undelivered):
        market.relays()
    market.refunds.is_down = False
    market.time += 1
    assert not market.relays()
    market.time += 1
    assert market.relays()

    assert market.counts("print") == (0, 0, 2)
    assert market.refunds.total("order_1") == 1190


def at_once(schema: Schema, market: Market, *steps: Callable[[Shop], object]) -> list[object]:
    """Carry out steps at once, each on a connection of its own; return their results or errors."""

    def run(step: Callable[[Shop], object]) -> object:
        database = schema.database()
        try:
            return step(Shop(database, market.refunds, lambda: market.time))
        except Exception as error:  # noqa: BLE001 - compared by the test
            return error
        finally:
            database.close()

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(run, steps))


def test_three_copies_of_an_event_at_once_pay_once(market: Market, schema: Schema) -> None:
    """And three events about one payment."""
    market.places("order_1", print=1)
    events = ["evt_1", "evt_1", "evt_1", "evt_2", "evt_3"]
    results = at_once(
        schema,
        market,
        *(lambda shop, event=event: saga.take_payment(shop, "stripe", event, "order_1") for event in events),
    )

    assert results == [None] * 5
    assert [message["kind"] for message in market.rows("outbox", "order_1")] == ["SELL", "INVOICE", "ANNOUNCE"]
    assert market.state("order_1") == "PAID"


def test_refunds_at_once_never_pass_what_was_paid(market: Market, schema: Schema) -> None:
    """Eight times 300 of 1190: three fit."""
    market.places("order_1", print=1)
    market.pays("order_1")
    results = at_once(
        schema,
        market,
        *(
            lambda shop, number=number: saga.refund_order(shop, f"refund_{number}", "order_1", 300, "REQUESTED")
            for number in range(8)
        ),
    )

    assert sorted(type(result).__name__ for result in results) == ["NoneType"] * 3 + ["RefundTooLarge"] * 5
    assert market.rows("orders", "order_1")[0]["refunded"] == 900


def test_paying_and_expiring_at_once_end_the_same_way(market: Market, schema: Schema) -> None:
    """Whichever came first, the money bought the pieces."""
    market.places("order_1", book=1)
    market.passes_hold()
    market.charges["order_1"] = 1190
    at_once(
        schema,
        market,
        lambda shop: saga.take_payment(shop, "stripe", "evt_1", "order_1"),
        saga.sweep_reservations,
    )
    market.settles()

    market.check_rest()
    assert market.state("order_1") == "PAID"
