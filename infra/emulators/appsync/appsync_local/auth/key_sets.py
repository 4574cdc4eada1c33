"""The public keys of token issuers, fetched when first needed and when a token names an unknown key."""

import json
import time
from collections.abc import Callable
from typing import Any

from appsync_local.auth.caller import Unauthorized
from appsync_local.aws.client import Client, NoAnswer

_OK = 200
_KEY_TYPES = frozenset({"RSA", "EC", "OKP"})


class KeySets:
    """Key sets by URL; an unknown key id fetches again, at most every `refetch_after` seconds.

    `on_change` is called whenever keys were fetched.
    """

    def __init__(self, client: Client, *, refetch_after: float, on_change: Callable[[], None]) -> None:
        self._client = client
        self._on_change = on_change
        self._refetch_after = refetch_after
        self._sets: dict[str, tuple[float, dict[str, str]]] = {}
        self._discovered: dict[str, str] = {}

    async def find(self, url: str, key_id: str | None) -> str:
        """Return the key of a set, as the JSON of a JSON Web Key, or raise `Unauthorized`."""
        fetched, keys = self._sets.get(url, (0.0, {}))
        if key_id not in keys and time.monotonic() - fetched > (self._refetch_after if keys else 0):
            keys = _parse_keys(await self.fetch_json(url))
            self._sets[url] = (time.monotonic(), keys)
            self._on_change()
        if key_id is None and len(keys) == 1:
            return next(iter(keys.values()))
        if key_id not in keys:
            raise Unauthorized(reason=f"The token's key {key_id!r} is not among the keys at {url}.")
        return keys[key_id]

    async def find_key_set_url(self, base: str) -> str:
        """Return the key set's URL from an issuer's discovery document."""
        if base not in self._discovered:
            found = await self.fetch_json(f"{base.rstrip('/')}/.well-known/openid-configuration")
            if not isinstance(found, dict) or not found.get("jwks_uri"):
                raise Unauthorized(reason=f"The discovery document of {base} names no jwks_uri.")
            self._discovered[base] = str(found["jwks_uri"])
        return self._discovered[base]

    async def fetch_json(self, url: str) -> Any:
        """Return the JSON at a URL, or raise `Unauthorized`."""
        try:
            answer = await self._client.request("GET", url, timeout=5)
            if answer.status != _OK:
                raise Unauthorized(reason=f"{url} answered {answer.status}.")
            return json.loads(answer.body)
        except (NoAnswer, TimeoutError, ValueError) as error:
            raise Unauthorized(reason=f"{url} gave no answer: {error!r}.") from error


def _parse_keys(found: Any) -> dict[str, str]:
    """Return the signing keys of a key set by their id, without unknown kinds."""
    listed = found.get("keys") if isinstance(found, dict) else None
    keys = [each for each in (listed if isinstance(listed, list) else []) if isinstance(each, dict)]
    usable = [each for each in keys if each.get("kty") in _KEY_TYPES and each.get("use", "sig") == "sig"]
    return {str(each.get("kid")): json.dumps(each) for each in usable}
