"""The fixtures of tests of payments."""

from tests.resolvers.shop.open_shop import open_for_orders
from tests.resolvers.shop.payments.till import stripe_local, till

__all__ = ["open_for_orders", "stripe_local", "till"]
