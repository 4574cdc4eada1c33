"""The HTTP data source: one request to its endpoint, signed if it is configured so.

Source: AppSync Developer Guide, "JavaScript resolver function reference for HTTP".
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from appsync_local import messages
from appsync_local.api.model import Api, DataSource
from appsync_local.aws.client import NoAnswer
from appsync_local.sources.result import SourceResult, UnsupportedRequest, error_result

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_DROPPED_HEADERS = ("host", "connection", "user-agent", "expect", "transfer-encoding", "content-length")


async def send(api: Api, source: DataSource, request: Any) -> SourceResult:
    """Send a request and return `{statusCode, headers, body}` for any status; no response is an error."""
    if not isinstance(request, dict) or str(request.get("method")).upper() not in _METHODS:
        raise UnsupportedRequest(f"An HTTP request needs a method, one of {', '.join(_METHODS)}, and a resourcePath.")
    method, base = str(request["method"]).upper(), str(source.config.get("endpoint", "")).rstrip("/")
    params = request.get("params") or {}
    parameters = sorted((params.get("query") or {}).items())
    query = urlencode([(name, _to_text(item)) for name, value in parameters for item in _to_list(value)])
    target = base + str(request.get("resourcePath") or "/") + (f"?{query}" if query else "")
    body = _to_text(params.get("body")).encode()
    given = {name.lower(): _to_text(value) for name, value in (params.get("headers") or {}).items()}
    headers = {name: value for name, value in given.items() if name not in _DROPPED_HEADERS}
    try:
        return await _send_request(api, source.config, method, target, headers, body)
    except TimeoutError:
        return error_result("Http:ExecutionTimeoutException", messages.TIMED_OUT)
    except NoAnswer as error:
        return error_result("Http:ConnectionException", f"{base} does not answer: {error}")


async def _send_request(
    api: Api, config: Mapping[str, Any], method: str, target: str, headers: dict[str, str], body: bytes
) -> SourceResult:
    authorization = config.get("authorizationConfig") or {}
    if authorization.get("authorizationType") == "AWS_IAM":
        iam = authorization.get("awsIamConfig") or {}
        service, region = iam.get("signingServiceName") or "execute-api", iam.get("signingRegion")
        headers = api.endpoint.sign(service, method, target, body=body, headers=headers, region=region)
    reply = await api.endpoint.client.request(method, target, headers=headers, body=body)
    return SourceResult({"statusCode": reply.status, "headers": dict(reply.headers), "body": reply.text})


def _to_text(value: Any) -> str:
    """Return a value as text; anything but text becomes JSON."""
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))


def _to_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
