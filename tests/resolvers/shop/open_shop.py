"""A shop whose orders are in a real database, and people who buy and sell in it."""

from collections.abc import Iterator

import boto3
import pytest

from resolvers.core.settings import settings
from resolvers.shop.orders import connection
from tests.resolvers.shop.conftest import Schema
from tests.resolvers.shop.orders.market import TABLES


@pytest.fixture
def open_for_orders(the_table: None, schema: Schema, monkeypatch: pytest.MonkeyPatch) -> Iterator[Schema]:
    """The environment names the database as a function's does: by the secret with its address."""
    address = schema.address()
    url = f"mysql://{address.user}:{address.password}@{address.host}:{address.port}/{address.database}"
    made = boto3.client("secretsmanager").create_secret(Name="orders-database", SecretString=url)
    monkeypatch.setenv("DATABASE_SECRET_ARN", made["ARN"])
    settings.cache_clear()
    connection.open_database.cache_clear()
    with schema.connect() as writer, writer.cursor() as cursor:
        for name in TABLES:
            cursor.execute(f"DELETE FROM {name}")  # noqa: S608 - the names of our own tables
        writer.commit()
    yield schema
    connection.open_database().close()
    connection.open_database.cache_clear()
    settings.cache_clear()
