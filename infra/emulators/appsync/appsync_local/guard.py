"""Which Host and Origin headers are served, so that no web page of elsewhere reaches this machine (DNS rebinding)."""

import ipaddress
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from appsync_local.http_message import HttpRequest, HttpResponse, service_error

ANY = "*"


@dataclass(frozen=True, slots=True)
class Guard:
    """Serves loopback names, and the `hosts` and `origins` that are allowed besides; `*` among them allows all.

    A request without an Origin, which no browser's page sends across origins, is judged by its Host only.
    """

    hosts: frozenset[str] = frozenset()  # names without a port, in lower case
    origins: frozenset[str] = frozenset()  # as browsers send them: scheme://host:port

    def find_refusal(self, incoming: HttpRequest) -> HttpResponse | None:
        """Return the response to a request that is not served, or None."""
        host, origin = incoming.header("host"), incoming.header("origin")
        if host and not self._allows_host(read_name(host)):
            text = f"The host {host} is not served here; allow it with --allow-host."
            return service_error(421, "MisdirectedRequestException", text)
        if origin and not self._allows_origin(origin, host):
            text = f"Pages of {origin} may not call this API; allow them with --allow-origin."
            return service_error(403, "AccessDeniedException", text)
        return None

    def _allows_host(self, name: str) -> bool:
        return is_loopback(name) or name in self.hosts or ANY in self.hosts

    def _allows_origin(self, origin: str, host: str) -> bool:
        if origin in self.origins or ANY in self.origins:
            return True
        netloc = origin.partition("://")[2]
        return bool(netloc) and (netloc == host or is_loopback(read_name(netloc)))


@lru_cache(maxsize=256)
def read_name(netloc: str) -> str:
    """Return the name or address of `name:port`, in lower case; "" if it is malformed."""
    try:
        return (urlsplit(f"//{netloc}").hostname or "").rstrip(".")
    except ValueError:
        return ""


@lru_cache(maxsize=256)
def is_loopback(name: str) -> bool:
    """Return whether a name is this machine by definition: a loopback address, localhost or below it (RFC 6761)."""
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def names_this_machine(incoming: HttpRequest) -> bool:
    """Return whether the Host header is a loopback name, whatever else is allowed."""
    return is_loopback(read_name(incoming.header("host")))
