"""The past orders of the demo world: placed, paid, and advanced by their sellers."""

from typing import Any

from infra.local.world import checkout, operations
from infra.local.world.api import ApiError, nodes
from infra.local.world.member import Member, Members
from infra.local.world.model import Article, Product, Purchase
from infra.local.world.selling import Say


async def buy_products(article: Article, members: Members, say: Say) -> None:
    """Place, pay and advance the past orders of an article's products; none where the shop is closed.

    Each order carries a stable idempotency key, so a load can be repeated.
    """
    wanted = [(product, purchase) for product in article.products for purchase in product.purchases]
    if not wanted:
        return
    seller = members[article.author]
    variants = await _list_variants(seller)
    try:
        for product, purchase in wanted:
            variant = variants.get((product.title, purchase.variant))
            if variant and await _buy(article, product, purchase, variant, members):
                say(f"@{purchase.by} bought “{product.title}”")
    except ApiError as refused:
        if checkout.SHOP_CLOSED not in str(refused):
            raise
        say(f"no past orders: {refused}")


async def _list_variants(seller: Member) -> dict[tuple[str, str], dict[str, Any]]:
    """Return a seller's variants by their products' titles and their own names, which the seller may have changed."""
    products = nodes((await seller.api.execute(operations.OWN_PRODUCTS))["viewer"]["products"])
    return {(product["title"], variant["name"]): variant for product in products for variant in product["variants"]}


async def _buy(
    article: Article, product: Product, purchase: Purchase, variant: dict[str, Any], members: Members
) -> bool:
    """Carry out a purchase; return False if an earlier load did."""
    buyer, seller = members[purchase.by].api, members[article.author].api
    key = f"world-{article.slug}-{product.title}-{purchase.by}"[:100]
    try:
        order = await checkout.place_order(buyer, variant, purchase.quantity, purchase.ship_to.model_dump(), key)
    except ApiError as refused:
        if checkout.KEY_REUSED not in str(refused):
            raise
        return False  # at a price that the seller has changed since
    if order["state"] != "PENDING":
        return False
    await checkout.pay(buyer, order["id"], checkout.SUCCEEDS)
    await checkout.wait_until_paid(buyer, order["id"])
    for version, step in enumerate(purchase.steps, start=1):
        await seller.mutate(operations.ADVANCE_SALE, orderId=order["id"], to=step, expectedVersion=version)
    return True
