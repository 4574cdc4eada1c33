"""An API from its parts, in the shapes of AppSync's management API (https://docs.aws.amazon.com/appsync/latest/APIReference)."""

import logging
import sys
from collections.abc import Mapping
from typing import Any

from appsync_local.api.model import Api, ApiKey, AuthProvider, DataSource, Function, Resolver
from appsync_local.aws.endpoint import Endpoint
from appsync_local.schema import aws_subscribe, build
from appsync_local.settings import EngineSettings

log = logging.getLogger("appsync")
_CONFIG_NAMES = (
    "lambdaConfig", "dynamodbConfig", "httpConfig", "eventBridgeConfig", "relationalDatabaseConfig",
    "openSearchServiceConfig", "elasticsearchConfig",
)  # fmt: skip


def build_api(
    endpoint: Endpoint, item: Mapping[str, Any], parts: Mapping[str, Any], fingerprint: str, settings: EngineSettings
) -> Api:
    """Build an API from its parts, or raise `SchemaRefused`."""
    resolvers = [_build_resolver(found) for found in parts["resolvers"]]
    arn = item["arn"].split(":")
    built = build.build_schema(parts["sdl"], settings)
    filtered = frozenset(
        found.field_name for found in resolvers if found.type_name == "Subscription" and _may_set_filter(found)
    )
    for sentence in aws_subscribe.find_unfilterable_arguments(built, filtered):
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
        default_auth=_build_provider(item),
        additional_auth=tuple(_build_provider(found) for found in item.get("additionalAuthenticationProviders") or ()),
        api_keys=tuple(ApiKey(found["id"], int(found.get("expires") or 0)) for found in parts["keys"]),
        data_sources={found["name"]: _build_data_source(found) for found in parts["sources"] or ()},
        resolvers={(found.type_name, found.field_name): found for found in resolvers},
        functions={found["functionId"]: _build_function(found) for found in parts["functions"]},
        environment=parts["environment"],
        introspection=item.get("introspectionConfig") != "DISABLED",
        depth_limit=int(item.get("queryDepthLimit") or 0),
        resolver_limit=int(item.get("resolverCountLimit") or 0),
        caching=parts["cache"].get("apiCachingBehavior", "NONE"),
        caching_ttl=int(parts["cache"].get("ttl") or 0),
        web_acl=parts.get("web_acl"),
        fingerprint=fingerprint,
    )


def _may_set_filter(resolver: Resolver) -> bool:
    """Return whether a subscription's resolver may set a filter, by its code or that of its functions."""
    return resolver.code is not None or resolver.kind == "PIPELINE"


def _build_provider(item: Mapping[str, Any]) -> AuthProvider:
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
        iat_ttl=_to_int(openid.get("iatTTL")),
        auth_ttl=_to_int(openid.get("authTTL")),
        lambda_uri=authorizer.get("authorizerUri"),
        ttl=_to_int(authorizer.get("authorizerResultTtlInSeconds")),
        validation_regex=authorizer.get("identityValidationExpression"),
    )


def _to_int(value: Any) -> int | None:
    return None if value is None else int(value)


def _build_data_source(item: Mapping[str, Any]) -> DataSource:
    config: dict[str, Any] = next((item[name] for name in _CONFIG_NAMES if item.get(name)), {})
    return DataSource(item["name"], item["type"], config)


def _build_function(item: Mapping[str, Any]) -> Function:
    return Function(
        id=item["functionId"],
        name=item.get("name", ""),
        data_source=item.get("dataSourceName", ""),
        code=_share_text(item.get("code")),
        request_template=_share_text(item.get("requestMappingTemplate")),
        response_template=_share_text(item.get("responseMappingTemplate")),
        runtime=(item.get("runtime") or {}).get("name"),
        max_batch_size=int(item.get("maxBatchSize") or 0),
    )


def _share_text(text: str | None) -> str | None:
    """Return equal text as one object: hundreds of resolvers have the same code."""
    return sys.intern(text) if text else None


def _build_resolver(item: Mapping[str, Any]) -> Resolver:
    caching = item.get("cachingConfig") or {}
    return Resolver(
        type_name=item["typeName"],
        field_name=item["fieldName"],
        kind=item.get("kind") or "UNIT",
        data_source=item.get("dataSourceName"),
        functions=tuple((item.get("pipelineConfig") or {}).get("functions") or ()),
        code=_share_text(item.get("code")),
        request_template=_share_text(item.get("requestMappingTemplate")),
        response_template=_share_text(item.get("responseMappingTemplate")),
        runtime=(item.get("runtime") or {}).get("name"),
        max_batch_size=int(item.get("maxBatchSize") or 0),
        caching_ttl=int(caching.get("ttl") or 0),
        caching_keys=tuple(caching.get("cachingKeys") or ()),
    )
