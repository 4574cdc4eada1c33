"""A table that was put back to an earlier moment: stock follows the orders again, and nobody pays for nothing."""

import pytest

from resolvers.shop.orders import saga, worker
from resolvers.shop.orders.reconciliation import reconcile
from resolvers.shop.orders.records import Undelivered
from resolvers.shop.states import OrderState, PartState
from resolvers.shop.stock import repository as stock
from tests.people import FakeContext
from tests.resolvers.shop.conftest import Schema
from tests.resolvers.shop.orders.market import Market, draft


@pytest.fixture
def market(shop_table: None, schema: Schema) -> Market:
    return Market(schema, {"print": 3, "book": 1})


def test_each_state_of_an_order_is_followed_again(market: Market) -> None:
    """Placed, paid, cancelled, expired and never recorded since; one was paid, and one cancelled, when it was held."""
    market.places("order_since", print=1)
    before = market.remembers()
    market.pays("order_since")
    market.places("order_paid", book=1)
    market.pays("order_paid")
    market.settles()
    market.places("order_cancelled", print=1)
    market.cancels("order_cancelled")
    market.settles()
    market.places("order_tombstone", "before", print=1)
    market.passes_hold()
    market.settles()
    market.places("order_pending", print=1)

    market.loses(before)
    recovered = market.recovers()
    market.settles()

    assert recovered == 5
    assert market.counts("print") == (1, 1, 1)
    assert market.counts("book") == (0, 0, 1)
    assert market.recovers() == 0
    market.check_invariants()
    market.passes_hold()
    market.settles()
    market.check_rest()


def test_the_minutes_work_recovers_when_it_is_asked_to(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    """And only then: each minute it would read the orders of two days."""
    monkeypatch.setattr(worker, "open_shop", lambda: market.shop)
    before = market.remembers()
    market.places("order_1", print=1)
    market.pays("order_1")
    market.settles()
    market.loses(before)

    worker.lambda_handler({}, FakeContext())
    untouched = market.counts("print")
    worker.lambda_handler({"recover": True}, FakeContext())

    assert untouched == (3, 0, 0)
    assert market.counts("print") == (2, 0, 1)
    market.check_rest()


def test_pieces_that_others_hold_meanwhile_end_the_order_that_waits(market: Market) -> None:
    before = market.remembers()
    market.places("order_1", book=1)
    market.loses(before)
    market.places("order_2", book=1)

    market.recovers()
    market.settles()

    assert (market.state("order_1"), market.state("order_2")) == (OrderState.EXPIRED, OrderState.PENDING)
    market.pays("order_1")
    market.pays("order_2")
    market.settles()
    market.check_rest()
    assert market.refunds.total("order_1") == 1190


def test_pieces_that_were_sold_to_others_meanwhile_give_the_money_back(market: Market) -> None:
    before = market.remembers()
    market.places("order_1", book=1)
    market.pays("order_1")
    market.settles()
    market.loses(before)
    market.places("order_2", book=1)
    market.pays("order_2")
    market.settles()

    market.recovers()
    market.settles()

    assert (market.state("order_1"), market.state("order_2")) == (OrderState.CANCELLED, OrderState.PAID)
    (refund,) = market.rows("refunds", "order_1")
    assert (refund["amount"], refund["reason"]) == (1190, "OUT_OF_STOCK")
    market.check_rest()


def test_an_order_that_shipped_is_not_cancelled(market: Market) -> None:
    """Its piece was there: a person has to look, and the message says so until then."""
    before = market.remembers()
    market.places("order_1", book=1)
    market.pays("order_1")
    market.settles()
    assert saga.advance_part(market.shop, "order_1", "ada", PartState.WAITING, PartState.SHIPPED)
    market.loses(before)
    market.places("order_2", book=1)
    market.pays("order_2")
    market.settles()

    market.recovers()
    with pytest.raises(Undelivered):
        market.settles()
    market.settles()  # it holds up no other message

    assert market.state("order_1") == OrderState.PAID
    assert market.schema.query("SELECT kind FROM outbox WHERE sent_at IS NULL") == [{"kind": "SELL"}]


def test_a_payment_finds_a_lost_reservation_by_itself(market: Market) -> None:
    """Before anybody has it recover."""
    before = market.remembers()
    market.places("order_1", book=1)
    market.loses(before)

    market.pays("order_1")
    market.settles()

    assert market.counts("book") == (0, 0, 1)
    market.check_rest()


def test_an_overdue_reservation_of_a_decided_order_is_settled_by_the_sweep(market: Market) -> None:
    """It is held where the table was put back behind the decision, and nobody has it recover."""
    market.places("order_paid", book=1)
    market.places("order_cancelled", print=2)
    before = market.remembers()
    market.pays("order_paid")
    market.cancels("order_cancelled")
    market.settles()
    market.loses(before)

    market.passes_hold()
    market.settles()

    assert (market.counts("book"), market.counts("print")) == ((0, 0, 1), (3, 0, 0))
    market.check_rest()


def test_a_sweep_asks_once_for_what_is_still_to_be_carried_out(market: Market) -> None:
    market.places("order_1", book=1)
    market.passes_hold()

    market.sweeps()
    market.sweeps()

    assert [row["kind"] for row in market.rows("outbox", "order_1")].count("RELEASE") == 1


def test_a_client_may_repeat_an_order_whose_reservation_was_restored(market: Market) -> None:
    """SQL does not know the request's digest: the key answers the order that it made."""
    before = market.remembers()
    market.places("order_1", book=1)
    market.loses(before)
    market.recovers()

    repeated = saga.place_order(market.shop, draft("order_1", book=1))

    assert repeated.state is OrderState.PENDING
    assert market.counts("book") == (0, 1, 0)


def test_a_restored_reservation_can_be_paid_by_its_buyer(market: Market) -> None:
    """What the payment page is opened with is as it was."""
    before = market.remembers()
    market.places("order_1", print=2)
    known = stock.get_reservation("order_1")
    market.loses(before)

    market.recovers()

    restored = stock.get_reservation("order_1")
    assert known
    assert restored == known.model_copy(update={"digest": ""})
    assert reconcile(market.database, market.time) == []
