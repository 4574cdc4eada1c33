"""Statements of rules, in the shapes of WAFv2's API, as functions that tell whether a request matches.

Source: the API reference of WAFv2, `Statement` and the types it names. What is not among them here is refused by name.
"""

import base64
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from aws_wire.firewall.rates import RateCounter
from aws_wire.firewall.request import Request

Labels = set[str]
Matches = Callable[[Request, Labels], bool]
Clock = Callable[[], float]
WINDOW_SECONDS: Final = 300  # AWS's default


class UnsupportedStatement(ValueError):  # noqa: N818
    """A rule uses something of AWS WAF that is not emulated."""


@dataclass(frozen=True)
class StatementBuilder:
    """Builds the function of a statement; `clock` gives the seconds that rates are counted by."""

    clock: Clock

    def build(self, statement: Mapping[str, Any]) -> Matches:
        """Return the function of a statement, or raise `UnsupportedStatement`."""
        ((kind, body),) = ((kind, body) for kind, body in statement.items() if body is not None)
        builders: dict[str, Callable[[Any], Matches]] = {
            "AndStatement": lambda body: _match_all(self._build_each(body)),
            "OrStatement": lambda body: _match_any(self._build_each(body)),
            "NotStatement": lambda body: _match_none(self.build(body["Statement"])),
            "RateBasedStatement": self._build_rate,
            "ByteMatchStatement": _build_byte_match,
            "SizeConstraintStatement": _build_size_constraint,
            "LabelMatchStatement": _build_label_match,
            # AWS's own rules are not public: as if they found nothing.
            "ManagedRuleGroupStatement": lambda _body: lambda _request, _labels: False,
        }
        if kind not in builders:
            raise UnsupportedStatement(f"{kind} is not emulated.")
        return builders[kind](body)

    def _build_each(self, body: Mapping[str, Any]) -> Sequence[Matches]:
        return [self.build(each) for each in body["Statements"]]

    def _build_rate(self, body: Mapping[str, Any]) -> Matches:
        if body["AggregateKeyType"] not in {"IP", "CONSTANT"}:
            raise UnsupportedStatement(f"Rates by {body['AggregateKeyType']} are not emulated.")
        limit, is_for_all = int(body["Limit"]), body["AggregateKeyType"] == "CONSTANT"
        counter = RateCounter(float(body.get("EvaluationWindowSec") or WINDOW_SECONDS), self.clock)
        narrow = self.build(body["ScopeDownStatement"]) if body.get("ScopeDownStatement") else _match_all([])

        def match(request: Request, labels: Labels) -> bool:
            return narrow(request, labels) and counter.count("" if is_for_all else request.address) > limit

        return match


def _match_all(parts: Sequence[Matches]) -> Matches:
    return lambda request, labels: all(matches(request, labels) for matches in parts)


def _match_any(parts: Sequence[Matches]) -> Matches:
    return lambda request, labels: any(matches(request, labels) for matches in parts)


def _match_none(part: Matches) -> Matches:
    return lambda request, labels: not part(request, labels)


def _build_label_match(body: Mapping[str, Any]) -> Matches:
    if body["Scope"] == "LABEL":
        return lambda _, labels: body["Key"] in labels
    return lambda _, labels: any(each.startswith(body["Key"]) for each in labels)


def _build_byte_match(body: Mapping[str, Any]) -> Matches:
    read = _build_reader(body)
    wanted = base64.b64decode(body["SearchString"]).decode()
    compare = _POSITIONS.get(body["PositionalConstraint"])
    if compare is None:
        raise UnsupportedStatement(f"The position {body['PositionalConstraint']} is not emulated.")
    return lambda request, _: compare(read(request), wanted)


def _build_size_constraint(body: Mapping[str, Any]) -> Matches:
    read, compare, size = _build_reader(body), _SIZES[body["ComparisonOperator"]], int(body["Size"])
    return lambda request, _: compare(len(read(request)), size)


def _build_reader(body: Mapping[str, Any]) -> Callable[[Request], str]:
    """Return what reads the inspected part of a request and transforms its text; a missing header is empty."""
    ((kind, settings),) = ((kind, each) for kind, each in body["FieldToMatch"].items() if each is not None)
    names = [each["Type"] for each in sorted(body["TextTransformations"], key=operator.itemgetter("Priority"))]
    for name in names:
        if name not in _TRANSFORMATIONS:
            raise UnsupportedStatement(f"The transformation {name} is not emulated.")
    if kind not in _FIELDS:
        raise UnsupportedStatement(f"Looking into {kind} is not emulated.")

    def read(request: Request) -> str:
        text = _FIELDS[kind](request, settings)
        for name in names:
            text = _TRANSFORMATIONS[name](text)
        return text

    return read


_POSITIONS: Final[Mapping[str, Callable[[str, str], bool]]] = {
    "EXACTLY": operator.eq,
    "STARTS_WITH": str.startswith,
    "ENDS_WITH": str.endswith,
    "CONTAINS": operator.contains,
}
_SIZES: Final[Mapping[str, Callable[[int, int], bool]]] = {
    "EQ": operator.eq,
    "NE": operator.ne,
    "LE": operator.le,
    "LT": operator.lt,
    "GE": operator.ge,
    "GT": operator.gt,
}
_TRANSFORMATIONS: Final[Mapping[str, Callable[[str], str]]] = {"NONE": str, "LOWERCASE": str.lower}
_FIELDS: Final[Mapping[str, Callable[[Request, Mapping[str, Any]], str]]] = {
    "Method": lambda request, _: request.method,
    "UriPath": lambda request, _: request.path,
    "QueryString": lambda request, _: request.query,
    "SingleHeader": lambda request, settings: request.headers.get(settings["Name"].lower(), ""),
}
