"""Line items: what a session sells, at which price, and their sum."""

from typing import Any, Final

from payments_local.currencies import parse_currency, require_chargeable
from payments_local.errors import InvalidRequestError
from payments_local.identifiers import new_identifier
from payments_local.parameters import refuse_missing
from payments_local.store import Resource

MOST_ITEMS: Final = 100
MOST_PIECES: Final = 999_999


def create_all(given: list[dict[str, Any]]) -> list[Resource]:
    """Return line items in one currency, or raise `InvalidRequestError`."""
    if len(given) > MOST_ITEMS:
        raise InvalidRequestError(f"You can have up to {MOST_ITEMS} line items.", param="line_items")
    items = [_create(item, f"line_items[{index}]") for index, item in enumerate(given)]
    if len({item["currency"] for item in items}) > 1:
        raise InvalidRequestError("All line items must have the same currency.", param="line_items")
    return items


def add_up(items: list[Resource]) -> dict[str, Any]:
    """Return the amounts of a session with these items, or raise `InvalidRequestError` if they are too much."""
    currency, total = items[0]["currency"], sum(item["amount_total"] for item in items)
    require_chargeable(total, currency, "line_items")
    return {
        "amount_subtotal": total,
        "amount_total": total,
        "currency": currency,
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
    }


def _create(given: dict[str, Any], path: str) -> Resource:
    if "price_data" not in given:
        raise refuse_missing(f"{path}[price_data]")
    price, quantity = _create_price(given["price_data"], f"{path}[price_data]"), given.get("quantity", 1)
    if not 1 <= quantity <= MOST_PIECES:
        bound = "greater than or equal to 1" if quantity < 1 else f"less than or equal to {MOST_PIECES}"
        message = f"This value must be {bound}."
        raise InvalidRequestError(message, code="parameter_invalid_integer", param=f"{path}[quantity]")
    total = price["unit_amount"] * quantity
    return {
        "id": new_identifier("li"),
        "object": "item",
        "adjustable_quantity": None,
        "amount_discount": 0,
        "amount_subtotal": total,
        "amount_tax": 0,
        "amount_total": total,
        "currency": price["currency"],
        "description": given["price_data"]["product_data"]["name"],
        "metadata": {},
        "price": price,
        "quantity": quantity,
    }


def _create_price(data: dict[str, Any], path: str) -> Resource:
    for name in ("product_data", "unit_amount"):
        if name not in data:
            raise refuse_missing(f"{path}[{name}]")
    amount, currency = data["unit_amount"], parse_currency(data["currency"], f"{path}[currency]")
    if amount < 0:
        message = "This value must be greater than or equal to 0."
        raise InvalidRequestError(message, code="parameter_invalid_integer", param=f"{path}[unit_amount]")
    require_chargeable(amount, currency, f"{path}[unit_amount]")
    return {
        "id": new_identifier("price"),
        "object": "price",
        "active": False,
        "billing_scheme": "per_unit",
        "created": 0,
        "currency": currency,
        "custom_unit_amount": None,
        "livemode": False,
        "lookup_key": None,
        "metadata": {},
        "nickname": None,
        "product": new_identifier("prod", 14),
        "recurring": None,
        "tax_behavior": "unspecified",
        "tiers_mode": None,
        "transform_quantity": None,
        "type": "one_time",
        "unit_amount": amount,
        "unit_amount_decimal": str(amount),
    }
