"""Data sources: what a resolver's request does, and what comes back."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from infra.local.appsync.endpoint import Endpoint

LAMBDA_LIMIT = 6 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class LambdaResult:
    """What a Lambda function answered: its parsed result, or the error object it ended with."""

    data: Any = None
    error: dict[str, Any] | None = None  # {"errorType", "errorMessage", …} as Lambda reports it


async def invoke_lambda(
    endpoint: Endpoint,
    function_arn: str,
    payload: Any,
    *,
    asynchronous: bool = False,
    timeout: float = 30,  # noqa: ASYNC109
) -> LambdaResult:
    """Invoke a function through Lambda's Invoke API; a failed function is a result with `error`, not an exception.

    Raises `aiohttp.ClientError` when the endpoint does not answer, `TimeoutError` after `timeout` seconds.
    """
    path = f"/2015-03-31/functions/{quote(function_arn, safe='')}/invocations"
    headers = {"content-type": "application/json"}
    if asynchronous:
        headers["x-amz-invocation-type"] = "Event"
    body = json.dumps(payload, separators=(",", ":")).encode()
    reply = await endpoint.request("lambda", "POST", path, body=body, headers=headers, timeout=timeout)
    if reply.status >= 300:  # noqa: PLR2004
        return LambdaResult(error=_refusal(reply.body, reply.status))
    parsed = json.loads(reply.body) if reply.body else None
    if "x-amz-function-error" in reply.headers:
        return LambdaResult(error=parsed if isinstance(parsed, dict) else {"errorMessage": str(parsed)})
    return LambdaResult(data=parsed)


def _refusal(body: bytes, status: int) -> dict[str, Any]:
    """Return the error of an invocation that Lambda itself refused (no such function, throttled)."""
    try:
        parsed = json.loads(body)
    except ValueError:
        parsed = {}
    message = parsed.get("Message") or parsed.get("message") or f"Lambda answered {status}."
    kind = parsed.get("__type") or parsed.get("Type") or "Lambda:InvocationFailure"
    return {"errorType": kind, "errorMessage": message}
