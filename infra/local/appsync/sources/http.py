"""The HTTP data source: one request to the endpoint of its configuration, signed if it says so.

Source: AppSync Developer Guide, "JavaScript resolver function reference for HTTP".
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from infra.local.appsync import wording
from infra.local.appsync.catalog import Api, DataSource
from infra.local.appsync.client import NoAnswer
from infra.local.appsync.sources.answer import Answer, Unsupported, failed

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_OWN_HEADERS = ("host", "connection", "user-agent", "expect", "transfer-encoding", "content-length")


async def send(api: Api, source: DataSource, request: Any) -> Answer:
    """Send the request and answer `{statusCode, headers, body}`, whatever the status; no answer is an error."""
    if not isinstance(request, dict) or str(request.get("method")).upper() not in _METHODS:
        raise Unsupported(f"An HTTP request needs a method, one of {', '.join(_METHODS)}, and a resourcePath.")
    method, base = str(request["method"]).upper(), str(source.config.get("endpoint", "")).rstrip("/")
    params = request.get("params") or {}
    asked = sorted((params.get("query") or {}).items())
    query = urlencode([(name, _text(item)) for name, value in asked for item in _listed(value)])
    target = base + str(request.get("resourcePath") or "/") + (f"?{query}" if query else "")
    body = _text(params.get("body")).encode()
    given = {name.lower(): _text(value) for name, value in (params.get("headers") or {}).items()}
    headers = {name: value for name, value in given.items() if name not in _OWN_HEADERS}
    try:
        return await _sent(api, source.config, method, target, headers, body)
    except TimeoutError:
        return failed("Http:ExecutionTimeoutException", wording.TIMED_OUT)
    except NoAnswer as error:
        return failed("Http:ConnectionException", f"{base} does not answer: {error}")


async def _sent(
    api: Api, config: Mapping[str, Any], method: str, target: str, headers: dict[str, str], body: bytes
) -> Answer:
    authorization = config.get("authorizationConfig") or {}
    if authorization.get("authorizationType") == "AWS_IAM":
        iam = authorization.get("awsIamConfig") or {}
        service, region = iam.get("signingServiceName") or "execute-api", iam.get("signingRegion")
        headers = api.endpoint.sign(service, method, target, body=body, headers=headers, region=region)
    reply = await api.endpoint.client.request(method, target, headers=headers, body=body)
    return Answer({"statusCode": reply.status, "headers": dict(reply.headers), "body": reply.text})


def _text(value: Any) -> str:
    """Return a value of the code as text: what is none is JSON."""
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
