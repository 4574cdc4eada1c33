"""A test card is taken or declined on the payment provider's page, as the demo fills it in."""

from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest

from infra.local.world.api import ApiError
from infra.local.world.checkout import DECLINED, SUCCEEDS, submit_card
from tests.fakes import payments
from tests.fakes.payments import Payments, open_session


@pytest.fixture
def provider(tmp_path: Path) -> Iterator[Payments]:
    with payments.running(tmp_path) as running:
        yield running


async def test_a_card_is_declined_and_another_one_taken(provider: Payments) -> None:
    """The session is paid by the second only; what is no card is refused."""
    session = open_session(provider.client())
    url = str(session.url)

    async with aiohttp.ClientSession() as http:
        assert not await submit_card(http, url, DECLINED)
        with pytest.raises(ApiError, match="refused the form"):
            await submit_card(http, url, "1234")
        assert provider.client().v1.checkout.sessions.retrieve(session.id).payment_status == "unpaid"
        assert await submit_card(http, url, SUCCEEDS)

    assert provider.client().v1.checkout.sessions.retrieve(session.id).payment_status == "paid"
