"""A payment provider that gives money back, and is asked for each refund once or more."""

from resolvers.shop.money.model import Money


class FakeRefunds:
    """Remembers what was given back by its id."""

    def __init__(self) -> None:
        self.given: dict[str, tuple[str, int]] = {}
        self.is_down = False

    def refund(self, refund_id: str, order_id: str, amount: Money) -> None:
        if self.is_down:
            raise ConnectionError
        self.given.setdefault(refund_id, (order_id, amount.amount))

    def total(self, order_id: str) -> int:
        return sum(amount for order, amount in self.given.values() if order == order_id)
