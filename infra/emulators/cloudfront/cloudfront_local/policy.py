"""The policies that CloudFront's signatures sign: canned ones, and custom ones as JSON.

Source: CloudFront Developer Guide, "Create a policy statement for a signed URL that uses a custom policy".
"""

import ipaddress
import json
from dataclasses import dataclass
from typing import Any, Final

from cloudfront_local.errors import Refused
from cloudfront_local.wildcards import matches

_LATEST: Final = 2**31  # of what CloudFront takes as a time
_TIME: Final = "AWS:EpochTime"
_ADDRESS: Final = "AWS:SourceIp"


@dataclass(frozen=True)
class Policy:
    """Who may read what, and when: a URL with wildcards (None: every URL), Unix seconds, a range of addresses."""

    resource: str | None
    ends_at: int
    begins_at: int | None = None
    addresses: ipaddress.IPv4Network | None = None

    def allows(self, url: str, address: str, at: float) -> bool:
        """Tell whether a request for a URL from an address may pass at a time."""
        is_in_time = (self.begins_at is None or at > self.begins_at) and at < self.ends_at
        return is_in_time and self._names(url) and self._takes(address)

    def _names(self, url: str) -> bool:
        return self.resource is None or matches(self.resource, url)

    def _takes(self, address: str) -> bool:
        if self.addresses is None:
            return True
        try:
            return ipaddress.IPv4Address(address) in self.addresses
        except ValueError:  # CloudFront has no ranges of IPv6
            return False


def parse_policy(text: bytes) -> Policy:
    """Return the policy of a JSON text, or raise `Refused`."""
    try:
        return _read_statement(json.loads(text))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Refused("MalformedPolicy", "Malformed Policy") from error


def write_canned_policy(url: str, ends_at: int) -> bytes:
    """Return the text that a canned policy's signature signs, to the letter."""
    condition = {"DateLessThan": {_TIME: ends_at}}
    statement = {"Resource": url, "Condition": condition}
    return json.dumps({"Statement": [statement]}, separators=(",", ":"), ensure_ascii=False).encode()


def _read_statement(policy: Any) -> Policy:
    """Read the one statement of a policy; raises what a wrong shape raises."""
    (statement,) = _take(policy, {"Statement"})["Statement"]
    _take(statement, {"Resource", "Condition"})
    condition = _take(statement["Condition"], {"DateLessThan", "DateGreaterThan", "IpAddress"})
    resource = statement.get("Resource")
    if resource is not None and not isinstance(resource, str):
        raise TypeError
    begins = condition.get("DateGreaterThan")
    return Policy(
        resource=resource,
        ends_at=_read_time(condition["DateLessThan"]),
        begins_at=None if begins is None else _read_time(begins),
        addresses=_read_addresses(condition["IpAddress"]) if "IpAddress" in condition else None,
    )


def _take(found: Any, known: set[str]) -> dict[str, Any]:
    if not isinstance(found, dict) or not found.keys() <= known:
        raise TypeError
    return found


def _read_time(found: Any) -> int:
    seconds = _take(found, {_TIME})[_TIME]
    if type(seconds) is not int or not 0 <= seconds < _LATEST:
        raise ValueError
    return seconds


def _read_addresses(found: Any) -> ipaddress.IPv4Network:
    text = _take(found, {_ADDRESS})[_ADDRESS]
    if not isinstance(text, str):
        raise TypeError
    return ipaddress.IPv4Network(text, strict=False)
