"""From what a buyer asks for to an order: what is offered now, or why it cannot be ordered."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from resolvers.core import geo
from resolvers.core.errors import InvalidInput, LimitReached
from resolvers.core.identity import Caller
from resolvers.core.model import now
from resolvers.platform.pins.model import Pin
from resolvers.shop.carts.service import Offer
from resolvers.shop.catalogue.model import Product, ProductType, Variant
from resolvers.shop.catalogue.places import find_places
from resolvers.shop.errors import InsufficientStock, NotForSale, PriceChanged
from resolvers.shop.money.model import MoneyError
from resolvers.shop.orders.model import OrderLineInput, PlaceOrderInput
from resolvers.shop.orders.records import DraftLine, OrderDraft
from resolvers.shop.payments import amounts
from resolvers.shop.stock import model as stocks


def draft_order(viewer: Caller, order_id: str, input: PlaceOrderInput, offers: Mapping[str, Offer]) -> OrderDraft:
    """Return the order as it is sold, with what its products are called and cost now."""
    sold = [_require_offer(viewer, each, offers.get(each.variant_id)) for each in input.lines]
    products = [product for product, _ in sold]
    if len(currencies := {each.currency for each in products}) > 1:
        raise InvalidInput(f"Order {' and '.join(sorted(currencies))} apart: an order has one currency.", "lines")
    ships = any(each.type != ProductType.WALK for each in products)
    if ships and not input.shipping_address:
        raise InvalidInput("Say where it is shipped.", "shippingAddress")
    if not ships and input.shipping_address:
        raise InvalidInput("Nothing of this is shipped: leave the address out.", "shippingAddress")
    places = find_places(products)
    lines = [
        _draft_line(each.quantity, *offer, places.get(offer[0].id))
        for each, offer in zip(input.lines, sold, strict=True)
    ]
    zone = next((each.zone for each in lines if each.zone), "UTC")
    draft = OrderDraft(
        id=order_id,
        buyer=viewer.id,
        currency=products[0].currency,
        lines=tuple(lines),
        prices_include_tax=True,
        zone=zone,
        local_date=datetime.now(ZoneInfo(zone)).date(),
        address=input.shipping_address.model_dump() if input.shipping_address else {},
    )
    try:
        to_pay = draft.to_pay
    except MoneyError as error:
        raise LimitReached(str(error), "lines") from error
    try:
        amounts.require_enough(to_pay)
    except MoneyError as error:
        raise InvalidInput(str(error), "lines") from error
    return draft


def explain_refusal(refused: stocks.StockError, offers: Mapping[str, Offer]) -> Exception:
    match refused:
        case stocks.InsufficientStock():
            return InsufficientStock(refused.variant, refused.available)
        case stocks.PriceChanged():
            variant = offers[refused.variant][1]
            known = variant.price if variant.price_version == refused.price_version else None
            return PriceChanged(refused.variant, known, refused.price_version)
    return NotForSale(refused.variant)


def require_distinct(lines: Sequence[OrderLineInput]) -> None:
    if len({each.variant_id for each in lines}) < len(lines):
        raise InvalidInput("Name each variant once, with how many you want in all.", "lines")


def _require_offer(viewer: Caller, wanted: OrderLineInput, offer: Offer | None) -> Offer:
    """Return what is offered at the price that the viewer saw, or raise `NotForSale` or `PriceChanged`."""
    if not offer or (offer[1].starts_at and offer[1].starts_at <= now()):
        raise NotForSale(wanted.variant_id)
    product, variant = offer
    if product.seller_id == viewer.id:
        # Their money would only go round, and count as revenue.
        raise NotForSale(variant.id, "You sell this yourself.")
    if variant.price_version != wanted.price_version:
        raise PriceChanged(variant.id, variant.price, variant.price_version)
    return offer


def _draft_line(quantity: int, product: Product, variant: Variant, place: Pin | None) -> DraftLine:
    return DraftLine(
        product=product.id,
        variant=variant.id,
        seller=product.seller_id,
        title=f"{product.title}: {variant.name}",
        quantity=quantity,
        unit_price=variant.price.amount,
        price_version=variant.price_version,
        tax_rate=product.tax_rate,
        is_shipped=product.type != ProductType.WALK,
        starts_at=variant.starts_at,
        zone=variant.zone,
        dated_in=variant.zone or product.zone or "UTC",
        place_key=geo.quadkey(place.position) if place else "",
        place_name=(place.place_name if place else None) or "",
    )
