"""Makes the orders' tables before each deploy."""

import pymysql
from pymysql.cursors import DictCursor

from resolvers.shop.database.address import Address
from resolvers.shop.database.migrations import FOLDER, apply_migrations, read_migrations


def migrate(url: str) -> list[str]:
    """Apply the migrations that the database at an address lacks, and return their names."""
    address = Address.parse(url)
    connection = pymysql.connect(
        host=address.host,
        port=address.port,
        user=address.user,
        password=address.password,
        database=address.database,
        cursorclass=DictCursor,
        ssl_disabled=address.is_local,
    )
    try:
        return apply_migrations(connection, read_migrations(FOLDER))
    finally:
        connection.close()
