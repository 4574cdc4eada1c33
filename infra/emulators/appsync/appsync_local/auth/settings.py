"""Settings of authentication: where secrets and issuers are found, and the switches."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class AuthSettings:
    """How callers are authenticated; docs/local-appsync/fidelity.md lists every switch.

    `credentials_url` answers `GET ?accessKeyId=…` with `{"secretAccessKey", "sessionToken"?, "arn", "accountId"}`
    (and, if known, `userId` and `policies`), or 404; `credentials_headers` are sent with these requests.
    `issuers` maps an OpenID Connect issuer to another base URL for its discovery document.
    Times are in seconds.
    """

    credentials_url: str | None = None
    credentials_headers: Mapping[str, str] = field(default_factory=dict)
    trust_unknown_signers: bool = False
    issuers: Mapping[str, str] = field(default_factory=dict)
    clock_skew: float = 300
    secrets_kept: float = 60
    authorizer_timeout: float = 10
    signature_first: bool = True
    expiry_text: Literal["Token has expired.", "Token expired"] = "Token has expired."
    policy_on_nested_fields: bool = False
