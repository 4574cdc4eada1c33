"""The hourly reconciliation finds nothing where all agrees, and each kind of difference where it is made."""

from collections.abc import Callable

import pytest

from resolvers.core import table
from resolvers.core.table import Update
from resolvers.shop import keys
from resolvers.shop.money.model import Money
from resolvers.shop.orders import saga
from resolvers.shop.orders.differences import GRACE_SECONDS, DifferenceKind
from resolvers.shop.orders.reconciliation import NOTED_SECONDS, reconcile
from resolvers.shop.payments import charges
from resolvers.shop.payments.charges import Charge
from resolvers.shop.states import OrderState, RefundState
from resolvers.shop.stock import repository as stock
from resolvers.shop.stock.model import Stock
from tests.resolvers.shop.conftest import Schema
from tests.resolvers.shop.orders.market import Market

HOUR = 3600


class AuditedMarket(Market):
    """A market whose charges are noted as the payments' function notes them."""

    def charge(self, order: str, amount: int = 1190, refunded: int = 0, number: int = 1) -> None:
        """Note a charge of now."""
        money = Money(amount=amount, currency="EUR")
        made = Charge(
            id=f"ch_{order}_{number}", order_id=order, amount=money, refunded=refunded,
            charged_at=self.time, noted_at=self.time,
        )  # fmt: skip
        charges.put_all([made], self.time)

    def sells(self, order: str = "order_1") -> None:
        self.places(order, print=1)
        self.pays(order)
        self.settles()
        self.charge(order)

    def execute(self, statement: str) -> None:
        """Damage what SQL knows."""
        with self.schema.connect() as connection, connection.cursor() as cursor:
            cursor.execute(statement)
            connection.commit()

    def finds(self) -> list[DifferenceKind]:
        """Compare an hour later, with charges that are noted again as they are."""
        self.time += HOUR
        noted = [each.model_copy(update={"noted_at": self.time}) for each in charges.list_since(0)]
        charges.put_all(noted, self.time)
        return [each.kind for each in reconcile(self.database, self.time)]


@pytest.fixture
def market(shop_table: None, schema: Schema) -> AuditedMarket:
    made = AuditedMarket(schema, {})
    for variant in ("print", "book"):
        stock.put(variant, Stock(available=5, product_id=f"product_{variant}"))
    return made


def test_where_all_agrees_nothing_is_found(market: AuditedMarket) -> None:
    """One order of each state; refunded, cancelled, late, held, and one that was never recorded."""
    for number in range(3):
        market.sells(f"order_{number}")
    market.places("order_expired", book=1)
    market.places("order_lost", "before", book=1)
    saga.refund_order(market.shop, "refund_1", "order_0", 500, "REQUESTED")
    saga.cancel_order(market.shop, "order_1")
    market.passes_hold()
    market.settles()
    market.charge("order_0", refunded=500)
    market.charge("order_1", refunded=1190)
    market.time += HOUR
    market.places("order_pending", book=1)
    market.time -= HOUR

    assert market.finds() == []
    assert market.finds() == [DifferenceKind.NOT_EXPIRED]


def seed_charge_without_order(market: AuditedMarket) -> None:
    market.charge("order_0")


def seed_charge_of_a_tombstone(market: AuditedMarket) -> None:
    market.places("order_2", "before", book=1)
    market.passes_hold()
    market.settles()
    market.charge("order_2")


def seed_charge_not_taken(market: AuditedMarket) -> None:
    market.places("order_2", print=1)
    saga.cancel_order(market.shop, "order_2")
    market.settles()
    market.charge("order_2")


def seed_charged_twice(market: AuditedMarket) -> None:
    market.charge("order_1", number=2)


def seed_other_amount(market: AuditedMarket) -> None:
    market.charge("order_1", amount=1191)


def seed_other_currency(market: AuditedMarket) -> None:
    market.execute("UPDATE orders SET currency = 'USD'")


def seed_paid_without_charge(market: AuditedMarket) -> None:
    market.places("order_2", print=1)
    market.pays("order_2")
    market.settles()
    market.time += 2 * HOUR


def seed_refund_not_made(market: AuditedMarket) -> None:
    saga.refund_order(market.shop, "refund_1", "order_1", 500, "REQUESTED")
    market.settles()


def seed_refund_not_requested(market: AuditedMarket) -> None:
    market.charge("order_1", refunded=1)


