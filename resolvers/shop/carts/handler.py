"""GraphQL fields of carts."""

from typing import Any

from resolvers import rates
from resolvers.core.identity import viewer
from resolvers.shop.app import app
from resolvers.shop.carts import service
from resolvers.shop.carts.model import (
    Cart,
    ClearCartPayload,
    MergeCartInput,
    MergeCartPayload,
    SetCartLineInput,
    SetCartLinePayload,
)

Parents = list[dict[str, Any]]


@app.batch_resolver(type_name="Viewer", field_name="cart")
def cart(viewers: Parents) -> list[Cart | None]:
    """Your cart, with current prices and what has changed."""
    return [service.get_cart(viewer()) for _ in viewers]


@app.resolver(type_name="Mutation", field_name="setCartLine", counts=(rates.WRITES,))
def set_cart_line(input: SetCartLineInput) -> SetCartLinePayload | None:
    """Set the quantity of a variant in your cart, at its current price. Set it again to accept a changed price."""
    return SetCartLinePayload(cart=service.set_line(viewer(), input))


@app.resolver(type_name="Mutation", field_name="mergeCart", counts=(rates.WRITES,))
def merge_cart(input: MergeCartInput) -> MergeCartPayload | None:
    """Add what you chose before signing in to your cart. If both have a variant, the larger quantity is kept."""
    return MergeCartPayload(cart=service.merge(viewer(), input))


@app.resolver(type_name="Mutation", field_name="clearCart", counts=(rates.WRITES,))
def clear_cart() -> ClearCartPayload | None:
    """Empty your cart."""
    return ClearCartPayload(cart=service.clear(viewer()))
