"""What authentication is told from outside: where secrets and OIDC keys are found, and its switches."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Settings:
    """How callers are authenticated; each switch is a line in docs/local-appsync.md.

    `credentials_url` answers `GET ?accessKeyId=…` with `{"secretAccessKey", "sessionToken"?, "arn", "accountId"}`
    (and, where known, `userId` and `policies`), or 404; `credentials_headers` go with each such question.
    `issuers` maps an OpenID Connect issuer to the base URL where its discovery document is found instead.
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
