"""The fixtures of tests of invoices."""

from tests.resolvers.shop.open_shop import open_for_orders
from tests.subscriptions.conftest import appsync, contract, stream

__all__ = ["appsync", "contract", "open_for_orders", "stream"]