def seed_money_kept(market: AuditedMarket) -> None:
    saga.cancel_order(market.shop, "order_1")
    market.settles()
    saga.settle_refund(market.shop, "order_1-cancelled", RefundState.FAILED)
    market.settles()


def seed_reservation_lost(market: AuditedMarket) -> None:
    table.delete_many([keys.reservation("order_1")])


def seed_other_reservation(market: AuditedMarket) -> None:
    market.execute(f"UPDATE orders SET state = '{OrderState.CANCELLED}', refunded = paid")  # noqa: S608 - our own enum
    market.charge("order_1", refunded=1190)
    market.execute("INSERT INTO refunds (id, order_id, state, amount, reason, created_at)"
                   " VALUES ('refund_1', 'order_1', 'SUCCEEDED', 1190, 'BUYER', '2027-01-01')")  # fmt: skip


def seed_other_quantities(market: AuditedMarket) -> None:
    market.execute("UPDATE order_lines SET quantity = 2, net = 2 * net, tax = 2 * tax")
    table.write(Update(keys.stock("print"), add={"sold": 1}))


def seed_not_expired(market: AuditedMarket) -> None:
    market.places("order_2", book=1)


def seed_reservation_not_expired(market: AuditedMarket) -> None:
    market.places("order_2", "before", book=1)


def seed_other_sold(market: AuditedMarket) -> None:
    table.write(Update(keys.stock("print"), add={"sold": 1}))


SEEDS: list[tuple[Callable[[AuditedMarket], None], list[DifferenceKind]]] = [
    (seed_charge_without_order, [DifferenceKind.CHARGE_WITHOUT_ORDER]),
    (seed_charge_of_a_tombstone, [DifferenceKind.CHARGE_WITHOUT_ORDER]),
    (seed_charge_not_taken, [DifferenceKind.CHARGE_NOT_TAKEN]),
    (seed_charged_twice, [DifferenceKind.CHARGED_TWICE]),
    (seed_other_amount, [DifferenceKind.OTHER_AMOUNT]),
    (seed_other_currency, [DifferenceKind.OTHER_AMOUNT]),
    (seed_paid_without_charge, [DifferenceKind.PAID_WITHOUT_CHARGE]),
    (seed_refund_not_made, [DifferenceKind.REFUND_NOT_MADE]),
    (seed_refund_not_requested, [DifferenceKind.REFUND_NOT_REQUESTED]),
    (seed_money_kept, [DifferenceKind.MONEY_KEPT]),
    (seed_reservation_lost, [DifferenceKind.RESERVATION_LOST]),
    (seed_other_reservation, [DifferenceKind.OTHER_RESERVATION, DifferenceKind.OTHER_SOLD]),
    (seed_other_quantities, [DifferenceKind.OTHER_QUANTITIES]),
    (seed_not_expired, [DifferenceKind.NOT_EXPIRED]),
    (seed_reservation_not_expired, [DifferenceKind.NOT_EXPIRED]),
    (seed_other_sold, [DifferenceKind.OTHER_SOLD]),
]


@pytest.mark.parametrize(("seed", "kinds"), SEEDS, ids=lambda each: getattr(each, "__name__", ""))
def test_each_difference_is_found(
    market: AuditedMarket, seed: Callable[[AuditedMarket], None], kinds: list[DifferenceKind]
) -> None:
    """Beside an order that agrees; and nothing else is."""
    market.sells()
    seed(market)

    assert market.finds() == kinds


def test_every_kind_is_seeded() -> None:
    seeded = {kind for _, kinds in SEEDS for kind in kinds}

    assert set(DifferenceKind) - seeded == {DifferenceKind.MESSAGES_STUCK, DifferenceKind.CHARGES_NOT_NOTED}


def test_silence_is_found(market: AuditedMarket) -> None:
    """Messages that nobody carries out, and charges that nobody notes."""
    market.sells()
    market.time += NOTED_SECONDS + 1
    market.places("order_2", print=1)
    saga.cancel_order(market.shop, "order_2")
    assert [each.kind for each in reconcile(market.database, market.time)] == [DifferenceKind.CHARGES_NOT_NOTED]
    market.time += GRACE_SECONDS + 1

    kinds = {each.kind for each in reconcile(market.database, market.time)}
    assert kinds == {DifferenceKind.MESSAGES_STUCK, DifferenceKind.CHARGES_NOT_NOTED}
