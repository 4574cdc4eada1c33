"""The table as its template makes it, in memory, and people who act on it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
import yaml
from moto import mock_aws

from resolvers.core import secret, storage, table
from resolvers.core.settings import settings
from resolvers.users import service as users
from tests.people import Person

FOUNDATION = Path("infra/stacks/foundation.yaml")


class _Template(yaml.SafeLoader):
    """Reads a template; CloudFormation's own tags become their plain values."""


_Template.add_multi_constructor("!", lambda loader, _, node: _plain(loader, node))


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every AWS service in memory, one region, no real credentials."""
    for name, value in {
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "TABLE_NAME": "waymark",
        "MEDIA_BUCKET": "waymark-media",
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


@pytest.fixture
def the_table(aws: None) -> None:
    """The one table, with the keys and indexes of its template."""
    properties = _table_properties()
    names = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
    boto3.client("dynamodb").create_table(TableName="waymark", **{name: properties[name] for name in names})


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


def _table_properties() -> dict[str, Any]:
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
