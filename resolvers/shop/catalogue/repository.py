"""Products in DynamoDB with the rows by which people find them, and the stock of their variants."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from boto3.dynamodb.conditions import Attr

from resolvers.core import pagination, table
from resolvers.core.errors import Conflict, NotFound
from resolvers.core.keys import IndexKey, Key, id_at, time_key
from resolvers.core.model import now
from resolvers.core.pagination import Slice
from resolvers.core.table import ABSENT, EXISTS, Delete, Item, Put, Update, Write
from resolvers.platform import keys as platform_keys
from resolvers.platform.subjects import guards
from resolvers.platform.subjects.model import Guard
from resolvers.shop import keys
from resolvers.shop.catalogue.model import Product, ProductCounts, Variant, guard_of
from resolvers.shop.states import ProductState
from resolvers.shop.stock import repository as stock
from resolvers.shop.stock.model import Stock

Choose = Callable[[list[str]], Sequence[Product | None]]


def get_many(product_ids: Iterable[str]) -> dict[str, Product]:
    """Read products and their counts in one batch, consistently, by id."""
    ids = list(dict.fromkeys(product_ids))
    found = table.get_many(
        [key for each in ids for key in (keys.product(each), platform_keys.counts(each))], consistent=True
    )
    return {
        each: Product.model_validate(
            found[keys.product(each)]
            | {"counts": ProductCounts.model_validate(found.get(platform_keys.counts(each), {}))}
        )
        for each in ids
        if keys.product(each) in found
    }


def add(product: Product, stocks: dict[str, Stock], claim: Sequence[Put]) -> None:
    """Write a new draft with its guard, its seller's own row and the stock of its variants."""
    table.write(
        *claim,
        Put(keys.product(product.id), "Product", product.to_item(), when=ABSENT),
        guards.add(guard_of(product)),
        Put(keys.own_product(product.seller_id, product.id), "OwnProduct", {"state": product.state}),
        *(stock.prepare_addition(variant_id, each) for variant_id, each in stocks.items()),
    )


def update(before: Product, after: Product, *others: Write) -> Product:
    """Write a changed product under its version, and return it; with other writes, or not at all.

    Raises `Conflict` or `NotFound`.

    The guard, the rows by which people find it and its variants' stock follow its state in the same transaction.
    """
    changed = after.model_copy(update={"version": before.version + 1, "updated_at": now()})
    indexes = _indexes(after)
    table.write(
        Update(
            keys.product(after.id),
            put=changed.to_item(),
            when=EXISTS & Attr("version").eq(before.version),
            refuse=_conflict,
            indexes=indexes,
            leave=() if indexes else (1, 2),
        ),
        *_follow_state(before, after),
        *others,
    )
    return changed


def put_on_sale(before: Product, after: Product, source: Guard) -> Product:
    """Put a product on sale while what it is made from may be seen by all; raises `StaleItem` if that just changed."""
    return update(before, after, guards.require_unchanged(source))


def add_variant(before: Product, after: Product, variant: Variant, pieces: Stock) -> None:
    update(before, after, stock.prepare_addition(variant.id, pieces))


def change_price(before: Product, after: Product, variant: Variant) -> None:
    """Write a variant's new price beside its stock, where an order compares what its buyer saw."""
    update(before, after, Update(keys.stock(variant.id), put={"priceVersion": variant.price_version}, when=EXISTS))


def remove_variant(before: Product, after: Product, variant: Variant) -> None:
    """Write a product without a variant, whose stock stays for the orders that have it."""
    update(before, after, Update(keys.stock(variant.id), put={"isLive": False}, when=EXISTS))


def list_live(scope: str, first: int, after: str | None, choose: Choose) -> Slice[Product]:
    return pagination.read(keys.SHOP, index=1, scope=scope, first=first, after=after, keep=_choose_products(choose))


def list_by_seller(seller_id: str, scope: str, first: int, after: str | None, choose: Choose) -> Slice[Product]:
    partition = keys.products_by(seller_id)
    return pagination.read(partition, index=2, scope=scope, first=first, after=after, keep=_choose_products(choose))


def list_offered(what: str, scope: str, first: int, after: str | None, choose: Choose) -> Slice[Product]:
    """Page through the live products of a type, or of those made from a post, photo or pin."""
    return pagination.read(
        keys.offer_partition(what), scope=scope, first=first, after=after, keep=_choose_products(choose)
    )


def list_ids_offered(what: str, limit: int) -> list[str]:
    return [id_at(row["SK"]) for row in table.query(keys.offer_partition(what), limit=limit, consistent=True)]


def list_own(
    seller_id: str, state: ProductState | None, scope: str, first: int, after: str | None, choose: Choose
) -> Slice[Product]:
    partition, prefix = keys.own_products(seller_id)

    def keep(rows: list[Item]) -> list[Product | None]:
        wanted = [id_at(row["SK"]) if state in (None, row["state"]) else "" for row in rows]
        chosen = iter(choose([each for each in wanted if each]))
        return [next(chosen) if each else None for each in wanted]

    return pagination.read(partition, prefix=prefix, scope=scope, first=first, after=after, consistent=True, keep=keep)


def _choose_products(choose: Choose) -> Callable[[list[Item]], list[Product | None]]:
    """Turn index rows into products; the product at the end of the sort key decides, never the row's copy of it."""

    def keep(rows: list[dict[str, Any]]) -> list[Product | None]:
        return list(choose([row["id"] if "id" in row else id_at(row["SK"]) for row in rows]))

    return keep


def _follow_state(before: Product, after: Product) -> Iterator[Write]:
    if before.state == after.state:
        return
    is_live = after.state == ProductState.LIVE
    yield from guards.change(guard_of(before), guard_of(after))
    yield Update(keys.own_product(after.seller_id, after.id), put={"state": after.state})
    for variant in after.variants:
        yield Update(keys.stock(variant.id), put={"isLive": is_live}, when=EXISTS)
    for key in _list_offered_rows(after):
        yield Put(key, "Offered", {"productId": after.id}) if is_live else Delete(key)


def _list_offered_rows(product: Product) -> list[Key]:
    """Return the rows of a product that was ever live, one for each of what people look for it by."""
    assert product.published_at
    place = time_key(product.published_at, product.id)
    sources = (product.type.value, product.subject_id, product.photo_id, product.pin_id)
    return [Key(keys.offer_partition(each), place) for each in sources if each]


def _indexes(product: Product) -> list[IndexKey]:
    if product.state != ProductState.LIVE or product.published_at is None:
        return []
    place = time_key(product.published_at, product.id)
    return [IndexKey(1, keys.SHOP, place), IndexKey(2, keys.products_by(product.seller_id), place)]


def _conflict(found: Item) -> Exception:
    return Conflict(found["version"]) if found else NotFound("There is no such product.", "id")
