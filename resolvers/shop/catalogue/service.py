"""What sellers do with products: make them from their articles, put them on sale, change and retire them."""

import contextlib
from typing import Final

from resolvers.core import idempotency, ids, text
from resolvers.core.errors import Conflict, Forbidden, InvalidInput, LimitReached, NotFound
from resolvers.core.identity import GUEST, Caller
from resolvers.core.model import now
from resolvers.platform.pins import service as pins
from resolvers.platform.subjects import service as subjects
from resolvers.platform.subjects.model import Guard, Summary
from resolvers.platform.subjects.service import write_under
from resolvers.platform.users import service as users
from resolvers.shop import keys
from resolvers.shop.catalogue import repository, views
from resolvers.shop.catalogue.model import Product, ProductType, Variant
from resolvers.shop.catalogue.mutations import (
    MAX_VARIANTS,
    AddVariantInput,
    ChangeStockInput,
    CreateProductInput,
    PublishProductInput,
    RemoveVariantInput,
    UpdateProductInput,
    UpdateVariantInput,
    VariantInput,
)
from resolvers.shop.money.model import Money, MoneyError
from resolvers.shop.payments.amounts import to_provider
from resolvers.shop.states import ProductState, can_move
from resolvers.shop.stock import repository as stock
from resolvers.shop.stock.model import InsufficientStock, Stock

_RETIRED_AT_ONCE: Final = 100


def create_product(viewer: Caller, input: CreateProductInput) -> Product:
    """Begin a draft from the viewer's public article; repeating the idempotency key answers the first one."""
    users.arrive(viewer)
    _require_source(viewer, input)
    for index, each in enumerate(input.variants):
        _require_dates(input.type, each, "variants", str(index))
    at = now()
    fields = input.model_dump(exclude={"idempotency_key", "variants"})
    variants = [
        _make_variant(each, input.currency, "variants", str(index)) for index, each in enumerate(input.variants)
    ]
    product = Product(
        id=ids.new(keys.PRODUCT), seller_id=viewer.id, variants=variants, created_at=at, updated_at=at, **fields
    )
    stocks: dict[str, Stock] = {
        variant.id: Stock(product_id=product.id, available=each.stock, is_live=False)
        for variant, each in zip(variants, input.variants, strict=True)
    }
    claim = idempotency.claim(viewer.id, "createProduct", input, input.idempotency_key, product.id)
    try:
        repository.add(product, stocks, claim)
    except idempotency.AlreadyDone as done:
        return views.get_shown(viewer, done.result_id)
    return views.get_shown(viewer, product.id)


def update_product(viewer: Caller, input: UpdateProductInput) -> Product:
    """Change what a product says, or raise `Conflict`, `Forbidden` or `NotFound`."""
    before = get_owned(viewer, input.id, input.expected_version)
    changes = input.model_dump(exclude={"id", "expected_version"}, exclude_none=True)
    repository.update(before, before.model_copy(update=changes))
    return views.get_shown(viewer, before.id)


def publish_product(viewer: Caller, input: PublishProductInput) -> Product:
    """Put a product on sale; its place in lists is the time it was first for sale. Repeating it changes nothing."""
    before = get_owned(viewer, input.id, input.expected_version)
    if before.state == ProductState.LIVE:
        return views.get_shown(viewer, before.id)
    if not before.variants:
        raise InvalidInput("Add a variant with its price first.", "id")
    changes = {"state": ProductState.LIVE, "published_at": before.published_at or now()}
    published = write_under(
        lambda: _get_source(viewer, before),
        lambda source: repository.put_on_sale(before, before.model_copy(update=changes), source),
    )
    try:  # again: what was removed meanwhile may have found no product to retire
        _require_parts(before, subjects.get_public_summaries([before.subject_id]).get(before.subject_id))
    except InvalidInput:
        for part in (before.photo_id, before.pin_id):
            retire_products_of(part or "")
        raise
    return views.show_many(viewer, [published])[0]


