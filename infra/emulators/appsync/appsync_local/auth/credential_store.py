"""The secrets of access keys, fetched from a URL and cached."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from appsync_local.auth.caller import Unauthorized
from appsync_local.auth.settings import AuthSettings
from appsync_local.aws.client import Client, NoAnswer

_NOT_FOUND = 404
_OK = 200


@dataclass(frozen=True, slots=True)
class Credential:
    """A secret and its owner; `policies` is None if they are unknown."""

    access_key: str
    secret: str
    arn: str
    account_id: str
    user_id: str
    session_token: str | None = None
    policies: tuple[Mapping[str, Any], ...] | None = None


class CredentialStore:
    """Finds the credential of an access key at `credentials_url`."""

    def __init__(self, settings: AuthSettings, client: Client) -> None:
        self._settings = settings
        self._client = client
        self._cached: dict[str, tuple[float, Credential]] = {}

    async def find(self, access_key: str) -> Credential | None:
        """Return the credential, or None if it is unknown; raises `Unauthorized` if the URL does not answer."""
        if self._settings.credentials_url is None:
            return None
        known = self._cached.get(access_key)
        if known is not None and known[0] > time.monotonic():
            return known[1]
        found = await self._fetch(self._settings.credentials_url, access_key)
        if found is not None:
            self._cached[access_key] = (time.monotonic() + self._settings.secrets_kept, found)
        return found

    async def _fetch(self, url: str, access_key: str) -> Credential | None:
        headers = dict(self._settings.credentials_headers)
        asked = f"{url}{'&' if '?' in url else '?'}{urlencode({'accessKeyId': access_key})}"
        try:
            answer = await self._client.request("GET", asked, headers=headers, timeout=5)
            if answer.status == _NOT_FOUND:
                return None
            if answer.status != _OK:
                raise Unauthorized(reason=f"The credentials URL answered {answer.status} for {access_key}.")
            return _parse_credential(access_key, json.loads(answer.body))
        except (NoAnswer, TimeoutError, ValueError) as error:
            raise Unauthorized(reason=f"The credentials URL {url} gave no answer: {error!r}.") from error


def _parse_credential(access_key: str, found: Any) -> Credential | None:
    if not isinstance(found, dict) or not found.get("secretAccessKey"):
        return None
    arn = str(found.get("arn") or "")
    policies = found.get("policies")
    return Credential(
        access_key=access_key,
        secret=str(found["secretAccessKey"]),
        arn=arn,
        account_id=str(found.get("accountId") or ""),
        user_id=str(found.get("userId") or arn.rsplit("/", 1)[-1] or access_key),
        session_token=found.get("sessionToken") or None,
        policies=None if policies is None else tuple(_parse_policy(policy) for policy in policies),
    )


def _parse_policy(policy: Any) -> Mapping[str, Any]:
    parsed = json.loads(policy) if isinstance(policy, str) else policy
    if not isinstance(parsed, dict):
        raise ValueError("A policy is an object or its JSON text.")  # noqa: TRY004
    return parsed
