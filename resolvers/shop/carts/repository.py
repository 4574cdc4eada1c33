"""Carts in DynamoDB: one item for each buyer, written whole under its version."""

from boto3.dynamodb.conditions import Attr

from resolvers.core import table
from resolvers.core.model import now
from resolvers.core.table import ABSENT, Put, refuse_stale
from resolvers.shop import keys
from resolvers.shop.carts.model import Cart


def get(buyer_id: str) -> Cart:
    """Read a cart, consistently; somebody who never had one has an empty one."""
    item = table.get(keys.cart(buyer_id), consistent=True)
    return Cart.model_validate(item) if item else Cart()


def replace(buyer_id: str, before: Cart, after: Cart) -> Cart:
    """Write a cart in place of the one that was read, or raise `StaleItem`."""
    written = after.model_copy(update={"version": before.version + 1, "updated_at": now()})
    unchanged = Attr("version").eq(before.version) if before.version else ABSENT
    table.write(Put(keys.cart(buyer_id), "Cart", written.to_item(), when=unchanged, refuse=refuse_stale))
    return written
