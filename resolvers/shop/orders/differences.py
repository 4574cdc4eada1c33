"""How an order, its charges and its reservation may differ, each kind a rule of its own."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from resolvers.shop.orders.audit import AuditedOrder
from resolvers.shop.payments.charges import Charge
from resolvers.shop.states import OrderState, RefundState, ReservationState
from resolvers.shop.stock.model import Reservation

# What was charged must be known by now, and what was requested made: webhooks come in seconds, refunds in minutes.
GRACE_SECONDS: Final = 20 * 60
# A buyer may pay until the end of the provider's page, and charges are noted once an hour.
PAYING_SECONDS: Final = 2 * 3600


class DifferenceKind(StrEnum):
    """What does not agree. The runbook says what each kind means, and what to do."""

    CHARGE_WITHOUT_ORDER = "CHARGE_WITHOUT_ORDER"
    CHARGE_NOT_TAKEN = "CHARGE_NOT_TAKEN"
    CHARGED_TWICE = "CHARGED_TWICE"
    OTHER_AMOUNT = "OTHER_AMOUNT"
    PAID_WITHOUT_CHARGE = "PAID_WITHOUT_CHARGE"
    REFUND_NOT_MADE = "REFUND_NOT_MADE"
    REFUND_NOT_REQUESTED = "REFUND_NOT_REQUESTED"
    MONEY_KEPT = "MONEY_KEPT"
    RESERVATION_LOST = "RESERVATION_LOST"
    OTHER_RESERVATION = "OTHER_RESERVATION"
    OTHER_QUANTITIES = "OTHER_QUANTITIES"
    NOT_EXPIRED = "NOT_EXPIRED"
    OTHER_SOLD = "OTHER_SOLD"
    MESSAGES_STUCK = "MESSAGES_STUCK"
    CHARGES_NOT_NOTED = "CHARGES_NOT_NOTED"


class Difference(NamedTuple):
    """One thing that does not agree, of an order, a variant, or of the whole."""

    kind: DifferenceKind
    subject: str
    detail: str


@dataclass(frozen=True)
class Case:
    """One order with all that is known of it, at a time in seconds since 1970."""

    order_id: str
    order: AuditedOrder | None
    charges: Sequence[Charge]
    reservation: Reservation | None
    now: int
    noted_at: int


# The states of a reservation that agree with an order at rest.
RESERVED: Final = {
    OrderState.PENDING: ReservationState.HELD,
    OrderState.PAID: ReservationState.SOLD,
    OrderState.EXPIRED: ReservationState.RELEASED,
    OrderState.CANCELLED: ReservationState.RELEASED,
}


def compare(case: Case) -> Iterator[Difference]:
    """Yield how what is known of an order differs."""
    for rule in RULES:
        yield from (Difference(kind, case.order_id, detail) for kind, detail in rule(case))


Found = Iterator[tuple[DifferenceKind, str]]


def _compare_charges(case: Case) -> Found:
    order, charged = case.order, sum(each.amount.amount for each in case.charges)
    if not case.charges or max(each.charged_at for each in case.charges) > case.now - GRACE_SECONDS:
        return
    if not order or not order.total:
        yield DifferenceKind.CHARGE_WITHOUT_ORDER, f"{charged} charged"
    elif len(case.charges) > 1:
        yield DifferenceKind.CHARGED_TWICE, f"{len(case.charges)} charges"
    elif not order.paid:
        yield DifferenceKind.CHARGE_NOT_TAKEN, f"{charged} charged"
    elif (charged, case.charges[0].amount.currency) != (order.paid, order.currency):
        yield DifferenceKind.OTHER_AMOUNT, f"{case.charges[0].amount} charged, {order.paid} {order.currency} paid"


def _find_missing_charge(case: Case) -> Found:
    order = case.order
    if order and order.paid and not case.charges and order.placed_at < case.noted_at - PAYING_SECONDS:
        yield DifferenceKind.PAID_WITHOUT_CHARGE, f"{order.paid} paid"


def _compare_refunds(case: Case) -> Found:
    """Hold what went back between the refunds that must be made by now and all that were ever requested."""
    if not case.order or not case.charges:
        return
    made = sum(each.refunded for each in case.charges)
    due_before = max(each.noted_at for each in case.charges) - GRACE_SECONDS
    refunds = case.order.refunds
    due = sum(each.amount for each in refunds if each.state != RefundState.FAILED and each.created_at < due_before)
    requested = sum(each.amount for each in refunds)
    if made < due:
        yield DifferenceKind.REFUND_NOT_MADE, f"{due} requested, {made} went back"
    if made > requested:
        yield DifferenceKind.REFUND_NOT_REQUESTED, f"{requested} requested, {made} went back"


def _find_kept_money(case: Case) -> Found:
    order = case.order
    if not order or order.is_busy or order.state not in {OrderState.EXPIRED, OrderState.CANCELLED}:
        return
    if order.paid > order.refunded:
        yield DifferenceKind.MONEY_KEPT, f"{order.state}, {order.paid - order.refunded} kept"


def _compare_reservation(case: Case) -> Found:
    order, reservation = case.order, case.reservation
    if not order or order.is_busy:
        return
    if not reservation:
        yield DifferenceKind.RESERVATION_LOST, f"the order is {order.state}"
        return
    if reservation.state != RESERVED[order.state]:
        yield DifferenceKind.OTHER_RESERVATION, f"the order is {order.state}, its pieces are {reservation.state}"
    if order.total and dict(order.quantities) != dict(reservation.quantities):
        yield DifferenceKind.OTHER_QUANTITIES, f"{dict(order.quantities)} ordered, {dict(reservation.quantities)} held"


def _find_overdue(case: Case) -> Found:
    order, reservation = case.order, case.reservation
    is_held = bool(reservation and reservation.state == ReservationState.HELD)
    until = order.expires_at if order else reservation.until if reservation else case.now
    waits = order.state == OrderState.PENDING if order else is_held
    if waits and until < case.now - GRACE_SECONDS:
        yield DifferenceKind.NOT_EXPIRED, f"held {case.now - until} s too long"


RULES: Final[Sequence[Callable[[Case], Found]]] = (
    _compare_charges,
    _find_missing_charge,
    _compare_refunds,
    _find_kept_money,
    _compare_reservation,
    _find_overdue,
)
