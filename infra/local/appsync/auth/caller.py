"""Who calls an API: the request that is judged, the caller that results, and the refusal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from infra.local.appsync.catalog import AuthMode

SIGNED = "AWS4-HMAC-SHA256"  # what a signed request's Authorization header begins with
REFUSED = "You are not authorized to make this call."
NO_HEADER = "Valid authorization header not provided."
UNPARSEABLE = "Unable to parse JWT token."
EXPIRED = "Token has expired."


class Unauthorized(Exception):  # noqa: N818
    """Credentials that an API does not take: HTTP 401, or `connection_error` on the socket.

    `message` and `error_type` are what the client sees; `reason` is for the log alone.
    """

    def __init__(
        self, message: str = REFUSED, error_type: str = "UnauthorizedException", *, reason: str | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.error_type = error_type
        self.reason = reason or message


@dataclass(frozen=True, slots=True)
class Request:
    """What credentials are judged by.

    `headers` has lower-cased names. `path` is percent-encoded and may carry a query string.
    A connecting socket is a POST of `{}` to `…/connect`, a starting subscription a POST of its data string.
    """

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = b""
    source_ip: str | None = None
    operation_name: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)
    query: str | None = None

    @property
    def addresses(self) -> list[str]:
        """The client's address as proxies report it, then the peer of the connection."""
        forwarded = self.headers.get("x-forwarded-for")
        found = [part.strip() for part in forwarded.split(",") if part.strip()] if forwarded else []
        return [*found, self.source_ip] if self.source_ip else found


@dataclass(frozen=True, slots=True)
class Caller:
    """An authenticated caller; `identity` is exactly the `identity` of AppSync's resolver context, by mode.

    `denied_fields` are the Lambda authorizer's, as `Type.field`.
    `policies` are the IAM policy documents of a signer, or None where they are not known (then nothing is refused);
    `policies_nest` is whether they are asked for nested fields too, not for root fields alone.
    """

    mode: AuthMode
    identity: dict[str, Any] | None = None
    groups: frozenset[str] = frozenset()
    denied_fields: frozenset[str] = frozenset()
    source_ip: tuple[str, ...] = ()
    policies: tuple[Mapping[str, Any], ...] | None = field(default=None, compare=False)
    policies_nest: bool = False

    @property
    def name(self) -> str:
        """Return how a log line calls this caller."""
        identity = self.identity or {}
        who = identity.get("username") or identity.get("sub") or identity.get("userArn")
        return f"{self.mode} {who}" if who else self.mode
