"""Makes the orders' tables before each deploy, and has stock follow the orders after it."""

import json
from typing import Final

import pymysql
from pymysql.cursors import DictCursor

from infra.deploy import formation
from infra.local.deploy.aws import client
from resolvers.shop.database.address import Address
from resolvers.shop.database.migrations import FOLDER, apply_migrations, read_migrations

STACK: Final = "waymark-dev-orders"
WORKER: Final = "OrdersWorkerFunction"


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


def recover_stock(aws: str) -> None:
    """Have the deployed worker bring stock after the orders: a killed embedded AWS has lost its last seconds."""
    name = formation.resource(client("cloudformation", aws), STACK, WORKER)
    client("lambda", aws).invoke(FunctionName=name, InvocationType="Event", Payload=json.dumps({"recover": True}))
