"""Where ministack calls functions, with our delivery of table streams and the names of exceptions in between."""

import threading
from collections.abc import Mapping
from typing import Any, Final

from ministack.services import lambda_svc

from infra.local.ministack.error_types import name_error_type
from infra.local.ministack.stream_delivery import StreamDelivery

# Each is an interpreter of some 70 MB; a laptop carries few. AWS starts as many as MaximumConcurrency allows.
WORKERS_AT_ONCE: Final = 2


def install() -> None:
    """Put our delivery before ministack's own call of a function, and bound the workers of each queue."""
    allow = lambda_svc._sqs_esm_concurrency  # noqa: SLF001
    lambda_svc._sqs_esm_concurrency = lambda *queue: min(allow(*queue), WORKERS_AT_ONCE)  # noqa: SLF001
    execute_function, delivery = lambda_svc._execute_function, StreamDelivery()  # noqa: SLF001
    # ministack's call may come back through its own name; within one delivery it goes straight through.
    inside = threading.local()

    def execute(function: Mapping[str, Any], event: Any) -> dict[str, Any]:
        return name_error_type(execute_function(function, event))

    def deliver(function: Mapping[str, Any], event: Any) -> dict[str, Any]:
        records = event.get("Records") if isinstance(event, dict) else None
        mapping = _find_mapping(function, records[0]) if records else None
        if not records or mapping is None or getattr(inside, "delivery", False):
            return execute(function, event)

        def bury(record: dict[str, Any], result: dict[str, Any]) -> None:
            lambda_svc._send_ddb_stream_failure_record(  # noqa: SLF001
                mapping, function, [record], record["eventSourceARN"], result, "RetryAttemptsExhausted"
            )

        inside.delivery = True
        try:
            return delivery.deliver(mapping, records, lambda some: execute(function, {"Records": some}), bury)
        finally:
            inside.delivery = False

    lambda_svc._execute_function = deliver  # noqa: SLF001


def _find_mapping(function: Mapping[str, Any], record: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the mapping that brings a table stream's record to this function."""
    if record.get("eventSource") != "aws:dynamodb":
        return None
    name = (function.get("config") or function)["FunctionName"]
    for each in list(lambda_svc._esms._data.values()):  # noqa: SLF001
        if each["EventSourceArn"] == record["eventSourceARN"] and each["FunctionName"] == name:
            return dict(each)
    return None
