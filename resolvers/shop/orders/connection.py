"""The orders' database, as this function's environment names it: one connection, kept for the next request."""

from __future__ import annotations  # PyMySQL's classes are generic in its stubs only

import time
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Final, TypeVar

import pymysql
from pymysql.constants import CR

from resolvers.core import redaction, secret
from resolvers.core.settings import settings
from resolvers.shop.database.address import Address
from resolvers.shop.database.tokens import sign_token
from resolvers.shop.database.transactions import Database, find_nothing
from resolvers.shop.errors import ShopClosed
from resolvers.shop.money.model import Money
from resolvers.shop.orders.saga import Shop
from resolvers.shop.payments import refunds
from resolvers.shop.payments.refunds import RefundRequest

if TYPE_CHECKING:
    from pymysql.cursors import DictCursor

T = TypeVar("T")

NO_DATABASE: Final = (
    "There is no database for orders. On your own machine install MariaDB (`apt-get install mariadb-server`, "
    "`brew install mariadb`) and start Waymark again."
)


class RequestedRefunds:
    """Asks for refunds by items of the table, because the orders' network has no way out to the provider."""

    def refund(self, refund_id: str, order_id: str, amount: Money) -> None:
        refunds.add(RefundRequest(refund_id=refund_id, order_id=order_id, amount=amount))


def open_shop() -> Shop:
    """Return the shop of this environment, or raise `ShopClosed` where it has no database."""
    return Shop(require_database(), RequestedRefunds(), lambda: int(time.time()))


def read(work: Callable[[DictCursor], T]) -> T:
    """Return what some work reads from the orders' database, or raise `ShopClosed` where that does not answer."""
    try:
        return open_shop().database.transact(work, find_nothing)
    except pymysql.OperationalError as error:
        if error.args[0] != CR.CR_CONN_HOST_ERROR:
            raise
        raise ShopClosed("The orders' database does not answer. Try again in a minute.") from error


def require_database() -> Database:
    """Return the database of this environment, or raise `ShopClosed` where it has none."""
    if not (settings().database_secret_arn or settings().database_address):
        raise ShopClosed(NO_DATABASE)
    return open_database()


@cache
def open_database() -> Database:
    """Return the database that the environment names; it connects with its first transaction."""
    return Database(_read_address)


def _read_address() -> Address:
    """Return the address with a password that is valid now: the secret's, or else a token of this function's role."""
    if settings().database_secret_arn:
        address = Address.parse(secret.read_text(settings().database_secret_arn))
        redaction.hide(address.password)
        return address
    return sign_token(Address.parse(settings().database_address))
