"""The Lambda entry of the fields of orders."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from resolvers.core import observability
from resolvers.shop.orders import handler  # noqa: F401  registers the fields
from resolvers.shop.orders.app import app


@observability.entry(observability.OF_APPSYNC)
def lambda_handler(event: dict[str, Any] | list[dict[str, Any]], context: LambdaContext) -> Any:
    """Answer one field, or one nested field of a whole page."""
    return app.resolve(event, context)
