"""Lambda functions: invoked through Lambda's Invoke API, or as Python handlers of a folder in this process.

Source: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from appsync_local import messages
from appsync_local.api.model import Api, DataSource
from appsync_local.aws.client import NoAnswer
from appsync_local.aws.endpoint import Endpoint

LAMBDA_LIMIT = 6 * 1024 * 1024  # bytes of a payload
TIMEOUT = 30.0  # seconds
_RUNTIME_ERRORS = ("Runtime.", "Sandbox.")  # Lambda's own error types, for functions ended by time or memory


@dataclass(frozen=True, slots=True)
class LambdaResult:
    """A Lambda function's parsed result, or its error object."""

    data: Any = None
    error: dict[str, Any] | None = None  # {"errorType", "errorMessage", …} as Lambda reports it


async def invoke_lambda(
    endpoint: Endpoint,
    function_arn: str,
    payload: Any,
    *,
    asynchronous: bool = False,
    timeout: float = TIMEOUT,  # noqa: ASYNC109
) -> LambdaResult:
    """Invoke a function through Lambda's Invoke API; a failed function is a result with `error`, not an exception.

    Raises `client.NoAnswer` if the endpoint does not answer and `TimeoutError` after `timeout` seconds.
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
        return LambdaResult(error=_invocation_error(reply.body, reply.status))
    parsed = json.loads(reply.body) if reply.body else None
    if "x-amz-function-error" in reply.headers:
        return LambdaResult(error=parsed if isinstance(parsed, dict) else {"errorMessage": str(parsed)})
    return LambdaResult(data=parsed)


async def call_lambda(api: Api, source: DataSource, payload: Any, *, asynchronous: bool = False) -> LambdaResult:
    """Invoke the function of a Lambda data source; an endpoint that fails or times out is a result too."""
    arn = source.config.get("lambdaFunctionArn", "")
    try:
        if "handler" in source.config:
            result = await _run_python_handler(source, payload)
            return LambdaResult() if asynchronous else result
        return await invoke_lambda(api.endpoint, arn, payload, asynchronous=asynchronous)
    except TimeoutError:
        kind, message = "Lambda:ExecutionTimeoutException", messages.TIMED_OUT
    except (NoAnswer, ValueError) as error:
        kind, message = "Lambda:InvocationFailure", f"The function could not be invoked: {error}"
    return LambdaResult(error={"errorType": kind, "errorMessage": message})


async def _run_python_handler(source: DataSource, payload: Any) -> LambdaResult:
    from appsync_local.sources import python_handlers  # noqa: PLC0415 - only a folder has any

    try:
        return LambdaResult(await python_handlers.invoke(source.config, payload))
    except python_handlers.HandlerFailed as failure:
        return LambdaResult(error=failure.error)


def lambda_error(error: Mapping[str, Any]) -> dict[str, Any]:
    """Return a Lambda error in the form of `ctx.error`."""
    message = str(error.get("errorMessage") or "")
    kind = str(error.get("errorType") or "")
    if kind == "UnauthorizedException":
        return {"message": messages.NOT_AUTHORIZED, "type": kind}
    return {"message": message, "type": kind if kind.startswith("Lambda:") else "Lambda:Unhandled"}


def direct_lambda_error(error: Mapping[str, Any], *, by_class: bool) -> dict[str, Any]:
    """Return the error of a direct Lambda resolver; with `by_class` its errorType is the exception's class."""
    shown = lambda_error(error)
    kind = str(error.get("errorType") or "")
    if by_class and shown["type"] == "Lambda:Unhandled" and kind and not kind.startswith(_RUNTIME_ERRORS):
        shown["type"] = kind
    return shown


def _invocation_error(body: bytes, status: int) -> dict[str, Any]:
    """Return the error of an invocation that Lambda refused (no such function, throttled)."""
    try:
        parsed = json.loads(body)
    except ValueError:
        parsed = {}
    message = parsed.get("Message") or parsed.get("message") or f"Lambda answered {status}."
    kind = str(parsed.get("__type") or parsed.get("Type") or "InvocationFailure")
    return {"errorType": f"Lambda:{kind}", "errorMessage": message}
