"""What the provider says it charged for orders, in DynamoDB: written each hour, so that orders can be compared with it.

The orders' database has a network without a way out, so the reconciliation cannot ask the provider itself.
"""

from typing import Final

from resolvers.core import table
from resolvers.core.keys import Key
from resolvers.core.model import Model
from resolvers.core.table import Put
from resolvers.shop import keys
from resolvers.shop.money.model import Money

MOST: Final = 10_000
KEPT_SECONDS: Final = 30 * 24 * 3600


class Charge(Model):
    """Money that was taken for an order, and how much of it went back, as of a time in seconds since 1970."""

    id: str
    order_id: str
    amount: Money
    refunded: int
    charged_at: int
    noted_at: int


class Statement(Model):
    """When all charges of the time before were noted last."""

    noted_at: int


def put_all(charges: list[Charge], noted_at: int) -> None:
    """Write charges, then that they were noted."""
    table.put_many([_put(each, noted_at) for each in charges])
    table.write(Put(keys.CHARGES_STATEMENT, "ChargesStatement", Statement(noted_at=noted_at).to_item()))


def list_since(time: int) -> list[Charge]:
    """Return the charges that were made since a time."""
    rows = table.query(keys.CHARGES, index=1, low=keys.pad_seconds(time), limit=MOST)
    found = table.get_many((Key(row["PK"], row["SK"]) for row in rows), consistent=True)
    return [Charge.model_validate(item) for item in found.values()]


def get_statement_time() -> int:
    """Return when charges were noted last, 0 if they never were."""
    item = table.get(keys.CHARGES_STATEMENT, consistent=True)
    return Statement.model_validate(item).noted_at if item else 0


def _put(charge: Charge, noted_at: int) -> Put:
    index = keys.charge_time(charge.id, charge.charged_at)
    key = keys.charge(charge.order_id, charge.id)
    return Put(key, "Charge", charge.to_item(), indexes=(index,), expires_at=noted_at + KEPT_SECONDS)
