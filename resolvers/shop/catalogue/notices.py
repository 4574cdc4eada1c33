"""Who is notified of stock: the seller, once for each filling, when a sale leaves few pieces of a variant, or none."""

from collections.abc import Iterator
from typing import Final

from resolvers.core.keys import id_at
from resolvers.core.text import isolate, shorten
from resolvers.platform.event_log.change import Change
from resolvers.platform.event_log.prefetch import Prefetched
from resolvers.platform.notifications.model import Notice, NotificationKind
from resolvers.platform.notifications.notices import notice
from resolvers.shop.catalogue import repository
from resolvers.shop.catalogue.model import Product, Variant
from resolvers.shop.stock.model import FEW, Stock

_NAME_SHOWN: Final = 60  # characters


@notice(on="Stock", subject="productId")
def stock_notices(change: Change, _: Prefetched) -> Iterator[Notice]:
    """Notify a seller when a sale leaves few of a variant that had more, or none; not again until it is filled up."""
    if not change.old or not change.new:
        return
    before, after = Stock.model_validate(change.old), Stock.model_validate(change.new)
    if after.sold <= before.sold or after.sold_at is None or not _has_run_low(before, after):
        return
    variant_id = id_at(change.new["PK"])
    product = repository.get_many([after.product_id]).get(after.product_id)
    variant = product.find_variant(variant_id) if product else None
    if product and variant:
        # One cause for a filling: it was told of few, so it is not told of none.
        cause = f"stock:{variant_id}:{after.fillings}"
        message = _say_what_is_left(product, variant, after.unsold)
        about = {"subject_id": product.id}
        yield Notice(product.seller_id, NotificationKind.STOCK_LOW, cause, after.sold_at, message, None, about)


def _has_run_low(before: Stock, after: Stock) -> bool:
    return after.unsold == 0 or after.unsold <= FEW < before.unsold


def _say_what_is_left(product: Product, variant: Variant, left: int) -> str:
    name = "“{}: {}”".format(*(isolate(shorten(each, _NAME_SHOWN)) for each in (product.title, variant.name)))
    if not left:
        return f"{name} is sold out."
    return f"Only {left} of {name} {'is' if left == 1 else 'are'} left."
