"""The fixtures of tests of payments."""

from tests.resolvers.shop.open_shop import open_for_orders

__all__ = ["open_for_orders"]
