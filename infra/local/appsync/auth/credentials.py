"""The secrets of signers, asked for over loopback and kept for a while."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from infra.local.appsync.auth.caller import Unauthorized
from infra.local.appsync.auth.settings import Settings
from infra.local.appsync.client import Client, NoAnswer

_NOT_FOUND = 404
_OK = 200


@dataclass(frozen=True, slots=True)
class Credential:
    """A secret and whose it is; `policies` is None where nobody knows them."""

    access_key: str
    secret: str
    arn: str
    account_id: str
    user_id: str
    session_token: str | None = None
    policies: tuple[Mapping[str, Any], ...] | None = None


class Credentials:
    """Finds the credential of an access key at the URL of the settings."""

    def __init__(self, settings: Settings, client: Client) -> None:
        self._settings = settings
        self._client = client
        self._kept: dict[str, tuple[float, Credential]] = {}

    async def find(self, access_key: str) -> Credential | None:
        """Return the credential, None where nobody knows it, or raise `Unauthorized` where the answer is no answer."""
        if self._settings.credentials_url is None:
            return None
        known = self._kept.get(access_key)
        if known is not None and known[0] > time.monotonic():
            return known[1]
        found = await self._ask(self._settings.credentials_url, access_key)
        if found is not None:
            self._kept[access_key] = (time.monotonic() + self._settings.secrets_kept, found)
        return found

    async def _ask(self, url: str, access_key: str) -> Credential | None:
        headers = dict(self._settings.credentials_headers)
        asked = f"{url}{'&' if '?' in url else '?'}{urlencode({'accessKeyId': access_key})}"
        try:
            answer = await self._client.request("GET", asked, headers=headers, timeout=5)
            if answer.status == _NOT_FOUND:
                return None
            if answer.status != _OK:
                raise Unauthorized(reason=f"The credentials URL answered {answer.status} for {access_key}.")
            return _credential(access_key, json.loads(answer.body))
        except (NoAnswer, TimeoutError, ValueError) as error:
            raise Unauthorized(reason=f"The credentials URL {url} gave no answer: {error!r}.") from error


def _credential(access_key: str, found: Any) -> Credential | None:
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
        policies=None if policies is None else tuple(_document(policy) for policy in policies),
    )


def _document(policy: Any) -> Mapping[str, Any]:
    parsed = json.loads(policy) if isinstance(policy, str) else policy
    if not isinstance(parsed, dict):
        raise ValueError("A policy is an object or its JSON text.")  # noqa: TRY004
    return parsed
