"""A request to authenticate, the caller that results, and the refusal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from appsync_local.api.model import AuthMode

SIGNED = "AWS4-HMAC-SHA256"  # the start of a signed request's Authorization header
REFUSED = "You are not authorized to make this call."
NO_HEADER = "Valid authorization header not provided."
UNPARSEABLE = "Unable to parse JWT token."
EXPIRED = "Token has expired."


class Unauthorized(Exception):  # noqa: N818
    """Credentials that an API does not accept: HTTP 401, or `connection_error` on the socket.

    The client sees `message` and `error_type`; `reason` is only logged.
    """

    def __init__(
        self, message: str = REFUSED, error_type: str = "UnauthorizedException", *, reason: str | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.error_type = error_type
        self.reason = reason or message


@dataclass(frozen=True, slots=True)
class AuthRequest:
    """The parts of a request that authentication looks at.

    Header names are in lower case. `path` is percent-encoded and may include a query string.
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
        """The client's addresses: those that proxies report, then the peer of the connection."""
        forwarded = self.headers.get("x-forwarded-for")
        found = [part.strip() for part in forwarded.split(",") if part.strip()] if forwarded else []
        return [*found, self.source_ip] if self.source_ip else found


@dataclass(frozen=True, slots=True)
class Caller:
    """An authenticated caller; `identity` is exactly the `identity` of AppSync's resolver context, by mode.

    `denied_fields` are the Lambda authorizer's, as `Type.field`.
    `policies` are a signer's IAM policy documents, or None if they are unknown (then nothing is refused);
    `policies_nest` applies them to nested fields too, not only to root fields.
    `until` is when the credentials end, in seconds since 1970; 0 if every request is to be judged again.
    """

    mode: AuthMode
    identity: dict[str, Any] | None = None
    groups: frozenset[str] = frozenset()
    denied_fields: frozenset[str] = frozenset()
    source_ip: tuple[str, ...] = ()
    policies: tuple[Mapping[str, Any], ...] | None = field(default=None, compare=False)
    policies_nest: bool = False
    until: float = field(default=0, compare=False)
    name: str = field(init=False, compare=False)  # in the log

    def __post_init__(self) -> None:
        identity = self.identity or {}
        who = identity.get("username") or identity.get("sub") or identity.get("userArn")
        object.__setattr__(self, "name", f"{self.mode} {who}" if who else self.mode)
