"""What every client meets: an issuer of tokens, and a newsroom's API that trusts it."""

from collections.abc import AsyncIterator

import pytest

from tests.fakes.issuer import Issuer, issuing
from tests.fakes.news_api import NewsServer, serve_news_api


@pytest.fixture
async def issuer() -> AsyncIterator[Issuer]:
    async with issuing() as found:
        yield found


@pytest.fixture
async def news(issuer: Issuer) -> AsyncIterator[NewsServer]:
    async with serve_news_api(issuer) as running:
        yield running
