"""An issuer of tokens, and the authenticator that asks it."""

from collections.abc import AsyncIterator

import pytest

from appsync_local.auth import Authenticator, AuthSettings
from tests.fakes.issuer import OIDC_ISSUER, Issuer, issuing


@pytest.fixture
async def issuer() -> AsyncIterator[Issuer]:
    async with issuing() as found:
        yield found


@pytest.fixture
async def authenticator(issuer: Issuer) -> AsyncIterator[Authenticator]:
    settings = AuthSettings(issuers={OIDC_ISSUER: f"{issuer.url}/oidc"})
    made = Authenticator(settings, refetch_after=0)
    yield made
    await made.close()
