"""A web ACL of AWS WAF as `GetWebACLForResource` answers it, and what it does with a request."""

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from aws_wire.firewall.request import Request
from aws_wire.firewall.statements import Clock, Labels, Matches, StatementBuilder, UnsupportedStatement

log = logging.getLogger("aws_wire.firewall")
FORBIDDEN: Final = 403
CONTENT_TYPES: Final = {
    "APPLICATION_JSON": "application/json",
    "TEXT_HTML": "text/html",
    "TEXT_PLAIN": "text/plain",
}


@dataclass(frozen=True, slots=True)
class Block:
    """A request is blocked by a rule; `body` is None where the protected service has its own words for it."""

    rule: str
    status: int = FORBIDDEN
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    matches: Matches
    action: str  # Allow, Block or Count
    block: Block
    labels: frozenset[str]


class WebAcl:
    """The rules of a web ACL; the rates they count begin with it."""

    def __init__(self, described: Mapping[str, Any], clock: Clock = time.monotonic) -> None:
        """Build the rules of `described`; those that are not emulated are logged and left out."""
        self.name = str(described.get("Name", ""))
        bodies = described.get("CustomResponseBodies") or {}
        default = described["DefaultAction"]
        self._default = _build_block("Default_Action", default, bodies) if default.get("Block") is not None else None
        builder = StatementBuilder(clock)
        listed = sorted(described["Rules"], key=lambda rule: int(rule["Priority"]))
        self._rules: Sequence[_Rule] = [
            rule for each in listed if (rule := self._build_rule(each, builder, bodies)) is not None
        ]

    def find_block(self, request: Request) -> Block | None:
        """Return how a request is blocked, or None where it may pass; its rates are counted with it."""
        labels: Labels = set()
        for rule in self._rules:
            if not rule.matches(request, labels):
                continue
            labels |= rule.labels
            if rule.action != "Count":
                return rule.block if rule.action == "Block" else None
        return self._default

    def _build_rule(
        self, rule: Mapping[str, Any], builder: StatementBuilder, bodies: Mapping[str, Any]
    ) -> _Rule | None:
        try:
            matches = builder.build(rule["Statement"])
        except UnsupportedStatement as error:
            log.warning("The rule %s of the web ACL %s does nothing: %s", rule["Name"], self.name, error)
            return None
        # A rule group has an override in the place of an action.
        action = rule.get("Action") or {"Count": {}}
        kind = next((name for name in ("Allow", "Block") if action.get(name) is not None), "Count")
        labels = frozenset(each["Name"] for each in rule.get("RuleLabels") or ())
        return _Rule(rule["Name"], matches, kind, _build_block(rule["Name"], action, bodies), labels)


def _build_block(rule: str, action: Mapping[str, Any], bodies: Mapping[str, Any]) -> Block:
    custom = (action.get("Block") or {}).get("CustomResponse")
    if not custom:
        return Block(rule)
    headers = {each["Name"].lower(): each["Value"] for each in custom.get("ResponseHeaders") or ()}
    body = bodies.get(custom.get("CustomResponseBodyKey"))
    if body:
        headers["content-type"] = CONTENT_TYPES[body["ContentType"]]
    return Block(rule, int(custom["ResponseCode"]), body["Content"].encode() if body else b"", headers)
