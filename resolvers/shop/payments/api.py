"""The Lambda entry of the fields of payments."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

import resolvers.platform.users.service  # noqa: F401  rates ask it since when the caller is known
from resolvers.core import observability
from resolvers.shop.payments import handler  # noqa: F401  registers the fields
from resolvers.shop.payments.app import app


@observability.entry(observability.OF_APPSYNC)
def lambda_handler(event: dict[str, Any] | list[dict[str, Any]], context: LambdaContext) -> Any:
    """Answer one field, or one nested field of a whole page."""
    return app.resolve(event, context)