def retire_product(viewer: Caller, input: PublishProductInput) -> Product:
    """Take a product off sale; orders that were placed stay as they are. Repeating it changes nothing."""
    before = get_owned(viewer, input.id, input.expected_version)
    if before.state != ProductState.RETIRED:
        if not can_move(before.state, ProductState.RETIRED):
            raise InvalidInput("A draft is not for sale.", "id")
        repository.update(before, before.model_copy(update={"state": ProductState.RETIRED}))
    return views.get_shown(viewer, before.id)


def retire_products_of(source_id: str) -> None:
    """Take everything off sale that is made from an article that has closed, or from a photo or pin that is gone."""
    while product_ids := repository.list_ids_offered(source_id, _RETIRED_AT_ONCE):
        for product in repository.get_many(product_ids).values():
            with contextlib.suppress(Conflict):  # changed meanwhile: the next round reads it again
                repository.update(product, product.model_copy(update={"state": ProductState.RETIRED}))


def add_variant(viewer: Caller, input: AddVariantInput) -> Product:
    """Add a variant with its stock, or raise `LimitReached` beyond 20."""
    before = get_owned(viewer, input.product_id, input.expected_version, "productId")
    if len(before.variants) >= MAX_VARIANTS:
        raise LimitReached("A product has at most 20 variants.", "productId")
    _require_dates(before.type, input.variant, "variant")
    _require_new_name(before, input.variant.name, "variant", "name")
    variant = _make_variant(input.variant, before.currency, "variant")
    pieces = Stock(product_id=before.id, available=input.variant.stock, is_live=before.state == ProductState.LIVE)
    after = before.model_copy(update={"variants": [*before.variants, variant]})
    repository.add_variant(before, after, variant, pieces)
    return views.get_shown(viewer, before.id)


def update_variant(viewer: Caller, input: UpdateVariantInput) -> Product:
    """Rename a variant or change its price, or raise `Conflict`, `Forbidden` or `NotFound`."""
    before = get_owned(viewer, input.product_id, input.expected_version, "productId")
    old = _require_variant(before, input.variant_id)
    if input.name and text.match_key(input.name) != text.match_key(old.name):
        _require_new_name(before, input.name, "name")
    price = _make_price(input.price, before.currency) if input.price else old.price
    is_repriced = price != old.price
    changes = {"name": input.name or old.name, "price": price, "price_version": old.price_version + is_repriced}
    new = old.model_copy(update=changes)
    after = before.model_copy(update={"variants": [new if each.id == old.id else each for each in before.variants]})
    if is_repriced:
        repository.change_price(before, after, new)
    else:
        repository.update(before, after)
    return views.get_shown(viewer, before.id)


def remove_variant(viewer: Caller, input: RemoveVariantInput) -> Product:
    """Remove a variant, or raise `InvalidInput` for the last one of a product that is on sale."""
    before = get_owned(viewer, input.product_id, input.expected_version, "productId")
    removed = _require_variant(before, input.variant_id)
    left = [each for each in before.variants if each.id != removed.id]
    if not left and before.state == ProductState.LIVE:
        raise InvalidInput("It is the only one: retire the product instead.", "variantId")
    repository.remove_variant(before, before.model_copy(update={"variants": left}), removed)
    return views.get_shown(viewer, before.id)


def change_stock(viewer: Caller, input: ChangeStockInput) -> Product:
    """Add pieces or take them away, or raise `InvalidInput` if fewer are left; a repeated key changes it once."""
    product = get_owned(viewer, input.product_id, path="productId")
    variant = _require_variant(product, input.variant_id)
    claim = idempotency.claim(viewer.id, "changeStock", input, input.idempotency_key, product.id)
    try:
        stock.change(variant.id, input.delta, claim)
    except InsufficientStock as refused:
        raise InvalidInput(f"Only {refused.available} can be taken away.", "delta") from refused
    except idempotency.AlreadyDone:
        pass
    return views.get_shown(viewer, product.id)


