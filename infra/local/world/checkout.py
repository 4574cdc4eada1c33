"""Orders and pays as a person does: by the API, and on the payment provider's own page."""

import asyncio
import time
from typing import Any, Final

import aiohttp

from infra.local.world import operations
from infra.local.world.api import Api, ApiError
from infra.local.world.listener import MissedError

SUCCEEDS: Final = "4242 4242 4242 4242"
DECLINED: Final = "4000 0000 0000 0002"
SHOP_CLOSED: Final = "SHOP_CLOSED"
KEY_REUSED: Final = "IDEMPOTENCY_KEY_REUSED"
# A webhook that is lost is made up for within a minute.
PAID_SECONDS: Final = 120
SEE_OTHER: Final = 303


async def place_order(buyer: Api, variant: dict[str, Any], quantity: int, ship_to: dict[str, str], key: str) -> Any:
    """Order some pieces of a variant at the price that it has, or raise `ApiError`."""
    line = {"variantId": variant["id"], "quantity": quantity, "priceVersion": variant["priceVersion"]}
    payload = await buyer.mutate(operations.PLACE_ORDER, lines=[line], shippingAddress=ship_to, idempotencyKey=key)
    return payload["order"]


async def pay(buyer: Api, order_id: str, number: str) -> bool:
    """Open an order's page and fill it in with a test card; return whether the card was taken."""
    payment = (await buyer.mutate(operations.START_PAYMENT, orderId=order_id))["payment"]
    return await submit_card(buyer.http, payment["url"], number)


async def submit_card(http: aiohttp.ClientSession, url: str, number: str) -> bool:
    """Fill in the provider's page; return whether it leads on to the site, as it does once it is paid."""
    details = {"email": "buyer@waymark.example", "expiry": "12/40", "cvc": "123", "name": "A. Buyer"}
    data = aiohttp.FormData({**details, "number": number})
    async with http.post(url, data=data, allow_redirects=False) as answer:
        if answer.status != SEE_OTHER:
            raise ApiError(f"The payment page refused the form ({answer.status}): {await answer.text()}")
    async with http.get(url, allow_redirects=False) as page:
        return page.status == SEE_OTHER


async def wait_until_paid(buyer: Api, order_id: str) -> None:
    """Return once the order knows that it is paid, or raise `MissedError`."""
    end = time.monotonic() + PAID_SECONDS
    while (await buyer.execute(operations.ORDER, id=order_id))["order"]["state"] != "PAID":
        if time.monotonic() > end:
            raise MissedError(f"The order was not paid within {PAID_SECONDS} s.")
        await asyncio.sleep(0.3)
