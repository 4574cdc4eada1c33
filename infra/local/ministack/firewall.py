"""The web ACL before the user pool, which ministack keeps and never asks.

CloudFormation associates it here, as it does on AWS; people without tokens (signing up and in, codes) and calls of
people who have are judged by it. Blocked calls get Cognito's own words: a custom response of a rule reaches only pages
of the managed login (Cognito Developer Guide, "Associating an AWS WAF web ACL with a user pool").
"""

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from ministack.core.responses import get_account_id
from ministack.services import cognito, waf
from ministack.services.cloudformation import provisioners

from aws_wire.firewall.request import Request
from aws_wire.firewall.web_acl import WebAcl
from infra.local.ministack.guard import Refusal, read_headers
from infra.local.ministack.messages import Message

Properties = Mapping[str, Any]
SERVICE: Final = b"AWSCognitoIdentityProviderService."
ASSOCIATION: Final = "AWS::WAFv2::WebACLAssociation"
WEB_ACL: Final = "AWS::WAFv2::WebACL"
BLOCKED: Final = Refusal("ForbiddenException", "Request not allowed due to WAF block.")


def install() -> None:
    """Let ministack's CloudFormation make associations, and web ACLs that have all that templates say."""
    handlers = provisioners._RESOURCE_HANDLERS  # noqa: SLF001
    handlers[ASSOCIATION] = {"create": _associate, "update": _associate_again, "delete": _disassociate}
    for action, place in (("create", 1), ("update", 2)):
        handlers[WEB_ACL][action] = _encode_patterns_in(handlers[WEB_ACL][action], place)
    waf.create_web_acl_record = _keep_bodies_of(waf.create_web_acl_record)
    waf.update_web_acl_record = _keep_bodies_of(waf.update_web_acl_record)


def is_guarded(scope: Message) -> bool:
    """Return whether a request is one that a user pool's web ACL may be asked about."""
    target: bytes = dict(scope["headers"]).get(b"x-amz-target", b"")
    return target.startswith(SERVICE)


class Firewall:
    """Judges calls of user pools by the web ACL of each; its rates begin with every change of its rules."""

    def __init__(self) -> None:
        self._web_acls: dict[str, tuple[str, WebAcl]] = {}

    def find_refusal(self, scope: Message, body: bytes) -> Refusal | None:
        """Return how a call is refused, or None where its pool has no web ACL or that lets it pass."""
        pool_id = _find_pool_id(body)
        web_acl = self._find_web_acl(pool_id) if pool_id else None
        if web_acl is None:
            return None
        address = (scope.get("client") or ("", 0))[0]
        query = scope["query_string"].decode("latin-1")
        request = Request(scope["method"], scope["path"], query, read_headers(scope), address)
        return BLOCKED if web_acl.find_block(request) else None

    def _find_web_acl(self, pool_id: str) -> WebAcl | None:
        arn = waf._associations.get(_pool_arn(pool_id))  # noqa: SLF001
        described, _ = waf._resolve_local_web_acl(arn) if arn else (None, None)  # noqa: SLF001
        if described is None:
            return None
        version, web_acl = self._web_acls.get(pool_id, ("", None))
        if web_acl is None or version != described["LockToken"]:
            web_acl = WebAcl(described)
            self._web_acls[pool_id] = (described["LockToken"], web_acl)
        return web_acl


def _find_pool_id(body: bytes) -> str | None:
    """Return the pool that a call is about: by its own id, or by the app client that it or its token names."""
    try:
        asked = json.loads(body)
        token = asked.get("AccessToken")
        client_id = cognito._token_claims(token).get("client_id") if token else asked.get("ClientId")  # noqa: SLF001
        pool_id: str | None = asked.get("UserPoolId") or cognito._pool_for_client(client_id)[1]  # noqa: SLF001
    except (ValueError, AttributeError, TypeError):
        return None  # Cognito says why
    return pool_id


def _pool_arn(pool_id: str) -> str:
    region = pool_id.partition("_")[0]
    return f"arn:aws:cognito-idp:{region}:{get_account_id()}:userpool/{pool_id}"


def _associate(logical_id: str, properties: Properties, stack_name: str) -> tuple[str, dict[str, Any]]:
    del logical_id, stack_name
    waf._associations[properties["ResourceArn"]] = properties["WebACLArn"]  # noqa: SLF001
    return f"{properties['WebACLArn']}|{properties['ResourceArn']}", {}


def _associate_again(physical_id: str, old: Properties, new: Properties, stack_name: str) -> tuple[str, dict[str, Any]]:
    _disassociate(physical_id, old)
    return _associate("", new, stack_name)


def _disassociate(physical_id: str, properties: Properties) -> None:
    del physical_id
    waf._associations.pop(properties["ResourceArn"], None)  # noqa: SLF001


def _encode_patterns_in(handler: Callable[..., Any], place: int) -> Callable[..., Any]:
    """Give a handler the properties as WAFv2's API has them, where a pattern is base64."""

    def handle(*arguments: Any, **options: Any) -> Any:
        before, properties, after = arguments[:place], arguments[place], arguments[place + 1 :]
        return handler(*before, _encode_patterns(properties), *after, **options)

    return handle


def _encode_patterns(part: Any) -> Any:
    if isinstance(part, list):
        return [_encode_patterns(each) for each in part]
    if not isinstance(part, dict):
        return part
    encoded = {name: _encode_patterns(value) for name, value in part.items()}
    if "SearchString" in part:
        encoded["SearchString"] = base64.b64encode(str(part["SearchString"]).encode()).decode()
    return encoded


def _keep_bodies_of(write: Callable[..., Any]) -> Callable[..., Any]:
    def keep_bodies(*arguments: Any) -> Any:
        written = write(*arguments)
        record = written[2] if isinstance(written, tuple) else written
        record["CustomResponseBodies"] = arguments[-1].get("CustomResponseBodies", {})
        return written

    return keep_bodies
