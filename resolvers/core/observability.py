"""What every Lambda entry wears: structured logs with a correlation id, metrics, the cold-start count."""

import warnings
from collections.abc import Callable
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.utilities.typing import LambdaContext

logger = Logger(utc=True, use_rfc3339=True)
metrics = Metrics()

# A field that measures nothing is no mistake; the log needs no line for it.
warnings.filterwarnings("ignore", message="No application metrics to publish")

Handler = Callable[[Any, LambdaContext], Any]


def entry(correlation_id: str | None = None) -> Callable[[Handler], Handler]:
    """Decorate a Lambda entry; `correlation_id` is the JMESPath of the id in its event."""

    def dress(handler: Handler) -> Handler:
        counted = metrics.log_metrics(handler, capture_cold_start_metric=True)
        dressed: Handler = logger.inject_lambda_context(counted, correlation_id_path=correlation_id, clear_state=True)
        return dressed

    return dress
