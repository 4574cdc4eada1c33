"""The Lambda authorizer: an opaque token is shown to a function, which says yes or no and why.

Source: AppSync Developer Guide, "AWS_LAMBDA authorization".
"""

import json
import re
import time
from collections import OrderedDict
from typing import Any, Protocol
from uuid import uuid4

from infra.local.appsync.auth.caller import Caller, Request, Unauthorized
from infra.local.appsync.auth.settings import Settings
from infra.local.appsync.catalog import Api, AuthProvider
from infra.local.appsync.client import NoAnswer
from infra.local.appsync.datasources import LambdaResult
from infra.local.appsync.endpoint import Endpoint

LARGEST_KEPT = 1_048_576  # bytes of an answer that may be cached
LONGEST_KEPT = 3600  # seconds
REMEMBERED = 10_000
_FIELD_ARN = re.compile(r"arn:[^:]+:appsync:[^:]*:[^:]*:apis/([^/]+)/types/([^/]+)/fields/([^/]+)")


class Invoke(Protocol):
    """How a function is invoked (`datasources.invoke_lambda`)."""

    async def __call__(
        self,
        endpoint: Endpoint,
        function_arn: str,
        payload: Any,
        *,
        timeout: float,  # noqa: ASYNC109
    ) -> LambdaResult: ...


class Authorizer:
    """Asks an API's authorizer, and remembers answers as long as they may be remembered."""

    def __init__(self, settings: Settings, invoke: Invoke) -> None:
        self._settings = settings
        self._invoke = invoke
        self._kept: OrderedDict[tuple[str, str], tuple[float, dict[str, Any]]] = OrderedDict()

    async def authenticate(self, api: Api, request: Request, provider: AuthProvider) -> Caller:
        """Return the caller of a request's token, or raise `Unauthorized`."""
        token = request.headers.get("authorization", "")
        if provider.validation_regex and not re.fullmatch(provider.validation_regex, token):
            raise Unauthorized(reason=f"The token does not match {provider.validation_regex!r}.")
        answer = self._remembered(api, token)
        if answer is None:
            answer = await self._ask(api, request, provider, token)
            self._remember(api, provider, token, answer)
        if answer.get("isAuthorized") is not True:
            raise Unauthorized(reason=f"The authorizer answered isAuthorized {answer.get('isAuthorized')!r}.")
        return Caller(
            mode="AWS_LAMBDA",
            identity={"resolverContext": _context(answer)},
            denied_fields=_denied(api, answer.get("deniedFields")),
            source_ip=tuple(request.addresses),
        )

    async def _ask(self, api: Api, request: Request, provider: AuthProvider, token: str) -> dict[str, Any]:
        event = {
            "authorizationToken": token,
            "requestContext": {
                "apiId": api.id,
                "accountId": api.account_id,
                "requestId": str(uuid4()),
                "queryString": request.query,
                "operationName": request.operation_name,
                "variables": dict(request.variables),
            },
            "requestHeaders": dict(request.headers),
        }
        uri = provider.lambda_uri or ""
        try:
            result = await self._invoke(api.endpoint, uri, event, timeout=self._settings.authorizer_timeout)
        except (NoAnswer, TimeoutError) as error:
            raise Unauthorized(reason=f"The authorizer {uri} gave no answer: {error!r}.") from error
        if result.error is not None:
            raise Unauthorized(reason=f"The authorizer {uri} failed: {result.error.get('errorMessage')}")
        if not isinstance(result.data, dict):
            raise Unauthorized(reason=f"The authorizer {uri} answered {type(result.data).__name__}, not an object.")
        return result.data

    def _remembered(self, api: Api, token: str) -> dict[str, Any] | None:
        until, answer = self._kept.get((api.id, token), (0.0, None))
        return answer if until > time.monotonic() else None

    def _remember(self, api: Api, provider: AuthProvider, token: str, answer: dict[str, Any]) -> None:
        override = answer.get("ttlOverride")
        kept = override if isinstance(override, (int, float)) else (provider.ttl or 0)
        if kept <= 0 or len(json.dumps(answer)) >= LARGEST_KEPT:
            return
        self._kept[api.id, token] = (time.monotonic() + min(kept, LONGEST_KEPT), answer)
        if len(self._kept) > REMEMBERED:
            self._kept.popitem(last=False)


def _context(answer: dict[str, Any]) -> dict[str, Any]:
    """Return the resolver context, or raise `Unauthorized` where it is not a flat object."""
    context = answer.get("resolverContext")
    if context is None:
        return {}
    if not isinstance(context, dict) or any(isinstance(value, (dict, list)) for value in context.values()):
        raise Unauthorized(reason="The authorizer's resolverContext must be a flat object.")
    return context


def _denied(api: Api, fields: Any) -> frozenset[str]:
    """Return denied fields as `Type.field`; the ARN of another API's field denies nothing here."""
    found = set()
    for name in fields if isinstance(fields, list) else ():
        arn = _FIELD_ARN.fullmatch(str(name))
        if arn is None:
            found.add(str(name))
        elif arn[1] == api.id:
            found.add(f"{arn[2]}.{arn[3]}")
    return frozenset(found)
