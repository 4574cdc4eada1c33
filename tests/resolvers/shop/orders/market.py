"""A shop on real stores, with crashes at chosen points, and what must hold in it at any time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import boto3

from resolvers.shop.database.transactions import Database
from resolvers.shop.orders import recovery, relay, saga
from resolvers.shop.orders.records import OrderDraft
from resolvers.shop.orders.saga import Shop
from resolvers.shop.states import OrderState, ReservationState
from resolvers.shop.stock import repository as stock
from resolvers.shop.stock.model import Stock
from tests.fakes.refunds import FakeRefunds
from tests.resolvers.shop.conftest import Schema, empty_table

if TYPE_CHECKING:
    from pymysql.cursors import DictCursor

T = TypeVar("T")
# Between the two stores, with SQL rolled back after the other store was written, and after everything but the answer.
CrashPoint = Literal["before", "rolled back", "after"]
TABLES = (
    "outbox",
    "inbox",
    "credit_notes",
    "credit_note_counters",
    "invoices",
    "invoice_counters",
    "refund_lines",
    "refunds",
    "payments",
    "order_parts",
    "order_lines",
    "addresses",
    "orders",
)


class Crash(Exception):  # noqa: N818 - a test's own
    """The function ended here."""


class CrashingDatabase(Database):
    """Ends the next transaction at a point; the next one works again."""

    crash_at: CrashPoint | None = None

    def transact(self, work: Callable[[DictCursor], Any], find_result: Any = None) -> Any:
        point, self.crash_at = self.crash_at, None
        if point == "before":
            raise Crash

        def crashing(cursor: DictCursor) -> Any:
            result = work(cursor)
            if point == "rolled back":
                raise Crash
            return result

        result = super().transact(crashing, find_result)
        if point == "after":
            raise Crash
        return result


class Market:
    """Pieces of variants, orders for them, and money that was charged."""

    def __init__(self, schema: Schema, pieces: dict[str, int]) -> None:
        self.schema, self.pieces, self.time = schema, pieces, 1_800_000_000
        self.database, self.refunds = CrashingDatabase(schema.address), FakeRefunds()
        self.shop = Shop(self.database, self.refunds, lambda: self.time)
        self.charges: dict[str, int] = {}
        with schema.connect() as connection, connection.cursor() as cursor:
            for name in TABLES:
                cursor.execute(f"DELETE FROM {name}")  # noqa: S608 - the names above
            connection.commit()
        empty_table()
        for variant, available in pieces.items():
            stock.put(variant, Stock(available=available))

    def places(self, order: str, crash: CrashPoint | None = None, **quantities: int) -> OrderState | None:
        """Place an order, or crash; return its state."""
        return self._survive(crash, lambda: saga.place_order(self.shop, draft(order, **quantities)).state)

    def pays(self, order: str, event: str = "", crash: CrashPoint | None = None) -> None:
        """Charge an order that is there, once, and tell the shop; the provider tells again after a crash."""
        (row,) = self.rows("orders", order)
        self.charges.setdefault(order, int(str(row["total"])))
        self._survive(crash, lambda: saga.take_payment(self.shop, "stripe", event or f"evt_{order}", order))

    def cancels(self, order: str, crash: CrashPoint | None = None) -> None:
        self._survive(crash, lambda: saga.cancel_order(self.shop, order))

    def relays(self, crash: CrashPoint | None = None) -> bool | None:
        return self._survive(crash, lambda: relay.relay_message(self.shop))

    def sweeps(self, crash: CrashPoint | None = None) -> None:
        self._survive(crash, lambda: saga.sweep_reservations(self.shop))

    def passes_hold(self) -> None:
        self.time += saga.HOLD_SECONDS + 1

    def settles(self) -> None:
        """Let the minute's work be done until there is none."""
        self.sweeps()
        while self.relays():
            pass

    def remembers(self) -> list[dict[str, Any]]:
        """Return the items of the table as they are now."""
        return boto3.client("dynamodb").scan(TableName="waymark")["Items"]

    def loses(self, remembered: list[dict[str, Any]]) -> None:
        """Put the table back to an earlier moment, as a restore does, or a kill before the snapshot; SQL goes on."""
        empty_table()
        for item in remembered:
            boto3.client("dynamodb").put_item(TableName="waymark", Item=item)

    def recovers(self, crash: CrashPoint | None = None) -> int | None:
        return self._survive(crash, lambda: recovery.recover(self.shop))

    def state(self, order: str) -> str | None:
        found = self.rows("orders", order)
        return str(found[0]["state"]) if found else None

    def counts(self, variant: str) -> tuple[int, int, int]:
        found = stock.get(variant)
        assert found
        return found.available, found.held, found.sold

    def rows(self, name: str, order: str) -> list[dict[str, object]]:
        column = "id" if name == "orders" else "order_id"
        return self.schema.query(f"SELECT * FROM {name} WHERE {column} = %s", order)  # noqa: S608 - as above

    def check_invariants(self) -> None:
        """What holds after each step, crashed or not."""
        for variant, initial in self.pieces.items():
            counts = self.counts(variant)
            assert sum(counts) == initial
            assert min(counts) >= 0
        unsent: dict[object, set[object]] = {}
        for message in self.schema.query("SELECT order_id, kind FROM outbox WHERE sent_at IS NULL"):
            unsent.setdefault(message["order_id"], set()).add(message["kind"])
        for row in self.schema.query("SELECT * FROM orders"):
            assert row["refunded"] <= row["paid"] <= row["total"]  # type: ignore[operator]
            reservation = stock.get_reservation(str(row["id"]))
            assert reservation, "an order without a reservation"
            check_order(str(row["state"]), reservation.state, unsent.get(row["id"], set()))

    def check_rest(self) -> None:
        """What holds when everything has been carried out and no order waits."""
        self.check_invariants()
        sold = dict.fromkeys(self.pieces, 0)
        for line in self.schema.query(
            "SELECT l.variant, l.quantity FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE o.state = 'PAID'"
        ):
            sold[str(line["variant"])] += int(str(line["quantity"]))
        assert {variant: self.counts(variant)[1:] for variant in self.pieces} == {
            variant: (0, count) for variant, count in sold.items()
        }
        assert self.schema.query("SELECT 1 FROM outbox WHERE sent_at IS NULL") == []
        unbilled = (
            "SELECT p.order_id FROM order_parts p JOIN orders o ON o.id = p.order_id AND o.state = 'PAID'"
            " LEFT JOIN invoices i ON i.order_id = p.order_id AND i.seller = p.seller WHERE i.id IS NULL"
        )
        assert self.schema.query(unbilled) == []
        for order, charged in self.charges.items():
            kept = charged if self.state(order) == OrderState.PAID else 0
            assert charged - self.refunds.total(order) == kept, f"{order} was charged and neither sold nor refunded"

    def _survive(self, crash: CrashPoint | None, step: Callable[[], T]) -> T | None:
        self.database.crash_at = crash
        try:
            return step()
        except Crash:
            return None
        finally:
            self.database.crash_at = None


def check_order(state: str, reservation: ReservationState, unsent: set[object]) -> None:
    """What the two stores say of one order may differ only while a message is on its way."""
    if state == OrderState.PAID:
        assert reservation is ReservationState.SOLD or "SELL" in unsent
    elif reservation is ReservationState.SOLD:
        on_its_way = "RELEASE" if state == OrderState.CANCELLED else "RETAKE"
        assert on_its_way in unsent, "sold to an order that is not paid"
    elif reservation is ReservationState.HELD:
        assert state == OrderState.PENDING or unsent, "held for an order that is over"


def draft(order: str, **quantities: int) -> OrderDraft:
    """An order of some variants at 10.00 EUR and 19 % each."""
    lines = [
        {"quantity": quantity, "unit_price": 1000, "tax_rate": 1900, "product": f"product_{variant}",
         "variant": variant, "seller": "ada", "title": variant, "price_version": 1}
        for variant, quantity in quantities.items()
    ]  # fmt: skip
    values = {"id": order, "buyer": "omar", "currency": "EUR", "lines": lines, "local_date": date(2027, 1, 15)}
    return OrderDraft.model_validate(values)
