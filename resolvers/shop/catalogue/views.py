"""Products as people are shown them, one or a page: what buyers find, and what sellers see of their own."""

from collections.abc import Iterable, Mapping, Sequence

from resolvers.core import pagination
from resolvers.core.appsync import wants
from resolvers.core.errors import InvalidInput, NotFound
from resolvers.core.identity import GUEST, Caller
from resolvers.core.model import now
from resolvers.core.pagination import Slice
from resolvers.platform.pins import service as pins
from resolvers.platform.pins.model import Pin
from resolvers.platform.subjects import service as subjects
from resolvers.platform.users import service as users
from resolvers.shop.catalogue import repository
from resolvers.shop.catalogue.calendar_file import write_calendar_file
from resolvers.shop.catalogue.model import Availability, Product, ProductConnection, ProductType, Variant, guard_of
from resolvers.shop.states import ProductState
from resolvers.shop.stock import repository as stock
from resolvers.shop.stock.model import FEW, Stock


def get_shown(viewer: Caller, product_id: str) -> Product:
    """Return a product as the viewer sees it, or raise `NotFound`: what the viewer may not see does not exist."""
    product = get_many_readable(viewer, [product_id])[0]
    if not product:
        raise NotFound("There is no such product.", "id")
    return show_many(viewer, [product])[0]


def get_many_readable(viewer: Caller, product_ids: Sequence[str]) -> list[Product | None]:
    """Return the products that the viewer may see, one for each id, None for the others."""
    found = repository.get_many([each for each in product_ids if each])
    return [
        found[each] if each in found and subjects.may_read(viewer, guard_of(found[each]), set()) else None
        for each in product_ids
    ]


def get_on_sale(product_ids: Iterable[str]) -> dict[str, Product]:
    """Return those of the products that are for sale, by id."""
    found = repository.get_many(product_ids)
    return {product_id: each for product_id, each in found.items() if each.state == ProductState.LIVE}


def show_many_readable(viewer: Caller, product_ids: Sequence[str]) -> list[Product | None]:
    """Return products as the viewer sees them, one for each id, None for those they may not see."""
    products = get_many_readable(viewer, product_ids)
    shown = iter(show_many(viewer, [each for each in products if each]))
    return [next(shown) if each else None for each in products]


def list_products(type: ProductType | None, source_id: str | None, first: int, after: str | None) -> ProductConnection:
    """Return what is for sale, of one type, made from one source or all, the newest first."""
    if type and source_id:
        raise InvalidInput("Choose either a type or what products are made from.", "madeFrom")
    if type or source_id:
        return _list_offered(type.value if type else str(source_id), first, after)
    scope = pagination.scope_of("products")
    return _page(GUEST, repository.list_live(scope, first, after, _choose(GUEST)), scope)


def list_made_from(source_id: str, first: int, after: str | None) -> ProductConnection:
    """Return what is for sale that is made from a post, photo or pin."""
    return _list_offered(source_id, first, after)


def list_by_seller(seller_id: str, first: int, after: str | None) -> ProductConnection:
    """Return what a person has for sale."""
    scope = pagination.scope_of("productsOf", seller=seller_id)
    return _page(GUEST, repository.list_by_seller(seller_id, scope, first, after, _choose(GUEST)), scope)


def list_own(viewer: Caller, state: ProductState | None, first: int, after: str | None) -> ProductConnection:
    """Return the viewer's own products in any state, read consistently."""
    scope = pagination.scope_of("ownProducts", viewer=viewer.id, state=state)
    return _page(viewer, repository.list_own(viewer.id, state, scope, first, after, _choose(viewer)), scope)


def show_many(viewer: Caller, products: Sequence[Product], stocks: Mapping[str, Stock] | None = None) -> list[Product]:
    """Return products as the viewer sees them, with what the request asks for; stock already read is not read again."""
    if stocks is None:
        stocks = _get_stocks(products) if wants("availability") or wants("available") else {}
    sellers = users.show_many({each.seller_id for each in products}) if wants("seller") else {}
    meeting = [each.pin_id or "" for each in products]
    is_shown = any(meeting) and (wants("pin") or wants("calendar"))
    places = pins.get_many_readable(viewer, meeting) if is_shown else [None] * len(products)
    return [
        product.model_copy(
            update={
                "variants": [
                    _show_variant(viewer, product, each, stocks.get(each.id), place) for each in product.variants
                ],
                "seller": sellers.get(product.seller_id),
                "pin": place,
                "zone": product.zone if viewer.id == product.seller_id else None,
                "price_from": min((each.price for each in product.variants), default=None),
            }
        )
        for product, place in zip(products, places, strict=True)
    ]


def _get_stocks(products: Sequence[Product]) -> dict[str, Stock]:
    return stock.get_many(variant.id for product in products for variant in product.variants)


def availability_of(variant: Variant, pieces: Stock | None) -> Availability:
    """Tell whether a variant can be bought now; a walk that has begun cannot."""
    has_begun = variant.starts_at is not None and variant.starts_at <= now()
    if has_begun or pieces is None or pieces.available < 1:
        return Availability.SOLD_OUT
    return Availability.FEW if pieces.available <= FEW else Availability.IN_STOCK


def _show_variant(
    viewer: Caller, product: Product, variant: Variant, pieces: Stock | None, meeting: Pin | None
) -> Variant:
    left = pieces.available if pieces and viewer.id == product.seller_id else None
    file = write_calendar_file(product, variant, meeting) if variant.starts_at and wants("calendar") else None
    return variant.model_copy(
        update={"availability": availability_of(variant, pieces), "available": left, "calendar": file}
    )


def _list_offered(what: str, first: int, after: str | None) -> ProductConnection:
    scope = pagination.scope_of("offered", what=what)
    return _page(GUEST, repository.list_offered(what, scope, first, after, _choose(GUEST)), scope)


def _choose(viewer: Caller) -> repository.Choose:
    return lambda product_ids: get_many_readable(viewer, product_ids)


def _page(viewer: Caller, page: Slice[Product], scope: str) -> ProductConnection:
    shown: ProductConnection = pagination.connection(ProductConnection, page.map(show_many(viewer, page.values)), scope)
    return shown
