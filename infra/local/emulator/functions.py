"""Where ministack calls functions, with our delivery of table streams and the names of exceptions in between."""

import threading
from collections.abc import Mapping
from typing import Any, Final

from ministack.services import lambda_svc

from infra.local.emulator import failures
from infra.local.emulator.mappings import Deliveries

# Each is an interpreter; a laptop carries few at once. AWS starts as many as MaximumConcurrency allows.
WORKERS_AT_ONCE: Final = 2


def take_over() -> None:
    """Put our delivery before ministack's own call of a function."""
    lambda_svc._ESM_SQS_DEFAULT_CONCURRENCY = WORKERS_AT_ONCE  # noqa: SLF001
    called, deliveries = lambda_svc._execute_function, Deliveries()  # noqa: SLF001
    # ministack's call may come back through its own name; within one delivery it goes straight through.
    inside = threading.local()

    def execute(function: Mapping[str, Any], event: Any) -> dict[str, Any]:
        return failures.named(called(function, event))

    def delivered(function: Mapping[str, Any], event: Any) -> dict[str, Any]:
        records = event.get("Records") if isinstance(event, dict) else None
        mapping = _mapping(function, records[0]) if records else None
        if not records or mapping is None or getattr(inside, "delivery", False):
            return execute(function, event)

        def bury(record: dict[str, Any], result: dict[str, Any]) -> None:
            lambda_svc._send_ddb_stream_failure_record(  # noqa: SLF001
                mapping, function, [record], record["eventSourceARN"], result, "RetryAttemptsExhausted"
            )

        inside.delivery = True
        try:
            return deliveries.deliver(mapping, records, lambda some: execute(function, {"Records": some}), bury)
        finally:
            inside.delivery = False

    lambda_svc._execute_function = delivered  # noqa: SLF001


def _mapping(function: Mapping[str, Any], record: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the mapping that brings a table stream's record to this function."""
    if record.get("eventSource") != "aws:dynamodb":
        return None
    name = (function.get("config") or function)["FunctionName"]
    for each in list(lambda_svc._esms._data.values()):  # noqa: SLF001
        if each["EventSourceArn"] == record["eventSourceARN"] and each["FunctionName"] == name:
            return dict(each)
    return None
