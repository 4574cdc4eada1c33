"""AppSync's cache: results of resolvers or of whole queries, kept for a time, evicted by mutations.

Source: AppSync Developer Guide, "Configuring server-side caching and API payload compression".
"""

import json
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any
from weakref import WeakKeyDictionary

from infra.local.appsync.auth import Caller
from infra.local.appsync.catalog import Api, Resolver

CAPACITY = 10_000
LARGEST = 15 * 1024 * 1024  # of an answer that is kept whole
# What an operation's key leaves out: AWS's list, and the cookie that no resolver sees.
_RESERVED = frozenset(
    {"authorization", "cloudfront-forwarded-proto", "cloudfront-is-desktop-viewer", "cloudfront-is-mobile-viewer",
     "cloudfront-is-smarttv-viewer", "cloudfront-is-tablet-viewer", "cloudfront-viewer-asn",
     "cloudfront-viewer-country", "content-length", "cookie", "host", "priority", "sec-ch-ua", "sec-ch-ua-mobile",
     "sec-ch-ua-platform", "via", "x-amz-cf-id", "x-amz-date", "x-amz-security-token",
     "x-amzn-appsync-is-vpce-request", "x-amzn-remote-ip", "x-amzn-requestid", "x-amzn-trace-id", "x-forwarded-for"}
)  # fmt: skip
_EVERYTHING = ("context.arguments", "context.identity", "context.source")
Key = tuple[str, ...]


class Cache:
    """Values by key, each with its own end; the least recently used one leaves when it is full."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._kept: OrderedDict[Key, tuple[float, Any]] = OrderedDict()

    def get(self, key: Key) -> Any:
        """Return a value that is still good, or None."""
        ends, value = self._kept.get(key, (0.0, None))
        if ends <= self._now():
            self._kept.pop(key, None)
            return None
        self._kept.move_to_end(key)
        return value

    def put(self, key: Key, value: Any, seconds: float) -> None:
        self._kept[key] = (self._now() + seconds, value)
        if len(self._kept) > CAPACITY:
            self._kept.popitem(last=False)

    def evict(self, type_name: str, field_name: str, pairs: Mapping[str, Any]) -> int:
        """Remove the entry of a field with these caching keys and return how many went."""
        named = {_named(name): value for name, value in pairs.items()}
        key = (type_name, field_name, *(_text([name, named[name]]) for name in sorted(named)))
        return int(self._kept.pop(key, None) is not None)


_caches: WeakKeyDictionary[Api, Cache] = WeakKeyDictionary()


def cache_of(api: Api) -> Cache:
    """Return the cache of a deployment; a new deployment begins with an empty one."""
    return _caches.setdefault(api, Cache())


def resolver_key(api: Api, resolver: Resolver, context: Mapping[str, Any]) -> Key | None:
    """Return the key under which a resolver's result is kept, None if it is not cached."""
    place = (resolver.type_name, resolver.field_name)
    if api.caching == "PER_RESOLVER_CACHING" and resolver.caching_ttl:
        keys = sorted(map(_named, resolver.caching_keys)) or _EVERYTHING
        return (*place, *(_text([name, _value(context, name)]) for name in keys))
    if api.caching == "FULL_REQUEST_CACHING":
        return (*place, _text([context["arguments"], _who(context["identity"]), context["source"]]))
    return None


def keeps(api: Api, resolver: Resolver) -> bool:
    """Return whether a resolver's results are kept."""
    return api.caching == "FULL_REQUEST_CACHING" or (api.caching == "PER_RESOLVER_CACHING" and resolver.caching_ttl > 0)


def operation_key(
    api: Api, text: str, name: str | None, variables: Mapping[str, Any], caller: Caller, headers: Mapping[str, Any]
) -> Key | None:
    """Return the key under which a whole query's answer is kept, None if it is not cached."""
    if api.caching != "OPERATION_LEVEL_CACHING":
        return None
    own = {key: value for key, value in headers.items() if key not in _RESERVED}
    who = [caller.mode, _who(caller.identity), sorted(caller.denied_fields), caller.policies]
    return (text, name or "", _text([variables, who, own]))


def seconds(api: Api, resolver: Resolver | None = None) -> int:
    """Return how long a result is kept."""
    return (resolver.caching_ttl if resolver else 0) or api.caching_ttl


def _named(key: str) -> str:
    """Return a caching key as the documents write it: `context.arguments.id`."""
    name = re.sub(r"^\$?(?:context|ctx)\.", "context.", key)
    return re.sub(r"^context\.args(?=\.|$)", "context.arguments", name)


def _value(context: Mapping[str, Any], path: str) -> Any:
    value: Any = {**context, "identity": _who(context["identity"])}
    for part in path.split(".")[1:]:
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _who(identity: Any) -> Any:
    if not isinstance(identity, Mapping):
        return identity
    return {name: value for name, value in identity.items() if name != "sourceIp"}


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=str)
