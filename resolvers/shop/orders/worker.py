"""The Lambda entry of the minute's work: orders whose time is over expire, and what was decided is carried out."""

from typing import Any, Final

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from resolvers.core import observability
from resolvers.core.observability import logger, metrics
from resolvers.shop.errors import ShopClosed
from resolvers.shop.orders import recovery, relay, saga
from resolvers.shop.orders.connection import open_shop
from resolvers.shop.orders.records import Undelivered
from resolvers.shop.orders.saga import Shop

MOST_MESSAGES: Final = 500


@observability.entry()
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> None:  # noqa: ARG001 - Lambda's signature
    """Sweep, relay until nothing is due, and erase addresses; without a database there is nothing to do.

    With `{"recover": true}`, bring the stock after the orders first: somebody put the table back to an earlier moment.
    """
    try:
        shop = open_shop()
    except ShopClosed:
        return
    if event.get("recover") is True:
        recovery.recover(shop)
    saga.sweep_reservations(shop)
    relay_all(shop)
    saga.erase_addresses(shop)


def relay_all(shop: Shop) -> None:
    """Carry out the messages that are due; one that fails is counted, postponed, and holds up no other."""
    for _ in range(MOST_MESSAGES):
        try:
            if not relay.relay_message(shop):
                return
        except Undelivered:
            logger.exception("undelivered")
            metrics.add_metric("OrderMessageFailed", MetricUnit.Count, 1)
