"""Sends a resolver's request to its data source."""

from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Any

from appsync_local import messages
from appsync_local.api.model import Api, DataSource
from appsync_local.aws.client import NoAnswer
from appsync_local.sources.lambda_function import call_lambda, lambda_error
from appsync_local.sources.result import SourceResult, UnsupportedRequest, error_result

Send = Callable[[Api, DataSource, Any], "SourceResult | Awaitable[SourceResult]"]


def send(api: Api, source: DataSource, request: Any) -> "SourceResult | Awaitable[SourceResult]":
    """Send a request to a data source; failures are results with `error`, not exceptions."""
    handler = _SENDERS.get(source.type)
    if handler is None:
        message = f"Data source type {source.type} is not served locally; supported: {', '.join(_SENDERS)}."
        return SourceResult(error={"message": message, "type": "UnsupportedDataSource"})
    try:
        sent = handler(api, source, request)
    except UnsupportedRequest as reason:
        return _unsupported_result(reason)
    return sent if isinstance(sent, SourceResult) else _await_result(sent)


async def _await_result(sent: Awaitable[SourceResult]) -> SourceResult:
    """Await a data source's result; failures on the way are results too."""
    try:
        return await sent
    except UnsupportedRequest as reason:
        return _unsupported_result(reason)
    except TimeoutError:
        return error_result("ExecutionTimeout", messages.TIMED_OUT)
    except (KeyError, TypeError, AttributeError) as error:
        return error_result("MappingTemplate", f"The request misses or misuses {error}.")
    except NoAnswer as error:
        return error_result("DataSourceUnavailable", str(error))


def _unsupported_result(reason: UnsupportedRequest) -> SourceResult:
    return error_result("MappingTemplate", str(reason))


def _send_none(_: Api, __: DataSource, request: Any) -> SourceResult:
    return SourceResult(result=request.get("payload") if isinstance(request, dict) else None)


def _send_lambda(api: Api, source: DataSource, request: Any) -> Awaitable[SourceResult]:
    if isinstance(request, dict) and request.get("operation") is None:
        raise UnsupportedRequest(messages.no_value("operation"))
    if not isinstance(request, dict) or request["operation"] not in ("Invoke", "BatchInvoke"):
        raise UnsupportedRequest("A Lambda request needs the operation Invoke or BatchInvoke.")
    asynchronous = request.get("invocationType") == "Event"

    async def answer() -> SourceResult:
        result = await call_lambda(api, source, request.get("payload"), asynchronous=asynchronous)
        if result.error:
            return SourceResult(error=lambda_error(result.error))
        return SourceResult(None if asynchronous else result.data)

    return answer()


def _load_sender(name: str) -> Send:
    """Return a sender whose module is loaded by the first request."""

    def send_request(api: Api, source: DataSource, request: Any) -> "SourceResult | Awaitable[SourceResult]":
        send: Send = import_module(f"appsync_local.sources.{name}").send
        return send(api, source, request)

    return send_request


_SENDERS: dict[str, Send] = {
    "NONE": _send_none,
    "AWS_LAMBDA": _send_lambda,
    "AMAZON_DYNAMODB": _load_sender("dynamodb"),
    "HTTP": _load_sender("http"),
    "AMAZON_EVENTBRIDGE": _load_sender("eventbridge"),
}
