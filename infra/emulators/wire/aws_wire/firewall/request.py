"""A request as the firewall sees it: before anybody is signed in, and without its body."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Request:
    """A request; header names are in lower case, `path` is without its query string."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    address: str
