"""Products, as the platform and other products know them."""

from typing import Final

from resolvers.platform.subjects.model import Subject, Summary
from resolvers.shop import keys
from resolvers.shop.catalogue.model import Product, guard_of


def summarize(product: Product) -> Summary:
    """Return what others are shown of a product; without a time, because timelines are for articles."""
    photo_ids = [product.photo_id] if product.photo_id else []
    return Summary(title=product.title, text=product.description, photo_ids=photo_ids)


PRODUCT: Final = Subject(keys.PRODUCT, "product", Product, keys.product, guard_of, summarize)
