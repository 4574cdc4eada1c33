"""What people do with their cart: set lines, merge what they chose as guests, and see what has changed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from resolvers.core.errors import InvalidInput, LimitReached, NotFound, Throttled
from resolvers.core.identity import Caller
from resolvers.core.table import StaleItem
from resolvers.shop.carts import repository
from resolvers.shop.carts.model import (
    MAX_LINES,
    Cart,
    CartLine,
    CartProblem,
    MergeCartInput,
    SetCartLineInput,
)
from resolvers.shop.catalogue import views as catalogue
from resolvers.shop.catalogue.model import Availability, Product, Variant
from resolvers.shop.money.model import LARGEST, Money
from resolvers.shop.stock import repository as stock
from resolvers.shop.stock.model import Stock

_ATTEMPTS: Final = 8

Offer = tuple[Product, Variant]


def get_cart(viewer: Caller) -> Cart:
    """Return the viewer's cart with present prices and what has changed."""
    return _show(viewer, repository.get(viewer.id))


def set_line(viewer: Caller, input: SetCartLineInput) -> Cart:
    """Set how many of a variant the viewer wants, at its present price.

    Raises `NotFound`, `LimitReached`, or `InvalidInput` for what the viewer sells.
    """
    if input.quantity == 0:
        return _change(viewer, lambda lines: [each for each in lines if each.variant_id != input.variant_id])
    offer = find_offers([input.variant_id]).get(input.variant_id)
    if not offer:
        raise NotFound("It is not for sale.", "variantId")
    if offer[0].seller_id == viewer.id:
        raise InvalidInput("You sell this yourself.", "variantId")
    line = _make_line(offer, input.quantity)
    return _change(viewer, lambda lines: _put_line(lines, line))


def merge(viewer: Caller, input: MergeCartInput) -> Cart:
    """Add a guest's lines to the viewer's cart, the larger quantity of each variant; repeating it changes nothing.

    What is no longer for sale, or the viewer's own, is left out; lines beyond the limit of a cart raise `LimitReached`.
    """
    wanted: dict[str, int] = {}
    for each in input.lines:
        wanted[each.variant_id] = max(each.quantity, wanted.get(each.variant_id, 0))
    offers = find_offers([*wanted])
    added = [
        _make_line(offer, wanted[variant_id]) for variant_id, offer in offers.items() if offer[0].seller_id != viewer.id
    ]
    return _change(viewer, lambda lines: _merge_lines(lines, added))


def clear(viewer: Caller) -> Cart:
    """Empty the viewer's cart."""
    return _change(viewer, lambda _: [])


def find_offers(variant_ids: Sequence[str]) -> dict[str, Offer]:
    """Return products that are for sale with the variant, by the variant's id."""
    product_ids = {variant: each.product_id for variant, each in stock.get_many(variant_ids).items()}
    return _offers(catalogue.get_on_sale(product_ids.values()), product_ids)


def _change(viewer: Caller, change: Callable[[Sequence[CartLine]], list[CartLine]]) -> Cart:
    """Apply a change to the cart as it is at the moment of writing, so that two devices lose nothing."""
    for _ in range(_ATTEMPTS):
        before = repository.get(viewer.id)
        lines = change(before.lines)
        if lines == before.lines:
            return _show(viewer, before)
        if len(lines) > MAX_LINES:
            raise LimitReached("A cart has at most 40 lines.", "lines")
        if not _is_payable(lines):
            raise LimitReached(f"A cart comes to at most {LARGEST:,} minor units of a currency.", "quantity")
        try:
            return _show(viewer, repository.replace(viewer.id, before, before.model_copy(update={"lines": lines})))
        except StaleItem:
            continue
    raise Throttled("Your cart changes all the time. Try again in a moment.")


def _put_line(lines: Sequence[CartLine], line: CartLine) -> list[CartLine]:
    if any(each.variant_id == line.variant_id for each in lines):
        return [line if each.variant_id == line.variant_id else each for each in lines]
    return [*lines, line]


def _merge_lines(lines: Sequence[CartLine], added: Sequence[CartLine]) -> list[CartLine]:
    """Keep the price that the viewer saw of what their cart had; a change of it is theirs to accept."""
    larger = {each.variant_id: each.quantity for each in added}
    known = {each.variant_id for each in lines}
    kept = [each.model_copy(update={"quantity": max(each.quantity, larger.get(each.variant_id, 0))}) for each in lines]
    return [*kept, *(each for each in added if each.variant_id not in known)]


def _make_line(offer: Offer, quantity: int) -> CartLine:
    product, variant = offer
    return CartLine(
        variant_id=variant.id,
        product_id=product.id,
        title=product.title,
        quantity=quantity,
        price_seen=variant.price,
        price_version_seen=variant.price_version,
    )


def _offers(products: Mapping[str, Product], product_ids: Mapping[str, str]) -> dict[str, Offer]:
    return {
        variant_id: (product, variant)
        for variant_id, product_id in product_ids.items()
        if (product := products.get(product_id)) and (variant := product.find_variant(variant_id))
    }


def _show(viewer: Caller, cart: Cart) -> Cart:
    """Fill in what the lines' products and prices are now, in two batches whatever the number of lines."""
    products = catalogue.get_on_sale({each.product_id for each in cart.lines})
    pieces = stock.get_many(each.variant_id for each in cart.lines)
    shown: dict[str, Product] = {each.id: each for each in catalogue.show_many(viewer, [*products.values()], pieces)}
    offers = _offers(shown, {each.variant_id: each.product_id for each in cart.lines})
    lines = [_show_line(each, offers.get(each.variant_id), pieces.get(each.variant_id)) for each in cart.lines]
    sums = _add_up(each.total for each in lines if each.total)
    return cart.model_copy(update={"lines": lines, "totals": [each for each in sums.values() if each]})


def _show_line(line: CartLine, offer: Offer | None, pieces: Stock | None) -> CartLine:
    if not offer:
        return line.model_copy(update={"problem": CartProblem.NOT_FOR_SALE})
    product, variant = offer
    total = _multiply(variant.price, line.quantity)
    problem = _find_problem(line, variant, pieces)
    return line.model_copy(update={"product": product, "variant": variant, "total": total, "problem": problem})


def _find_problem(line: CartLine, variant: Variant, pieces: Stock | None) -> CartProblem | None:
    if variant.availability == Availability.SOLD_OUT or not pieces:
        return CartProblem.SOLD_OUT
    if pieces.available < line.quantity:
        return CartProblem.NOT_ENOUGH
    return CartProblem.PRICE_CHANGED if variant.price_version != line.price_version_seen else None


def _is_payable(lines: Sequence[CartLine]) -> bool:
    """Tell whether lines, and their sums by currency, are amounts at the prices that the buyer saw."""
    totals = [_multiply(each.price_seen, each.quantity) for each in lines]
    return all(totals) and all(_add_up(each for each in totals if each).values())


def _multiply(price: Money, quantity: int) -> Money | None:
    """Return what some pieces come to; None beyond what an amount can be."""
    amount = price.amount * quantity
    return Money(amount=amount, currency=price.currency) if amount <= LARGEST else None


def _add_up(totals: Iterable[Money]) -> dict[str, Money | None]:
    """Return the sum of each currency; None beyond what an amount can be."""
    sums: dict[str, int] = {}
    for each in totals:
        sums[each.currency] = sums.get(each.currency, 0) + each.amount
    return {
        currency: Money(amount=amount, currency=currency) if amount <= LARGEST else None
        for currency, amount in sorted(sums.items())
    }
