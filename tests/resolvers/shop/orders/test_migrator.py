"""The migrator as a deploy calls it, on a real MariaDB, which has everything except for the plugin of RDS."""

import json
import logging
from dataclasses import replace
from typing import Any

import boto3
import pymysql
import pytest
from pymysql.cursors import DictCursor

from resolvers.core.settings import settings
from resolvers.shop.database.address import Address
from resolvers.shop.database.tokens import sign_token
from resolvers.shop.database.users import allow_tokens
from resolvers.shop.orders import connection, migrator
from resolvers.shop.orders.connection import open_database
from tests.memory import aws_in_memory
from tests.people import FakeContext
from tests.resolvers.shop.conftest import MIGRATIONS, Schema

INSTANCE = "mysql://shop@orders.c9akciq32.eu-central-1.rds.amazonaws.com:3306/shop"
NOT_LOADED = 1524


@pytest.fixture(autouse=True)
def fresh_settings(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The table is in memory, and so are the secrets."""
    with aws_in_memory(monkeypatch):
        settings.cache_clear()
        open_database.cache_clear()
        yield
    settings.cache_clear()
    open_database.cache_clear()


def name_database(schema: Schema, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the environment the address without a password, and RDS's secret of the master user."""
    master = schema.address("migrator")
    secret = json.dumps({"username": master.user, "password": master.password})
    made = boto3.client("secretsmanager").create_secret(Name="rds!db-1", SecretString=secret)
    monkeypatch.setenv("DATABASE_ADDRESS", f"mysql://shop@{master.host}:{master.port}/{schema.name}")
    monkeypatch.setenv("DATABASE_MASTER_SECRET_ARN", made["ARN"])


def test_it_applies_what_is_missing_as_the_master_user(empty_schema: Schema, monkeypatch: pytest.MonkeyPatch) -> None:
    """And names what it applied; the functions' user comes last."""
    name_database(empty_schema, monkeypatch)
    allowed: list[tuple[str, str]] = []
    monkeypatch.setattr(migrator, "allow_tokens", lambda _cursor, user, database: allowed.append((user, database)))

    first = migrator.lambda_handler({}, FakeContext())
    second = migrator.lambda_handler({}, FakeContext())

    assert first == [path.stem.partition("_")[2] for path in sorted(MIGRATIONS.glob("*.sql"))]
    assert second == []
    assert allowed == [("shop", empty_schema.name)] * 2


def test_the_functions_user_is_one_of_rdss_plugin(empty_schema: Schema) -> None:
    """MariaDB reads the whole statement, and lacks only the plugin that RDS has."""
    with (
        empty_schema.server.connect_as_root() as root,
        root.cursor(DictCursor) as cursor,
        pytest.raises(pymysql.OperationalError, match="AWSAuthenticationPlugin") as refused,
    ):
        allow_tokens(cursor, "tokens", empty_schema.name)

    assert refused.value.args[0] == NOT_LOADED


def test_a_token_is_signed_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """For one host, port and user, and a quarter of an hour; nothing is asked of AWS, and nothing of it is shown."""
    monkeypatch.setattr("botocore.httpsession.URLLib3Session.send", lambda *_: pytest.fail("It asked AWS."))

    signed = sign_token(Address.parse(INSTANCE))

    assert signed.password.startswith(
        "orders.c9akciq32.eu-central-1.rds.amazonaws.com:3306/?Action=connect&DBUser=shop&"
    )
    assert "X-Amz-Expires=900" in signed.password
    assert "rds-db" in signed.password
    assert signed.password not in repr(signed)
    assert replace(signed, password="") == Address.parse(INSTANCE)


def test_each_connection_signs_a_token_of_its_own(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """One that was kept would be refused after a quarter of an hour. Neither logs nor errors show it."""
    tokens: list[str] = []

    def refuse(**options: Any) -> None:
        tokens.append(options["password"])
        assert options["ssl_verify_identity"]
        assert options["ssl_ca"].endswith("rds-roots.pem")
        raise pymysql.OperationalError(1045, "Access denied for user 'shop'")

    monkeypatch.setenv("DATABASE_ADDRESS", INSTANCE)
    monkeypatch.setattr(pymysql, "connect", refuse)
    caplog.set_level(logging.DEBUG)

    with pytest.raises(pymysql.OperationalError) as refused:
        connection.require_database().transact(lambda cursor: cursor.execute("SELECT 1"))

    shown = caplog.text + str(refused.value) + "".join(capsys.readouterr())
    signature = tokens[0].rpartition("X-Amz-Signature=")[2]
    assert len(tokens) == 2
    assert len(signature) == 64
    assert signature not in shown
