"""Where products belong: a walk where it meets; a print or a book at its own pin, or else at its article's first."""

from collections.abc import Sequence

from resolvers.platform.pins import service as pins
from resolvers.platform.pins.model import Pin
from resolvers.shop.catalogue.model import Product


def find_places(products: Sequence[Product]) -> dict[str, Pin]:
    """Return the place of each product by its id, in two batches at most; products without one are missing.

    The products are trusted to be on sale, so that everybody may see their pins.
    """
    unpinned = [each for each in products if not each.pin_id]
    sources = [source for each in unpinned for source in (each.id, each.subject_id)]
    first = pins.find_first_ids(sources) if sources else {}
    chosen = {each.id: each.pin_id or first.get(each.id) or first.get(each.subject_id) for each in products}
    found = pins.get_many(pin_id for pin_id in chosen.values() if pin_id)
    return {product_id: found[pin_id] for product_id, pin_id in chosen.items() if pin_id and pin_id in found}
