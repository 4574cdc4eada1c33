"""AppSync's cache: results of resolvers or whole queries, with a time to live, evicted by mutations.

Source: AppSync Developer Guide, "Configuring server-side caching and API payload compression".
"""

import json
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

from appsync_local.api.model import Api, Resolver
from appsync_local.resolvers.context import RequestContext

CAPACITY = 10_000
MAX_RESPONSE_BYTES = 15 * 1024 * 1024  # larger responses are not cached
# Not part of an operation's key: AWS's list, and the cookie, which no resolver sees.
_IGNORED_HEADERS = frozenset(
    {"authorization", "cloudfront-forwarded-proto", "cloudfront-is-desktop-viewer", "cloudfront-is-mobile-viewer",
     "cloudfront-is-smarttv-viewer", "cloudfront-is-tablet-viewer", "cloudfront-viewer-asn",
     "cloudfront-viewer-country", "content-length", "cookie", "host", "priority", "sec-ch-ua", "sec-ch-ua-mobile",
     "sec-ch-ua-platform", "via", "x-amz-cf-id", "x-amz-date", "x-amz-security-token",
     "x-amzn-appsync-is-vpce-request", "x-amzn-remote-ip", "x-amzn-requestid", "x-amzn-trace-id", "x-forwarded-for"}
)  # fmt: skip
_DEFAULT_KEYS = ("context.arguments", "context.identity", "context.source")
Key = tuple[str, ...]
WHOLE_OPERATIONS = "OPERATION_LEVEL_CACHING"  # the setting


class Cache:
    """Values with a time to live; the least recently used one is dropped when the cache is full."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._entries: OrderedDict[Key, tuple[float, Any]] = OrderedDict()

    def get(self, key: Key) -> Any:
        """Return a value that has not expired, or None."""
        ends, value = self._entries.get(key, (0.0, None))
        if ends <= self._now():
            self._entries.pop(key, None)
            return None
        self._entries.move_to_end(key)
        return value

    def put(self, key: Key, value: Any, time_to_live: float) -> None:
        self._entries[key] = (self._now() + time_to_live, value)
        if len(self._entries) > CAPACITY:
            self._entries.popitem(last=False)

    def evict(self, type_name: str, field_name: str, pairs: Mapping[str, Any]) -> int:
        """Remove the entry of a field with these caching keys and return how many were removed."""
        named = {_normalize_key(name): value for name, value in pairs.items()}
        key = (type_name, field_name, *(_to_text([name, named[name]]) for name in sorted(named)))
        return int(self._entries.pop(key, None) is not None)


def get_cache(api: Api) -> Cache:
    """Return the cache of a deployment; a new deployment starts with an empty cache."""
    return api.keep(Cache, Cache)


def resolver_key(api: Api, resolver: Resolver, context: Mapping[str, Any]) -> Key | None:
    """Return the cache key of a resolver's result, or None if it is not cached."""
    place = (resolver.type_name, resolver.field_name)
    if api.caching == "PER_RESOLVER_CACHING" and resolver.caching_ttl:
        keys = sorted(map(_normalize_key, resolver.caching_keys)) or _DEFAULT_KEYS
        return (*place, *(_to_text([name, _find_value(context, name)]) for name in keys))
    if api.caching == "FULL_REQUEST_CACHING":
        return (*place, _to_text([context["arguments"], _select_identity(context["identity"]), context["source"]]))
    return None


def is_cached(api: Api, resolver: Resolver) -> bool:
    """Return whether a resolver's results are cached."""
    return api.caching == "FULL_REQUEST_CACHING" or (api.caching == "PER_RESOLVER_CACHING" and resolver.caching_ttl > 0)


def operation_key(text: str, name: str | None, request: RequestContext) -> Key:
    """Return the key of a whole query's response, where whole operations are cached."""
    caller = request.caller
    own = {key: value for key, value in request.headers.items() if key not in _IGNORED_HEADERS}
    who = [caller.mode, _select_identity(caller.identity), sorted(caller.denied_fields), caller.policies]
    return (text, name or "", _to_text([request.variables, who, own]))


def time_to_live(api: Api, resolver: Resolver | None = None) -> int:
    """Return the time to live of a result, in seconds."""
    return (resolver.caching_ttl if resolver else 0) or api.caching_ttl


def _normalize_key(key: str) -> str:
    """Return a caching key in its full form, `context.arguments.id`."""
    name = re.sub(r"^\$?(?:context|ctx)\.", "context.", key)
    return re.sub(r"^context\.args(?=\.|$)", "context.arguments", name)


def _find_value(context: Mapping[str, Any], path: str) -> Any:
    value: Any = {**context, "identity": _select_identity(context["identity"])}
    for part in path.split(".")[1:]:
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _select_identity(identity: Any) -> Any:
    if not isinstance(identity, Mapping):
        return identity
    return {name: value for name, value in identity.items() if name != "sourceIp"}


def _to_text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=str)
