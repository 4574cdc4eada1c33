"""An AppSync API: settings, schema, data sources, resolvers, functions and keys."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from graphql import GraphQLSchema

from appsync_local.schema.aws_subscribe import find_subscriptions

if TYPE_CHECKING:
    from appsync_local.aws.endpoint import Endpoint
    from aws_wire.firewall.web_acl import WebAcl

Kept = TypeVar("Kept")
AuthMode = Literal["API_KEY", "AMAZON_COGNITO_USER_POOLS", "AWS_IAM", "OPENID_CONNECT", "AWS_LAMBDA"]


@dataclass(frozen=True, slots=True)
class AuthProvider:
    """An authorization provider; fields of other modes are None."""

    mode: AuthMode
    user_pool_id: str | None = None
    region: str | None = None
    client_regex: str | None = None
    default_action: str | None = None
    issuer: str | None = None
    client_id: str | None = None
    iat_ttl: int | None = None
    auth_ttl: int | None = None
    lambda_uri: str | None = None
    ttl: int | None = None
    validation_regex: str | None = None


@dataclass(frozen=True, slots=True)
class ApiKey:
    """An API key; clients send the id. `expires` is in seconds since 1970."""

    id: str
    expires: int


@dataclass(frozen=True, slots=True)
class DataSource:
    """A data source; `config` is the configuration object of its type in the management API."""

    name: str
    type: str
    config: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Function:
    """A function of pipeline resolvers."""

    id: str
    name: str
    data_source: str
    code: str | None = None
    request_template: str | None = None
    response_template: str | None = None
    runtime: str | None = None
    max_batch_size: int = 0


@dataclass(frozen=True, slots=True)
class Resolver:
    """A unit or pipeline resolver; without code and templates it is a direct Lambda resolver."""

    type_name: str
    field_name: str
    kind: Literal["UNIT", "PIPELINE"] = "UNIT"
    data_source: str | None = None
    functions: tuple[str, ...] = ()
    code: str | None = None
    request_template: str | None = None
    response_template: str | None = None
    runtime: str | None = None
    max_batch_size: int = 0
    caching_ttl: int = 0
    caching_keys: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Api:
    """A deployed API; a new deployment is a new object with the same id."""

    id: str
    name: str
    arn: str
    region: str
    account_id: str
    sdl: str
    schema: GraphQLSchema
    endpoint: "Endpoint"
    default_auth: AuthProvider
    additional_auth: tuple[AuthProvider, ...] = ()
    api_keys: tuple[ApiKey, ...] = ()
    data_sources: Mapping[str, DataSource] = field(default_factory=dict)
    resolvers: Mapping[tuple[str, str], Resolver] = field(default_factory=dict)
    functions: Mapping[str, Function] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)
    introspection: bool = True
    depth_limit: int = 0
    resolver_limit: int = 0
    caching: Literal["NONE", "FULL_REQUEST_CACHING", "PER_RESOLVER_CACHING", "OPERATION_LEVEL_CACHING"] = "NONE"
    caching_ttl: int = 0
    web_acl: "WebAcl | None" = None
    fingerprint: str = ""
    _kept: dict[type, Any] = field(default_factory=dict, repr=False)

    @cached_property
    def auth(self) -> "dict[AuthMode, AuthProvider]":
        """The providers by mode; the first if a mode has several."""
        every = (self.default_auth, *self.additional_auth)
        return {each.mode: each for each in reversed(every)}

    @cached_property
    def subscriptions_by_mutation(self) -> dict[str, tuple[str, ...]]:
        """The subscription fields that name each mutation, in the schema's order."""
        return find_subscriptions(self.schema)

    @cached_property
    def keys(self) -> dict[str, ApiKey]:
        return {key.id: key for key in reversed(self.api_keys)}

    def keep(self, kind: type[Kept], make: Callable[[], Kept]) -> Kept:
        """Return the one value of a class that is kept with this deployment; a new deployment starts without it."""
        found: Kept | None = self._kept.get(kind)
        if found is None:
            found = self._kept[kind] = make()
        return found
