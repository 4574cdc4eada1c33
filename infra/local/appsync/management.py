"""The APIs that are deployed at an endpoint, read through AppSync's management API and read again when they change."""

import asyncio
import hashlib
import json
import logging
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from infra.local.appsync import schema, subscribing
from infra.local.appsync.catalog import Api, ApiKey, AuthProvider, DataSource, Function, Resolver
from infra.local.appsync.client import NoAnswer
from infra.local.appsync.endpoint import Endpoint
from infra.local.appsync.settings import Settings

log = logging.getLogger("appsync")
SETTLING = 8  # full readings after a change: stacks create resolvers one by one
_FULL_EVERY = 10  # otherwise resolvers are read only every so many glances
NO_SOURCES = "the endpoint tells neither data sources nor resolvers (moto has none), so every field is null."
_TYPES = re.compile(r"^\s*type\s+(\w+)", re.MULTILINE)
_CONFIGS = (
    "lambdaConfig", "dynamodbConfig", "httpConfig", "eventBridgeConfig", "relationalDatabaseConfig",
    "openSearchServiceConfig", "elasticsearchConfig",
)  # fmt: skip


class Unreachable(ConnectionError):  # noqa: N818
    """Nobody answers at the endpoint, or not as AppSync's management API does."""


class Deployments:
    """The APIs of one endpoint: `apis` by id, and in `refused` why others are not served."""

    def __init__(self, endpoint: Endpoint, settings: Settings | None = None) -> None:
        self.endpoint = endpoint
        self._settings = settings or Settings()
        self.apis: dict[str, Api] = {}
        self.refused: dict[str, str] = {}
        self._glances = 0
        self._settling = 0
        self._seen: dict[str, str] = {}

    async def refresh(self, *, full: bool = True) -> bool:
        """Read what is deployed and return whether anything changed; unchanged APIs stay the same objects.

        Unless `full`, resolvers are read only now and then or while a deployment settles.
        Raises `Unreachable`.
        """
        self._glances += 1
        complete = full or self._settling > 0 or self._glances % _FULL_EVERY == 0
        listed = await self._pages("/v1/apis", "graphqlApis")
        found = [await self._read(item, complete=complete) for item in listed if item.get("apiType") != "MERGED"]
        gone = self.apis.keys() | self.refused.keys()
        for item in listed:
            gone.discard(item["apiId"])
        for api_id in gone:
            self.apis.pop(api_id, None)
            self.refused.pop(api_id, None)
            self._seen.pop(api_id, None)
        changed = any(found) or bool(gone)
        self._settling = SETTLING if changed else max(self._settling - 1, 0)
        return changed

    async def _read(self, item: Mapping[str, Any], *, complete: bool) -> bool:
        """Read one API and return whether it changed."""
        api_id = item["apiId"]
        parts = await self._parts(api_id)
        mark = _mark(item, parts)
        if not complete and self._seen.get(f"{api_id} glance") == mark:
            return False
        self._seen[f"{api_id} glance"] = mark
        parts["resolvers"] = await self._resolvers(api_id, parts["sdl"])
        fingerprint = _mark(item, parts)
        if self._seen.get(api_id) == fingerprint:
            return False
        self._seen[api_id] = fingerprint
        self._take(item, parts, fingerprint)
        return True

    def _take(self, item: Mapping[str, Any], parts: dict[str, Any], fingerprint: str) -> None:
        api_id = item["apiId"]
        if not parts["sdl"].strip():
            self.apis.pop(api_id, None)
            self.refused[api_id] = "No schema was uploaded yet."
            return
        if parts["sources"] is None:
            log.warning("%s (%s): %s", item.get("name"), api_id, NO_SOURCES)
        try:
            self.apis[api_id] = api(self.endpoint, item, parts, fingerprint, self._settings)
            self.refused.pop(api_id, None)
        except schema.SchemaRefused as refusal:
            self.apis.pop(api_id, None)
            self.refused[api_id] = str(refusal)
            log.warning("%s (%s) is not served: %s", item.get("name"), api_id, refusal)

    async def _parts(self, api_id: str) -> dict[str, Any]:
        base = f"/v1/apis/{api_id}"
        sdl, sources, functions, keys, environment, cache = await asyncio.gather(
            self._get(f"{base}/schema?format=SDL&includeDirectives=true"),
            self._told(f"{base}/datasources", "dataSources"),
            self._pages(f"{base}/functions", "functions"),
            self._pages(f"{base}/apikeys", "apiKeys"),
            self._get(f"{base}/environmentVariables"),
            self._get(f"{base}/ApiCaches"),
        )
        return {
            "sdl": schema.unprinted(sdl.decode()) if sdl else "",
            "sources": sources,  # None where the endpoint has no such operation
            "functions": functions,
            "keys": keys,
            "environment": json.loads(environment or b"{}").get("environmentVariables") or {},
            "cache": json.loads(cache or b"{}").get("apiCache") or {},
        }

    async def _resolvers(self, api_id: str, sdl: str) -> list[dict[str, Any]]:
        names = sorted(set(_TYPES.findall(sdl)))
        paths = [f"/v1/apis/{api_id}/types/{quote(name)}/resolvers" for name in names]
        lists = [await self._pages(path, "resolvers") for path in paths]
        return [item for found in lists for item in found]

    async def _pages(self, path: str, key: str) -> list[dict[str, Any]]:
        """Return all items of a list operation."""
        return await self._told(path, key) or []

    async def _told(self, path: str, key: str) -> list[dict[str, Any]] | None:
        """Return all items of a list operation, None where the endpoint refuses it."""
        items: list[dict[str, Any]] = []
        token = ""
        while True:
            body = await self._get(path + (f"?nextToken={quote(token, safe='')}" if token else ""))
            if body is None:
                return items or None
            page = json.loads(body or b"{}")
            items += page.get(key) or []
            token = page.get("nextToken") or ""
            if not token:
                return items

    async def _get(self, path: str) -> bytes | None:
        """Return the body of a successful answer, None of a refusal."""
        try:
            reply = await self.endpoint.request("appsync", "GET", path, timeout=10)
        except (NoAnswer, TimeoutError) as error:
            raise Unreachable(f"{self.endpoint.url} does not answer: {error or type(error).__name__}") from error
        return reply.body if reply.status == 200 else None  # noqa: PLR2004


