"""The table as its template makes it, in memory, and people who act on it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import boto3
import pytest
import yaml
from botocore.client import BaseClient
from botocore.loaders import JSONFileLoader
from moto import mock_aws
from moto.dynamodb import models
from moto.dynamodb.models.dynamo_type import Item, LimitedSizeDict
from moto.dynamodb.parsing.executors import UpdateExpressionExecutor

from resolvers.core import secret, storage, table
from resolvers.core.settings import settings
from resolvers.platform.users import service as users
from tests.people import Person

FOUNDATION = Path("infra/stacks/foundation.yaml")


def _copy_item(item: Item, _: dict[int, Any]) -> Item:
    """Copy an item of the table, but share its values. An update in place copies them first, see below."""
    made: Item = object.__new__(Item)
    made.hash_key, made.range_key, made.attrs = item.hash_key, item.range_key, LimitedSizeDict()
    dict.update(made.attrs, item.attrs)
    return made


class _UpdateOfSharedValues(UpdateExpressionExecutor):
    """Executes an update on an item whose copies share its lists, maps and sets."""

    def __init__(self, update_ast: Any, item: Item, names: dict[str, str]) -> None:
        super().__init__(update_ast, item, names)
        for name, value in item.attrs.items():
            if value.is_list() or value.is_map() or value.is_set():
                dict.__setitem__(item.attrs, name, deepcopy(value))


# The whole table is copied before every transaction, which took most of a test's time.
Item.__deepcopy__ = _copy_item  # type: ignore[method-assign,assignment]
vars(models)["UpdateExpressionExecutor"] = _UpdateOfSharedValues
# Each test has a session of its own, which read every description of AWS's services anew.
_load_file = cache(JSONFileLoader().load_file)
JSONFileLoader.load_file = lambda _, path: _load_file(path)  # type: ignore[method-assign,assignment]


class _Template(yaml.SafeLoader):
    """Reads a template; CloudFormation's own tags become their plain values."""


_Template.add_multi_constructor("!", lambda loader, _, node: _plain(loader, node))


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every AWS service in memory, one region, no real credentials."""
    with aws_in_memory(monkeypatch):
        yield


@contextmanager
def aws_in_memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Set the environment of a function whose AWS services are in memory."""
    for name, value in {
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "TABLE_NAME": "waymark",
        "MEDIA_BUCKET": "waymark-media",
        "RATE_SCALE": "1000",  # people in tests do in a second what others do in a week
        "POWERTOOLS_METRICS_NAMESPACE": "Waymark",
        "POWERTOOLS_SERVICE_NAME": "waymark",
    }.items():
        monkeypatch.setenv(name, value)
    with mock_aws():
        made = boto3.client("secretsmanager").create_secret(
            Name="cursor", SecretString="a secret of thirty-two letters.."
        )
        monkeypatch.setenv("CURSOR_SECRET_ARN", made["ARN"])
        _forget()
        yield
    _forget()


@contextmanager
def one_request_at_a_time(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Make each request to the table atomic, as DynamoDB's are: the one in memory rolls back others' writes."""
    lock, call = threading.Lock(), vars(BaseClient)["_make_api_call"]

    def make_call(client: BaseClient, name: str, values: dict[str, Any]) -> Any:
        if client.meta.service_model.service_name != "dynamodb":
            return call(client, name, values)
        with lock:
            return call(client, name, values)

    with monkeypatch.context() as patch:
        patch.setattr(BaseClient, "_make_api_call", make_call)
        yield


@pytest.fixture
def the_table(aws: None) -> None:
    """The one table, with the keys and indexes of its template."""
    create_table()


def create_table() -> None:
    """Make the table in whatever AWS the environment names."""
    properties = table_properties()
    names = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
    boto3.client("dynamodb").create_table(TableName="waymark", **{name: properties[name] for name in names})


@pytest.fixture
def real_limits(aws: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Limit what people do as much as a deployed system does."""
    monkeypatch.setenv("RATE_SCALE", "1")
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture
def ada(the_table: None) -> Person:
    return _person("ada")


@pytest.fixture
def grace(the_table: None) -> Person:
    return _person("grace")


@pytest.fixture
def linus(the_table: None) -> Person:
    return _person("linus")


@pytest.fixture
def guest(the_table: None) -> Person:
    return Person()


def _person(name: str) -> Person:
    users.ensure_profile(f"{name}-sub", name.title())
    return Person(id=f"{name}-sub", email=f"{name}@example.org")


@cache
def table_properties() -> dict[str, Any]:
    """Return the table's properties in its template."""
    resources = yaml.load(FOUNDATION.read_text(), Loader=_Template)["Resources"]  # noqa: S506  a safe loader's child
    (properties,) = [each["Properties"] for each in resources.values() if each["Type"] == "AWS::DynamoDB::Table"]
    return dict(properties)


def _plain(loader: yaml.SafeLoader, node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    assert isinstance(node, yaml.ScalarNode)
    return loader.construct_scalar(node)


def _forget() -> None:
    for cached in (table.client, settings, storage.client, secret._client):
        cached.cache_clear()
    secret._kept.clear()
    users._arrived.clear()
