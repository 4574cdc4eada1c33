"""The web ACL before an API: it judges GraphQL requests and `start` messages before anybody is authenticated.

Source: AppSync Developer Guide, "Using AWS WAF to protect your APIs"; of a socket's messages only `start` is inspected.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from appsync_local.api.model import Api
from appsync_local.http_message import HttpRequest, HttpResponse, service_error
from aws_wire.firewall.request import Request

if TYPE_CHECKING:
    from aws_wire.firewall.web_acl import Block

FORBIDDEN = "WAFForbiddenException"
FORBIDDEN_MESSAGE = "403 Forbidden"


def find_blocked_response(api: Api, incoming: HttpRequest) -> HttpResponse | None:
    """Return the response to a request that the API's web ACL blocks, or None where it may pass."""
    block = _judge(api, incoming.method, incoming.target, incoming.head.fields, incoming.peer)
    if block is None:
        return None
    if block.body is None:
        return service_error(block.status, FORBIDDEN, FORBIDDEN_MESSAGE)
    return HttpResponse(block.status, block.body, dict(block.headers))


def is_start_blocked(api: Api, path: str, headers: Mapping[str, str], peer: str | None) -> bool:
    """Return whether the API's web ACL blocks a `start` message that carries these headers."""
    return _judge(api, "POST", path, headers, peer) is not None


def _judge(api: Api, method: str, target: str, headers: Mapping[str, str], peer: str | None) -> "Block | None":
    if api.web_acl is None:
        return None
    split = urlsplit(target)
    return api.web_acl.find_block(Request(method, split.path, split.query, headers, peer or ""))
