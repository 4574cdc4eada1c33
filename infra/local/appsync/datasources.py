"""Data sources: what a resolver's request does, and what comes back."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from urllib.parse import quote

from infra.local.appsync import wording
from infra.local.appsync.catalog import Api, DataSource
from infra.local.appsync.client import NoAnswer
from infra.local.appsync.endpoint import Endpoint
from infra.local.appsync.sources.answer import Answer, Unsupported, failed

LAMBDA_LIMIT = 6 * 1024 * 1024
TIMEOUT = 30.0
_NO_CLASSES = ("Runtime.", "Sandbox.")  # how Lambda itself ends a function, by time or memory


@dataclass(frozen=True, slots=True)
class LambdaResult:
    """What a Lambda function answered: its parsed result, or the error object it ended with."""

    data: Any = None
    error: dict[str, Any] | None = None  # {"errorType", "errorMessage", …} as Lambda reports it


Send = Callable[[Api, DataSource, Any], "Answer | Awaitable[Answer]"]


def send(api: Api, source: DataSource, request: Any) -> "Answer | Awaitable[Answer]":
    """Do what a request asks of a data source; failures of the source are answers, not exceptions."""
    handler = _SENDERS.get(source.type)
    if handler is None:
        message = f"Data source type {source.type} is not served locally; supported: {', '.join(_SENDERS)}."
        return Answer(error={"message": message, "type": "UnsupportedDataSource"})
    try:
        sent = handler(api, source, request)
    except Unsupported as reason:
        return _refused(reason)
    return sent if isinstance(sent, Answer) else _caught(sent)


async def invoke_lambda(
    endpoint: Endpoint,
    function_arn: str,
    payload: Any,
    *,
    asynchronous: bool = False,
    timeout: float = TIMEOUT,  # noqa: ASYNC109
) -> LambdaResult:
    """Invoke a function through Lambda's Invoke API; a failed function is a result with `error`, not an exception.

    Raises `client.NoAnswer` when the endpoint does not answer, `TimeoutError` after `timeout` seconds.
    """
    path = f"/2015-03-31/functions/{quote(function_arn, safe='')}/invocations"
    headers = {"content-type": "application/json"}
    if asynchronous:
        headers["x-amz-invocation-type"] = "Event"
    body = json.dumps(payload, separators=(",", ":")).encode()
    if len(body) > LAMBDA_LIMIT:
        message = f"Request must be smaller than {LAMBDA_LIMIT} bytes for the InvokeFunction operation"
        return LambdaResult(error={"errorType": "Lambda:RequestTooLargeException", "errorMessage": message})
    reply = await endpoint.request("lambda", "POST", path, body=body, headers=headers, timeout=timeout)
    if reply.status >= 300:  # noqa: PLR2004
        return LambdaResult(error=_refusal(reply.body, reply.status))
    parsed = json.loads(reply.body) if reply.body else None
    if "x-amz-function-error" in reply.headers:
        return LambdaResult(error=parsed if isinstance(parsed, dict) else {"errorMessage": str(parsed)})
    return LambdaResult(data=parsed)


async def call_lambda(api: Api, source: DataSource, payload: Any, *, asynchronous: bool = False) -> LambdaResult:
    """Invoke the function of a Lambda data source; an endpoint that fails or is too slow is a result too."""
    arn = source.config.get("lambdaFunctionArn", "")
    try:
        if "handler" in source.config:
            result = await _in_process(source, payload)
            return LambdaResult() if asynchronous else result
        return await invoke_lambda(api.endpoint, arn, payload, asynchronous=asynchronous)
    except TimeoutError:
        kind, message = "Lambda:ExecutionTimeoutException", wording.TIMED_OUT
    except (NoAnswer, ValueError) as error:
        kind, message = "Lambda:InvocationFailure", f"The function could not be invoked: {error}"
    return LambdaResult(error={"errorType": kind, "errorMessage": message})


async def _in_process(source: DataSource, payload: Any) -> LambdaResult:
    from infra.local.appsync import handlers  # noqa: PLC0415 - only a folder has any

    try:
        return LambdaResult(await handlers.invoke(source.config["folder"], source.config["handler"], payload))
    except handlers.Failed as failure:
        return LambdaResult(error=failure.error)


def fault(error: Mapping[str, Any]) -> dict[str, Any]:
    """Return a Lambda error as a template's or handler's `ctx.error` shows it."""
    message = str(error.get("errorMessage") or "")
    kind = str(error.get("errorType") or "")
    if kind == "UnauthorizedException":
        return {"message": wording.NOT_AUTHORIZED, "type": kind}
    return {"message": message, "type": kind if kind.startswith("Lambda:") else "Lambda:Unhandled"}


def direct_fault(error: Mapping[str, Any], *, by_class: bool) -> dict[str, Any]:
    """Return the error of a direct Lambda resolver; `by_class`, the exception's class is its errorType."""
    shown = fault(error)
    kind = str(error.get("errorType") or "")
    if by_class and shown["type"] == "Lambda:Unhandled" and kind and not kind.startswith(_NO_CLASSES):
        shown["type"] = kind
    return shown


async def _caught(sent: Awaitable[Answer]) -> Answer:
    """Return the answer of a source; what went wrong on the way is an answer too."""
    try:
        return await sent
    except Unsupported as reason:
        return _refused(reason)
    except TimeoutError:
        return failed("ExecutionTimeout", wording.TIMED_OUT)
    except (KeyError, TypeError, AttributeError) as error:
        return failed("MappingTemplate", f"The request misses or misuses {error}.")
    except NoAnswer as error:
        return failed("DataSourceUnavailable", str(error))


def _refused(reason: Unsupported) -> Answer:
    return failed("MappingTemplate", str(reason))


def _none(_: Api, __: DataSource, request: Any) -> Answer:
    return Answer(result=request.get("payload") if isinstance(request, dict) else None)


def _lambda(api: Api, source: DataSource, request: Any) -> Awaitable[Answer]:
    if isinstance(request, dict) and request.get("operation") is None:
        raise Unsupported(wording.no_value("operation"))
    if not isinstance(request, dict) or request["operation"] not in ("Invoke", "BatchInvoke"):
        raise Unsupported("A Lambda request needs the operation Invoke or BatchInvoke.")
    asynchronous = request.get("invocationType") == "Event"

    async def answer() -> Answer:
        result = await call_lambda(api, source, request.get("payload"), asynchronous=asynchronous)
        if result.error:
            return Answer(error=fault(result.error))
        return Answer(None if asynchronous else result.data)

    return answer()


def _by(name: str) -> Send:
    """Return what sends to a kind of source; its module is loaded by the first request."""

    def sent(api: Api, source: DataSource, request: Any) -> "Answer | Awaitable[Answer]":
        send: Send = import_module(f"infra.local.appsync.sources.{name}").send
        return send(api, source, request)

    return sent


def _refusal(body: bytes, status: int) -> dict[str, Any]:
    """Return the error of an invocation that Lambda itself refused (no such function, throttled)."""
    try:
        parsed = json.loads(body)
    except ValueError:
        parsed = {}
    message = parsed.get("Message") or parsed.get("message") or f"Lambda answered {status}."
    kind = str(parsed.get("__type") or parsed.get("Type") or "InvocationFailure")
    return {"errorType": f"Lambda:{kind}", "errorMessage": message}


_SENDERS: dict[str, Send] = {
    "NONE": _none,
    "AWS_LAMBDA": _lambda,
    "AMAZON_DYNAMODB": _by("dynamodb"),
    "HTTP": _by("http"),
    "AMAZON_EVENTBRIDGE": _by("eventbridge"),
}
