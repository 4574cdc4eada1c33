"""What every Lambda entry is decorated with: structured logs with a correlation id, metrics, the cold-start count.

One id follows a request through every function: AppSync's trace id. The API function finds it in the request's
headers, what it writes carries it (`requestId`, see core/table.py), a photo keeps that of its upload, and who reads
an item from the queue or the table stream goes on under it.
"""

import functools
import re
import warnings
from collections.abc import Callable
from typing import Any, Final

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.utilities.typing import LambdaContext

logger = Logger(utc=True, use_rfc3339=True)
metrics = Metrics()

# A field that measures nothing is no mistake; the log needs no line for it.
warnings.filterwarnings("ignore", message="No application metrics to publish")

# Where AppSync's event has it: one field's, or the first of a batch.
OF_APPSYNC: Final = 'request.headers."x-amzn-trace-id" || [0].request.headers."x-amzn-trace-id"'

# Where API Gateway's event has it, whose headers keep the case they were sent in.
OF_API_GATEWAY: Final = 'headers."X-Amzn-Trace-Id" || headers."x-amzn-trace-id"'

# What a tracing header looks like, which anybody may send: `Root=1-…;Parent=…;Sampled=1`. The id is stored and logged.
_TRACE_ID: Final = re.compile(r"[A-Za-z0-9=;:._-]{1,200}")

Handler = Callable[[Any, LambdaContext], Any]


def entry(correlation_id: str | None = None) -> Callable[[Handler], Handler]:
    """Decorate a Lambda entry; `correlation_id` is the JMESPath of the id in its event."""

    def decorate(handler: Handler) -> Handler:
        counted = metrics.log_metrics(_follow_well_formed_id(handler), capture_cold_start_metric=True)
        decorated: Handler = logger.inject_lambda_context(counted, correlation_id_path=correlation_id, clear_state=True)
        return decorated

    return decorate


def _follow_well_formed_id(handler: Handler) -> Handler:
    """Put the invocation's own id in the place of one that no tracing header has."""

    @functools.wraps(handler)
    def handle(event: Any, context: LambdaContext) -> Any:
        found = read_correlation_id()
        if found is not None and not (isinstance(found, str) and _TRACE_ID.fullmatch(found)):
            follow(context.aws_request_id)
        return handler(event, context)

    return handle


def follow(correlation_id: str | None) -> None:
    """Go on under this id: every entry of the log from here on carries it, None means that none is known."""
    logger.set_correlation_id(correlation_id)


def read_correlation_id() -> str | None:
    """Return the id that the log carries now."""
    return logger.get_correlation_id()
