"""A part of the story: Nora sells a print of her photo, and Omar buys it, with his second card.

His cart tells him what has changed, and both hear of each step; at last she gives half of the money back.
"""

import secrets
from collections.abc import Callable
from typing import Any, Final, Protocol

from infra.local.world import checkout, operations
from infra.local.world.api import Api, ApiError
from infra.local.world.listener import Event, Listener, MissedError, subscribe
from infra.local.world.running import Running

HEARD_SECONDS: Final = 120
SHIP_TO: Final = {"name": "Omar", "street": "12 Lê Lợi", "town": "Huế", "country": "VN"}


class Trader(Protocol):
    """Somebody with their API, their token and their id."""

    api: Api
    token: str
    id: str


class Stage(Protocol):
    """Prints what somebody does and hears."""

    def say(self, who: str, line: str) -> None: ...

    def hears(self, who: str) -> Callable[[str, Event], None]: ...


async def trade_print(nora: Trader, omar: Trader, post_id: str, photo_id: str, system: Running, stage: Stage) -> None:
    """Sell a print of a photo: into the cart, paid by a second card, shipped, half of it given back.

    Raises `MissedError` for what does not happen. Where there is no database, ordering is left out, and it says why.
    """
    variant = await _fill_cart(nora.api, omar.api, post_id, photo_id, stage)
    try:
        order = await checkout.place_order(omar.api, variant, 2, SHIP_TO, secrets.token_hex(8))
    except ApiError as refused:
        if checkout.SHOP_CLOSED not in str(refused):
            raise
        stage.say("Omar", f"cannot order: {refused}")
        return
    stage.say("Omar", f"orders both: {order['number']}, {_write(order['totals']['total'])}")
    watched = {"onOrder": operations.ON_ORDER}
    async with (
        subscribe(system, omar.token, watched, omar.id, stage.hears("Omar")) as buyer,
        subscribe(system, nora.token, watched, nora.id, stage.hears("Nora")) as seller,
    ):
        await _pay(omar.api, order["id"], buyer, seller, stage)
        await _deliver(nora.api, omar.api, order, buyer, stage)


async def _pay(omar: Api, order_id: str, buyer: Listener, seller: Listener, stage: Stage) -> None:
    """Pay with a card that is declined, then with another one, and wait until both have heard of it."""
    if await checkout.pay(omar, order_id, checkout.DECLINED):
        raise MissedError("The first card was not declined.")
    stage.say("Omar", "pays, and his card is declined")
    if not await checkout.pay(omar, order_id, checkout.SUCCEEDS):
        raise MissedError("The second card was declined.")
    stage.say("Omar", "pays with another card")
    for listener, who in ((buyer, "buyer"), (seller, "seller")):
        await listener.wait_until(f"by the {who} that the order is paid", "onOrder", _is("PAID"), HEARD_SECONDS)


async def _deliver(nora: Api, omar: Api, order: dict[str, Any], buyer: Listener, stage: Stage) -> None:
    """Ship the order and give half of its money back, which the buyer hears and reads."""
    heard = len(buyer.events("onOrder"))
    await nora.mutate(operations.ADVANCE_SALE, orderId=order["id"], to="SHIPPED", expectedVersion=1)
    stage.say("Nora", "ships it")
    await buyer.wait_until("that it is on its way", "onOrder", _grows(heard), HEARD_SECONDS)
    heard = len(buyer.events("onOrder"))
    half = order["totals"]["total"]["amount"] // 2
    reason = "One corner was bent."
    await nora.mutate(
        operations.REFUND_SALE, orderId=order["id"], amount=half, reason=reason, idempotencyKey=secrets.token_hex(8)
    )
    stage.say("Nora", f"gives half of it back: {reason}")
    await buyer.wait_until("that money goes back", "onOrder", _grows(heard), HEARD_SECONDS)
    shown = (await omar.execute(operations.ORDER, id=order["id"]))["order"]
    if shown["totals"]["refunded"]["amount"] != half or shown["parts"][0]["state"] != "SHIPPED":
        raise MissedError("The order does not say that it is on its way and half of it refunded.")
    stage.say("Omar", f"reads in his order: {_write(shown['totals']['refunded'])} go back")


async def _fill_cart(nora: Api, omar: Api, post_id: str, photo_id: str, stage: Stage) -> dict[str, Any]:
    """Put a print on sale and into a cart, change its price, and see the cart say so; return the variant as it is."""
    product = await _offer(nora, post_id, photo_id, stage)
    (variant,) = product["variants"]
    line = {"variantId": variant["id"], "quantity": 2}
    cart = (await omar.mutate(operations.SET_CART_LINE, **line))["cart"]
    stage.say("Omar", f"puts two into his cart: {_describe(cart)}")
    raised = await nora.mutate(
        operations.UPDATE_VARIANT,
        productId=product["id"],
        variantId=variant["id"],
        expectedVersion=product["version"],
        price=3400,
    )
    stage.say("Nora", "raises the price")
    changed = (await omar.execute(operations.CART))["viewer"]["cart"]
    if [each["problem"] for each in changed["lines"]] != ["PRICE_CHANGED"]:
        raise MissedError("The cart did not say that the price has changed.")
    stage.say("Omar", f"is told by his cart: {_describe(changed)}")
    accepted = (await omar.mutate(operations.SET_CART_LINE, **line))["cart"]
    stage.say("Omar", f"accepts it: {_describe(accepted)}")
    present: dict[str, Any] = raised["product"]["variants"][0]
    return present


async def _offer(nora: Api, post_id: str, photo_id: str, stage: Stage) -> dict[str, Any]:
    draft = await nora.mutate(
        operations.CREATE_PRODUCT,
        type="PRINT",
        subjectId=post_id,
        photoId=photo_id,
        title="The door, printed",
        currency="EUR",
        variants=[{"name": "A4, matte", "price": 2900, "stock": 5}],
        idempotencyKey=secrets.token_hex(8),
    )
    made = draft["product"]
    payload = await nora.mutate(operations.PUBLISH_PRODUCT, id=made["id"], expectedVersion=made["version"])
    product: dict[str, Any] = payload["product"]
    stage.say("Nora", "sells prints of it, five for now")
    return product


def _describe(cart: dict[str, Any]) -> str:
    """Return the lines' problems, and what they come to in minor units."""
    problems = [each["problem"] for each in cart["lines"] if each["problem"]]
    return "; ".join([*problems, *map(_write, cart["totals"])])


def _write(money: dict[str, Any]) -> str:
    return f"{money['amount']} {money['currency']} in minor units"


def _is(state: str) -> Callable[[list[Event]], bool]:
    return lambda events: any(event["orderState"] == state for event in events)


def _grows(count: int) -> Callable[[list[Event]], bool]:
    return lambda events: len(events) > count
