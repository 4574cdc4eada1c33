"""The products of the demo world: made from an article by its author, and put on sale."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from infra.local.world import operations
from infra.local.world.api import nodes
from infra.local.world.member import Member
from infra.local.world.model import Article, Offer, Product

Say = Callable[[str], None]


async def offer_products(article: Article, author: Member, say: Say) -> None:
    """Make the products of an article that its author does not have yet, and put them on sale.

    They are found by their titles, and each create carries a stable idempotency key, so a load can be repeated.
    """
    if not article.products:
        return
    found = {
        each["title"]: each for each in nodes((await author.api.execute(operations.OWN_PRODUCTS))["viewer"]["products"])
    }
    sources = (await author.api.execute(operations.SOURCES, id=author.posts[article.title]["id"]))["post"]
    for product in article.products:
        made = found.get(product.title) or await _create(article, product, author, sources)
        if made.get("state", "DRAFT") == "DRAFT":
            await author.api.mutate(operations.PUBLISH_PRODUCT, id=made["id"], expectedVersion=made["version"])
            say(f"“{product.title}” by @{article.author} is on sale")


async def _create(article: Article, product: Product, author: Member, sources: dict[str, Any]) -> dict[str, Any]:
    captions = {each.file: each.caption for each in article.photos}
    photos = {each["caption"]: each["id"] for each in nodes(sources["photos"])}
    pins = {each["placeName"]: each["id"] for each in nodes(sources["pins"])}
    payload = await author.api.mutate(
        operations.CREATE_PRODUCT,
        type=product.type,
        subjectId=author.posts[article.title]["id"],
        photoId=photos[captions[product.photo]] if product.photo else None,
        pinId=pins[product.place] if product.place else None,
        title=product.title,
        description=product.description,
        currency=product.currency,
        taxRate=product.tax_rate,
        variants=[_variant(each) for each in product.variants],
        idempotencyKey=f"world-{article.slug}-{product.type}-{product.title}"[:100],
    )
    made: dict[str, Any] = payload["product"]
    return made


def _variant(offer: Offer) -> dict[str, Any]:
    variant: dict[str, Any] = {"name": offer.name, "price": offer.price, "stock": offer.stock}
    if offer.in_days is not None and offer.zone:
        starts = _start(offer.in_days, offer.hour, ZoneInfo(offer.zone))
        variant |= {"startsAt": starts.isoformat(), "zone": offer.zone, "minutes": offer.minutes}
    return variant


def _start(in_days: int, hour: int, zone: ZoneInfo) -> datetime:
    """Return an hour of a day to come as clocks at the place show it."""
    day = datetime.now(zone).date() + timedelta(days=in_days)
    return datetime.combine(day, time(hour), zone)
