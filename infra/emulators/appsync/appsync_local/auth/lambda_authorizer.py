"""The Lambda authorizer: a function decides about a token.

Source: AppSync Developer Guide, "AWS_LAMBDA authorization".
"""

import json
import re
import time
from collections import OrderedDict
from typing import Any, Protocol
from uuid import uuid4

from appsync_local.api.model import Api, AuthProvider
from appsync_local.auth.caller import AuthRequest, Caller, Unauthorized
from appsync_local.auth.settings import AuthSettings
from appsync_local.aws.client import NoAnswer
from appsync_local.aws.endpoint import Endpoint
from appsync_local.sources.lambda_function import LambdaResult

MAX_CACHED_BYTES = 1_048_576  # larger answers are not cached
MAX_CACHED_SECONDS = 3600  # seconds
MAX_CACHED_ANSWERS = 10_000
_FIELD_ARN = re.compile(r"arn:[^:]+:appsync:[^:]*:[^:]*:apis/([^/]+)/types/([^/]+)/fields/([^/]+)")


class Invoke(Protocol):
    """How a function is invoked (`lambda_function.invoke_lambda`)."""

    async def __call__(
        self,
        endpoint: Endpoint,
        function_arn: str,
        payload: Any,
        *,
        timeout: float,  # noqa: ASYNC109
    ) -> LambdaResult: ...


class LambdaAuthorizer:
    """Invokes an API's authorizer and caches its answers for their time to live."""

    def __init__(self, settings: AuthSettings, invoke: Invoke) -> None:
        self._settings = settings
        self._invoke = invoke
        self._cached: OrderedDict[tuple[str, str], tuple[float, dict[str, Any]]] = OrderedDict()

    async def authenticate(self, api: Api, request: AuthRequest, provider: AuthProvider) -> Caller:
        """Return the caller of a request's token, or raise `Unauthorized`."""
        token = request.headers.get("authorization", "")
        if provider.validation_regex and not re.fullmatch(provider.validation_regex, token):
            raise Unauthorized(reason=f"The token does not match {provider.validation_regex!r}.")
        answer = self._get_cached(api, token)
        if answer is None:
            answer = await self._invoke_authorizer(api, request, provider, token)
            self._cache_answer(api, provider, token, answer)
        if answer.get("isAuthorized") is not True:
            raise Unauthorized(reason=f"The authorizer answered isAuthorized {answer.get('isAuthorized')!r}.")
        return Caller(
            mode="AWS_LAMBDA",
            identity={"resolverContext": _resolver_context(answer)},
            denied_fields=_denied_fields(api, answer.get("deniedFields")),
            source_ip=tuple(request.addresses),
        )

    async def _invoke_authorizer(
        self, api: Api, request: AuthRequest, provider: AuthProvider, token: str
    ) -> dict[str, Any]:
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

    def _get_cached(self, api: Api, token: str) -> dict[str, Any] | None:
        until, answer = self._cached.get((api.id, token), (0.0, None))
        return answer if until > time.monotonic() else None

    def _cache_answer(self, api: Api, provider: AuthProvider, token: str, answer: dict[str, Any]) -> None:
        override = answer.get("ttlOverride")
        kept = override if isinstance(override, (int, float)) else (provider.ttl or 0)
        if kept <= 0 or len(json.dumps(answer)) >= MAX_CACHED_BYTES:
            return
        self._cached[api.id, token] = (time.monotonic() + min(kept, MAX_CACHED_SECONDS), answer)
        if len(self._cached) > MAX_CACHED_ANSWERS:
            self._cached.popitem(last=False)


def _resolver_context(answer: dict[str, Any]) -> dict[str, Any]:
    """Return the resolver context, or raise `Unauthorized` if it is not a flat object."""
    context = answer.get("resolverContext")
    if context is None:
        return {}
    if not isinstance(context, dict) or any(isinstance(value, (dict, list)) for value in context.values()):
        raise Unauthorized(reason="The authorizer's resolverContext must be a flat object.")
    return context


def _denied_fields(api: Api, fields: Any) -> frozenset[str]:
    """Return denied fields as `Type.field`, without those of other APIs."""
    found = set()
    for name in fields if isinstance(fields, list) else ():
        arn = _FIELD_ARN.fullmatch(str(name))
        if arn is None:
            found.add(str(name))
        elif arn[1] == api.id:
            found.add(f"{arn[2]}.{arn[3]}")
    return frozenset(found)