def get_owned(viewer: Caller, product_id: str, expected_version: int | None = None, path: str = "id") -> Product:
    """Return the viewer's own product, or raise `NotFound`, `Forbidden` (may see it), or `Conflict` (changed)."""
    product = views.get_many_readable(viewer, [product_id])[0]
    if not product:
        raise NotFound("There is no such product.", path)
    if product.seller_id != viewer.id:
        raise Forbidden("Only its seller may do this.", path)
    if expected_version not in (None, product.version):
        raise Conflict(product.version)
    return product


def _require_source(viewer: Caller, input: CreateProductInput) -> None:
    """Make sure that the viewer may sell this, or raise `NotFound`, `Forbidden` or `InvalidInput`."""
    _, summary = _get_public_source(viewer, input.subject_id)
    if input.type == ProductType.PRINT and not input.photo_id:
        raise InvalidInput("A print needs its photo.", "photoId")
    if input.photo_id and input.photo_id not in summary.photo_ids:
        raise NotFound("The article has no such photo.", "photoId")
    if (input.type == ProductType.WALK) != bool(input.pin_id):
        raise InvalidInput("Walks have a pin where they meet, and other products have none.", "pinId")
    if input.pin_id and pins.get_owned(viewer, input.pin_id).subject_id != input.subject_id:
        raise NotFound("The article has no such pin.", "pinId")


def _get_source(viewer: Caller, product: Product) -> Guard:
    """Return the guard of the viewer's public article that has all the product is made from, or raise a `Refusal`."""
    guard, summary = _get_public_source(viewer, product.subject_id)
    _require_parts(product, summary)
    return guard


def _require_parts(product: Product, summary: Summary | None) -> None:
    """Make sure that the photo and the pin of a product are still there, or raise `InvalidInput`."""
    if product.photo_id and product.photo_id not in (summary.photo_ids if summary else []):
        raise InvalidInput("The photo that it is made from is gone.", "id")
    if product.pin_id and pins.get_many_readable(GUEST, [product.pin_id]) == [None]:
        raise InvalidInput("The place where it meets is gone.", "id")


def _get_public_source(viewer: Caller, subject_id: str) -> tuple[Guard, Summary]:
    """Return the guard and the summary of the viewer's own article that all may read, or raise a `Refusal`."""
    if ids.kind_of(subject_id) == keys.PRODUCT:
        raise NotFound("Products are made from articles.", "subjectId")
    guard, summary = subjects.get_owned_with_summary(viewer, subject_id)
    if not guard.published or not subjects.is_public(guard):
        raise InvalidInput("Products are made from public articles: publish this one first.", "subjectId")
    return guard, summary


def _require_dates(type: ProductType, variant: VariantInput, *path: str) -> None:
    if (type == ProductType.WALK) != (variant.starts_at is not None):
        raise InvalidInput("Walks have a start with its time zone, and other products have none.", *path, "startsAt")
    if variant.starts_at and variant.starts_at <= now():
        raise InvalidInput("A walk starts in the future.", *path, "startsAt")


def _require_new_name(product: Product, name: str, *path: str) -> None:
    if text.match_key(name) in {text.match_key(each.name) for each in product.variants}:
        raise InvalidInput("Another variant has this name.", *path)


def _require_variant(product: Product, variant_id: str) -> Variant:
    if variant := product.find_variant(variant_id):
        return variant
    raise NotFound("The product has no such variant.", "variantId")


def _make_variant(input: VariantInput, currency: str, *path: str) -> Variant:
    price = _make_price(input.price, currency, *path)
    dates = input.model_dump(include={"starts_at", "zone", "minutes"})
    return Variant(id=ids.new(keys.VARIANT), name=input.name, price=price, **dates)


def _make_price(amount: int, currency: str, *path: str) -> Money:
    """Return a price that can be charged, or raise `InvalidInput` where it is too fine."""
    price = Money(amount=amount, currency=currency)
    try:
        to_provider(price)
    except MoneyError as error:
        raise InvalidInput(str(error), *path, "price") from error
    return price
