"""Any order of steps and crashes: what must hold after each step holds, and in the end nothing is owed."""

from typing import ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from resolvers.shop.errors import OrderClosed
from resolvers.shop.stock.model import InsufficientStock
from tests.resolvers.shop.conftest import Schema
from tests.resolvers.shop.orders.market import CrashPoint, Market

# Each order wants the same whenever it is placed, as its key demands; together they want more than there is.
WANTED = {
    "order_0": {"print": 1},
    "order_1": {"print": 2},
    "order_2": {"print": 1, "book": 1},
    "order_3": {"print": 2, "book": 1},
}
PIECES = {"print": 3, "book": 1}
ORDERS = st.sampled_from(sorted(WANTED))
CRASHES: st.SearchStrategy[CrashPoint | None] = st.sampled_from([None, None, "before", "rolled back", "after"])


class Saga(RuleBasedStateMachine):
    """A shop, its buyers, its provider and its minute's work, each of which may crash anywhere."""

    schema: ClassVar[Schema]

    def __init__(self) -> None:
        super().__init__()
        self.market = Market(self.schema, PIECES)
        self.remembered = self.market.remembers()

    @rule(order=ORDERS, crash=CRASHES)
    def place(self, order: str, crash: CrashPoint | None) -> None:
        try:
            self.market.places(order, crash, **WANTED[order])
        except InsufficientStock:
            return

    @rule(order=ORDERS, event=st.sampled_from(["evt_a", "evt_b"]), crash=CRASHES)
    def pay(self, order: str, event: str, crash: CrashPoint | None) -> None:
        found = self.market.rows("orders", order)
        if found and found[0]["total"]:  # a tombstone can't be paid
            self.market.pays(order, f"{event}_{order}", crash)

    @rule(order=ORDERS, crash=CRASHES)
    def cancel(self, order: str, crash: CrashPoint | None) -> None:
        if self.market.state(order):
            try:
                self.market.cancels(order, crash)
            except OrderClosed:
                return

    @rule(crash=CRASHES)
    def relay(self, crash: CrashPoint | None) -> None:
        self.market.relays(crash)

    @rule(crash=CRASHES)
    def sweep(self, crash: CrashPoint | None) -> None:
        self.market.sweeps(crash)

    @rule()
    def wait(self) -> None:
        self.market.passes_hold()

    @rule()
    def remember(self) -> None:
        self.remembered = self.market.remembers()

    @rule(crash=CRASHES)
    def lose(self, crash: CrashPoint | None) -> None:
        """The table is put back to the moment that was remembered, by somebody who then has it recover, to the end."""
        self.market.loses(self.remembered)
        self.market.recovers(crash)
        self.market.recovers()

    @invariant()
    def nothing_is_lost(self) -> None:
        self.market.check_invariants()

    def teardown(self) -> None:
        for order in list(self.market.charges):  # the provider tells until it is heard
            self.market.pays(order)
        self.market.settles()
        self.market.passes_hold()
        self.market.settles()
        self.market.check_rest()
        self.market.database.close()


def test_nothing_is_oversold_or_kept_by_any_order_of_steps(shop_table: None, schema: Schema) -> None:
    """Four orders, three prints and one book."""
    Saga.schema = schema
    whole = settings(max_examples=20, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Saga, settings=whole)