def _mark(*parts: Any) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def api(
    endpoint: Endpoint, item: Mapping[str, Any], parts: Mapping[str, Any], fingerprint: str, settings: Settings
) -> Api:
    """Return an API of its parts, or raise `SchemaRefused`."""
    resolvers = [_resolver(found) for found in parts["resolvers"]]
    arn = item["arn"].split(":")
    built = schema.build(parts["sdl"], settings)
    filtered = frozenset(found.field_name for found in resolvers if found.type_name == "Subscription" and _sets(found))
    for sentence in subscribing.unfilterable(built, filtered):
        log.warning("%s: %s", item.get("name"), sentence)
    return Api(
        id=item["apiId"],
        name=item.get("name", ""),
        arn=item["arn"],
        region=arn[3],
        account_id=arn[4],
        sdl=parts["sdl"],
        schema=built,
        endpoint=endpoint,
        default_auth=_provider(item),
        additional_auth=tuple(_provider(found) for found in item.get("additionalAuthenticationProviders") or ()),
        api_keys=tuple(ApiKey(found["id"], int(found.get("expires") or 0)) for found in parts["keys"]),
        data_sources={found["name"]: _data_source(found) for found in parts["sources"] or ()},
        resolvers={(found.type_name, found.field_name): found for found in resolvers},
        functions={found["functionId"]: _function(found) for found in parts["functions"]},
        environment=parts["environment"],
        introspection=item.get("introspectionConfig") != "DISABLED",
        depth_limit=int(item.get("queryDepthLimit") or 0),
        resolver_limit=int(item.get("resolverCountLimit") or 0),
        caching=parts["cache"].get("apiCachingBehavior", "NONE"),
        caching_ttl=int(parts["cache"].get("ttl") or 0),
        fingerprint=fingerprint,
    )


def _sets(resolver: Resolver) -> bool:
    """Return whether a subscription's resolver may set a filter: its own code may, and that of its functions."""
    return resolver.code is not None or resolver.kind == "PIPELINE"


def _provider(item: Mapping[str, Any]) -> AuthProvider:
    pool = item.get("userPoolConfig") or {}
    openid = item.get("openIDConnectConfig") or {}
    authorizer = item.get("lambdaAuthorizerConfig") or {}
    return AuthProvider(
        mode=item["authenticationType"],
        user_pool_id=pool.get("userPoolId"),
        region=pool.get("awsRegion"),
        client_regex=pool.get("appIdClientRegex"),
        default_action=pool.get("defaultAction"),
        issuer=openid.get("issuer"),
        client_id=openid.get("clientId"),
        iat_ttl=_number(openid.get("iatTTL")),
        auth_ttl=_number(openid.get("authTTL")),
        lambda_uri=authorizer.get("authorizerUri"),
        ttl=_number(authorizer.get("authorizerResultTtlInSeconds")),
        validation_regex=authorizer.get("identityValidationExpression"),
    )


def _number(value: Any) -> int | None:
    return None if value is None else int(value)


def _data_source(item: Mapping[str, Any]) -> DataSource:
    config: dict[str, Any] = next((item[name] for name in _CONFIGS if item.get(name)), {})
    return DataSource(item["name"], item["type"], config)


def _function(item: Mapping[str, Any]) -> Function:
    return Function(
        id=item["functionId"],
        name=item.get("name", ""),
        data_source=item.get("dataSourceName", ""),
        code=item.get("code") or None,
        request_template=item.get("requestMappingTemplate") or None,
        response_template=item.get("responseMappingTemplate") or None,
        runtime=(item.get("runtime") or {}).get("name"),
        max_batch_size=int(item.get("maxBatchSize") or 0),
    )


def _resolver(item: Mapping[str, Any]) -> Resolver:
    caching = item.get("cachingConfig") or {}
    return Resolver(
        type_name=item["typeName"],
        field_name=item["fieldName"],
        kind=item.get("kind") or "UNIT",
        data_source=item.get("dataSourceName"),
        functions=tuple((item.get("pipelineConfig") or {}).get("functions") or ()),
        code=item.get("code") or None,
        request_template=item.get("requestMappingTemplate") or None,
        response_template=item.get("responseMappingTemplate") or None,
        runtime=(item.get("runtime") or {}).get("name"),
        max_batch_size=int(item.get("maxBatchSize") or 0),
        caching_ttl=int(caching.get("ttl") or 0),
        caching_keys=tuple(caching.get("cachingKeys") or ()),
    )
