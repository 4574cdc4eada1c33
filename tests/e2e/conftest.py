"""What tests of the running system share: the deployed table, as its owner may write to it."""

from collections.abc import Iterator

import pytest

from infra.local.deploy.aws import REGION
from resolvers.core import table
from resolvers.core.settings import settings
from tests.stack import Stack


@pytest.fixture
def table_of_the_stack(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let this process read and write the deployed table."""
    for name, value in {
        "AWS_ENDPOINT_URL": stack.system.ministack_url,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "TABLE_NAME": stack.deployed.table_name,
    }.items():
        monkeypatch.setenv(name, value)
    for cached in (table.client, settings):
        cached.cache_clear()
    yield
    for cached in (table.client, settings):
        cached.cache_clear()
