"""What an AppSync API is made of, as the data plane holds it: settings, schema, data sources, resolvers, keys."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from graphql import GraphQLSchema

if TYPE_CHECKING:
    from infra.local.appsync.endpoint import Endpoint

AuthMode = Literal["API_KEY", "AMAZON_COGNITO_USER_POOLS", "AWS_IAM", "OPENID_CONNECT", "AWS_LAMBDA"]


@dataclass(frozen=True, slots=True)
class AuthProvider:
    """One way to authenticate; fields that do not belong to its mode are None."""

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
    """A key's id is what clients send; `expires` is in seconds since the epoch."""

    id: str
    expires: int


@dataclass(frozen=True, slots=True)
class DataSource:
    """Where a resolver's request goes; `config` is the configuration object of its type, as the API answers it."""

    name: str
    type: str
    config: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Function:
    """One step of a pipeline resolver."""

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
    """How one field gets its value; no code and no templates means a direct Lambda resolver."""

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
    """One API as it was deployed at one moment; a new deployment is a new value with the same id."""

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
    fingerprint: str = ""
    projections: dict[Any, Any] = field(default_factory=dict, repr=False)  # see planning.projection_for

    @cached_property
    def auth(self) -> "dict[AuthMode, AuthProvider]":
        """The ways to authenticate by their mode; the first where a mode has several."""
        every = (self.default_auth, *self.additional_auth)
        return {each.mode: each for each in reversed(every)}

    @cached_property
    def keys(self) -> dict[str, ApiKey]:
        return {key.id: key for key in reversed(self.api_keys)}
