"""Stock and reservations in DynamoDB: every change of a number is conditioned on the number and on a state."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial

from boto3.dynamodb.conditions import Attr

from resolvers.core import table
from resolvers.core.items import Item
from resolvers.core.keys import Key
from resolvers.core.model import iso, now
from resolvers.core.table import ABSENT, Put, Update
from resolvers.shop import keys
from resolvers.shop.money.model import Money
from resolvers.shop.states import ReservationState, list_sources
from resolvers.shop.stock.model import Demand, InsufficientStock, NotForSale, PriceChanged, Reservation, Stock

# Which counters a piece leaves and enters, by the reservation's states.
COUNTERS = {ReservationState.HELD: "held", ReservationState.SOLD: "sold", ReservationState.RELEASED: "available"}


def get(variant: str) -> Stock | None:
    item = table.get(keys.stock(variant), consistent=True)
    return Stock.model_validate(item) if item else None


def get_many(variants: Iterable[str]) -> dict[str, Stock]:
    """Read the stock of variants in one batch, consistently, by id; unknown ones are left out."""
    wanted = {keys.stock(variant): variant for variant in variants}
    found = table.get_many(wanted, consistent=True)
    return {wanted[key]: Stock.model_validate(item) for key, item in found.items()}


def prepare_addition(variant: str, stock: Stock) -> Put:
    """Return the write of a new variant's stock, for the transaction that makes the variant."""
    return Put(keys.stock(variant), "Stock", stock.to_item(), when=ABSENT)


def put(variant: str, stock: Stock) -> None:
    """Write a new variant's stock."""
    table.write(prepare_addition(variant, stock))


def change(variant: str, delta: int, claim: Sequence[Put]) -> None:
    """Add pieces or take available ones away, or raise `InsufficientStock`; what `claim` raises tells of a repeat."""
    enough = Attr("available").gte(max(-delta, 0))
    added = {"available": delta} | ({"fillings": 1} if delta > 0 else {})
    table.write(*claim, Update(keys.stock(variant), add=added, when=enough, refuse=partial(_refuse_pieces, variant)))


def get_reservation(order_id: str) -> Reservation | None:
    item = table.get(keys.reservation(order_id), consistent=True)
    return Reservation.model_validate(item) if item else None


def get_reservations(order_ids: Iterable[str]) -> dict[str, Reservation]:
    """Read the reservations of orders in batches, consistently, by the order's id; unknown ones are left out."""
    found = table.get_many((keys.reservation(each) for each in order_ids), consistent=True)
    reservations = [Reservation.model_validate(item) for item in found.values()]
    return {each.order_id: each for each in reservations}


def reserve(
    order_id: str, digest: str, demands: Sequence[Demand], until: int, buyer: str = "", total: Money | None = None
) -> Reservation:
    """Hold all that an order wants, or raise the first `StockError`; a repeat returns the reservation that is there.

    Quantities of one variant are summed, because a transaction can't have two operations on one item.
    """
    quantities = Counter[str]()
    for demand in demands:
        quantities[demand.variant] += demand.quantity
    versions = {demand.variant: demand.price_version for demand in demands}
    held = Reservation(
        order_id=order_id,
        digest=digest,
        quantities=quantities,
        state=ReservationState.HELD,
        until=until,
        buyer=buyer,
        total=total,
    )
    taking = (_take(variant, quantities[variant], versions[variant]) for variant in sorted(quantities))
    try:
        # First the reservation: of several reasons to refuse, that it is there already counts most.
        table.write(_put_reservation(held), *taking)
    except ReservationExists as found:
        return found.reservation
    return held


def restore(reservation: Reservation) -> None:
    """Write a reservation that the table has lost, with its pieces where it holds any; one that is there stays.

    Raises `InsufficientStock` where the pieces are held for others, or sold, by now. `HELD` and `RELEASED` can be
    restored; a reservation reaches `SOLD` by `settle`.
    """
    holding: list[Update] = []
    if reservation.state is ReservationState.HELD:
        holding = [
            Update(
                keys.stock(variant),
                add={"available": -quantity, "held": quantity},
                when=Attr("available").gte(quantity),
                refuse=partial(_refuse_pieces, variant),
            )
            for variant, quantity in sorted(reservation.quantities.items())
        ]
    try:
        table.write(_put_reservation(reservation), *holding)
    except ReservationExists:
        return


def settle(reservation: Reservation, target: ReservationState) -> bool:
    """Move a reservation to SOLD or RELEASED with its pieces; return False if it can't move there from its state.

    Raises `InsufficientStock` where released pieces are to be sold and are gone.
    """
    moved = Update(
        keys.reservation(reservation.order_id),
        put={"state": target.value},
        when=Attr("state").eq(reservation.state.value),
        refuse=ReservationMoved,
        leave=(1,),
    )
    if reservation.state not in list_sources(target):
        return False
    source, goal = COUNTERS[reservation.state], COUNTERS[target]
    moving = (
        Update(
            keys.stock(variant),
            add={source: -quantity, goal: quantity},
            put={"soldAt": iso(now())} if target is ReservationState.SOLD else {},
            when=Attr(source).gte(quantity),
            refuse=partial(_refuse_pieces, variant),
        )
        for variant, quantity in sorted(reservation.quantities.items())
    )
    try:
        table.write(moved, *moving)
    except ReservationMoved:
        return False
    return True


def list_overdue(now: int, limit: int = 100) -> list[Reservation]:
    """Return reservations that are held beyond their time."""
    rows = (
        row
        for shard in range(keys.SHARDS)
        for row in table.query(keys.held_partition(shard), index=1, high=keys.pad_seconds(now - 1), limit=limit)
    )
    found = table.get_many((Key(row["PK"], row["SK"]) for row in rows), consistent=True)
    reservations = [Reservation.model_validate(item) for item in found.values()]
    return [each for each in reservations if each.state == ReservationState.HELD]  # the index may be a moment late


class ReservationExists(Exception):  # noqa: N818 - a condition that did not hold, not an error
    def __init__(self, item: Item) -> None:
        super().__init__()
        self.reservation = Reservation.model_validate(item)


class ReservationMoved(Exception):  # noqa: N818 - as above
    """Somebody else has settled it meanwhile."""


def _put_reservation(reservation: Reservation) -> Put:
    """Return the write of a new reservation; one that holds pieces is listed by its end."""
    is_held = reservation.state is ReservationState.HELD
    return Put(
        keys.reservation(reservation.order_id),
        "Reservation",
        reservation.to_item(),
        when=ABSENT,
        refuse=ReservationExists,
        indexes=(keys.reservation_end(reservation.order_id, reservation.until),) if is_held else (),
    )


def _take(variant: str, quantity: int, price_version: int) -> Update:
    return Update(
        keys.stock(variant),
        add={"available": -quantity, "held": quantity},
        # A negative quantity would pass the first condition and add pieces; the model lets none through.
        when=Attr("available").gte(quantity) & Attr("isLive").eq(True) & Attr("priceVersion").eq(price_version),
        refuse=partial(_refuse_demand, variant, price_version),
    )


def _refuse_demand(variant: str, price_version: int, item: Item) -> Exception:
    if not item or not item["isLive"]:
        return NotForSale(variant)
    if item["priceVersion"] != price_version:
        return PriceChanged(variant, item["priceVersion"])
    return InsufficientStock(variant, item["available"])


def _refuse_pieces(variant: str, item: Item) -> Exception:
    return InsufficientStock(variant, item.get("available", 0))
