"""The Lambda entry of the payments' work of each minute: refunds are made, lost events fetched, charges noted."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from resolvers.core import observability
from resolvers.core.model import now
from resolvers.shop.errors import ShopClosed
from resolvers.shop.payments import service
from resolvers.shop.payments.provider import open_provider


@observability.entry()
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> None:  # noqa: ARG001 - Lambda's signature
    """Make the refunds that wait, and forward events; without a provider there are none."""
    try:
        provider = open_provider()
    except ShopClosed:
        return
    service.forward_events(provider)
    service.make_refunds(provider)
    if now().minute == 0:
        service.note_charges(provider)
