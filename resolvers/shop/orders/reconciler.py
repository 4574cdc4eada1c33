"""The Lambda entry of the hourly reconciliation: each difference is logged and counted, and an alarm wakes somebody."""

import time
from typing import Any

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from resolvers.core import observability
from resolvers.core.observability import logger, metrics
from resolvers.shop.errors import ShopClosed
from resolvers.shop.orders.connection import require_database
from resolvers.shop.orders.reconciliation import reconcile


@observability.entry()
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> int:  # noqa: ARG001 - Lambda's signature
    """Return how many differences there are; without a database there is nothing to compare."""
    try:
        database = require_database()
    except ShopClosed:
        return 0
    found = reconcile(database, int(time.time()))
    for each in found:
        logger.error("difference", extra={"kind": each.kind, "subject": each.subject, "detail": each.detail})
    metrics.add_metric("OrderDifference", MetricUnit.Count, len(found))
    return len(found)
