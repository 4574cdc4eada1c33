"""Web ACLs as WAFv2 describes them: which requests they let pass, and what the others are answered."""

import base64
import itertools
import logging
from typing import Any

import pytest

from aws_wire.firewall.request import Request
from aws_wire.firewall.web_acl import WebAcl

BODIES = {"Slow": {"ContentType": "APPLICATION_JSON", "Content": '{"slow": true}'}}
SLOW = {
    "Block": {
        "CustomResponse": {
            "ResponseCode": 429,
            "CustomResponseBodyKey": "Slow",
            "ResponseHeaders": [{"Name": "Retry-After", "Value": "300"}],
        }
    }
}


def request(address: str = "192.0.2.1", method: str = "POST", **headers: str) -> Request:
    return Request(method, "/graphql", "", {name.replace("_", "-"): value for name, value in headers.items()}, address)


def text_match(text: str, position: str, field: dict[str, Any], transformation: str = "NONE") -> dict[str, Any]:
    return {
        "ByteMatchStatement": {
            "FieldToMatch": field,
            "PositionalConstraint": position,
            "SearchString": base64.b64encode(text.encode()).decode(),
            "TextTransformations": [{"Priority": 0, "Type": transformation}],
        }
    }


METHOD: dict[str, Any] = {"Method": {}}
SIGNED = text_match("AWS4-HMAC-SHA256", "STARTS_WITH", {"SingleHeader": {"Name": "Authorization"}})


def rate(limit: int, scope: dict[str, Any] | None = None) -> dict[str, Any]:
    body = {"Limit": limit, "AggregateKeyType": "IP", "EvaluationWindowSec": 300}
    return {"RateBasedStatement": body | ({"ScopeDownStatement": scope} if scope else {})}


def rule(name: str, statement: dict[str, Any], action: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    return {"Name": name, "Statement": statement, "Action": action or {"Block": {}}, "Priority": 10, **more}


class Clock:
    """Seconds that a test moves."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def build(*rules: dict[str, Any], clock: Clock | None = None, default: str = "Allow") -> WebAcl:
    described = {"Name": "acl", "DefaultAction": {default: {}}, "Rules": list(rules), "CustomResponseBodies": BODIES}
    return WebAcl(described, clock or Clock())


def test_more_than_the_limit_of_one_address_is_blocked_in_the_rules_own_words() -> None:
    """The limit passes, what comes after it is blocked, and another address is not counted with it."""
    firewall = build(rule("Rate", rate(10), SLOW))

    verdicts = [firewall.find_block(request()) for _ in range(12)]

    assert verdicts[:10] == [None] * 10
    block = verdicts[10]
    assert block is not None
    assert (block.rule, block.status, block.body) == ("Rate", 429, b'{"slow": true}')
    assert block.headers == {"retry-after": "300", "content-type": "application/json"}
    assert firewall.find_block(request("192.0.2.2")) is None


def test_a_rate_falls_as_the_window_moves_on() -> None:
    """Whoever sends on in the same manner stays blocked; after a window of silence it begins again."""
    clock = Clock()
    firewall = build(rule("Rate", rate(10)), clock=clock)
    for _ in range(11):
        firewall.find_block(request())

    clock.now += 299
    assert firewall.find_block(request()) is not None

    clock.now += 301
    assert firewall.find_block(request()) is None


def test_only_requests_in_scope_are_counted() -> None:
    """Guests have a limit, signed requests none."""
    firewall = build(rule("Rate", rate(1, {"NotStatement": {"Statement": SIGNED}})))

    assert [firewall.find_block(request(authorization="AWS4-HMAC-SHA256 x")) for _ in range(3)] == [None] * 3
    assert [firewall.find_block(request()) is None for _ in range(2)] == [True, False]


@pytest.mark.parametrize(
    ("statement", "matching", "other"),
    [
        (text_match("OPTIONS", "EXACTLY", METHOD), request(method="OPTIONS"), request(method="OPTION")),
        (text_match("raph", "CONTAINS", {"UriPath": {}}), request(), Request("GET", "/", "", {}, "")),
        (text_match("bot", "ENDS_WITH", {"SingleHeader": {"Name": "user-agent"}}, "LOWERCASE"),
         request(user_agent="A Bot"), request()),
        (SIGNED, request(authorization="AWS4-HMAC-SHA256 x"), request(authorization="Bearer")),
        ({"AndStatement": {"Statements": [SIGNED, text_match("POST", "EXACTLY", METHOD)]}},
         request(authorization="AWS4-HMAC-SHA256"), request(method="GET", authorization="AWS4-HMAC-SHA256")),
        ({"OrStatement": {"Statements": [SIGNED, text_match("PUT", "EXACTLY", METHOD)]}},
         request(method="PUT"), request()),
        ({"SizeConstraintStatement": {"FieldToMatch": {"SingleHeader": {"Name": "x-api-key"}}, "Size": 0,
          "ComparisonOperator": "GT", "TextTransformations": [{"Priority": 0, "Type": "NONE"}]}},
         request(x_api_key="k"), request(x_api_key="")),
    ],
)  # fmt: skip
def test_statements_match_what_they_say(statement: dict[str, Any], matching: Request, other: Request) -> None:
    firewall = build(rule("R", statement))

    assert firewall.find_block(matching) is not None
    assert firewall.find_block(other) is None


def test_rules_are_asked_by_their_priority_and_the_first_that_ends_decides() -> None:
    """A rule that counts labels the request and lets the next ones decide; one that allows ends it."""
    label = {"LabelMatchStatement": {"Scope": "LABEL", "Key": "seen"}}
    firewall = build(
        rule("Labelled", label, Priority=3),
        rule("Count", text_match("POST", "EXACTLY", METHOD), {"Count": {}}, Priority=2, RuleLabels=[{"Name": "seen"}]),
        rule("Preflight", text_match("OPTIONS", "EXACTLY", METHOD), {"Allow": {}}, Priority=1),
        default="Block",
    )

    rules = [block.rule if (block := firewall.find_block(request(method=each))) else None
             for each in ("OPTIONS", "POST", "GET")]  # fmt: skip

    assert rules == [None, "Labelled", "Default_Action"]


def test_a_block_without_words_leaves_them_to_the_service() -> None:
    block = build(rule("R", text_match("POST", "EXACTLY", METHOD))).find_block(request())

    assert block is not None
    assert (block.status, block.body) == (403, None)


@pytest.mark.parametrize(
    "statement",
    [
        {"GeoMatchStatement": {"CountryCodes": ["DE"]}},
        text_match("x", "CONTAINS_WORD", METHOD),
        text_match("x", "EXACTLY", METHOD, "URL_DECODE"),
        text_match("x", "EXACTLY", {"Body": {}}),
        {"RateBasedStatement": {"Limit": 10, "AggregateKeyType": "FORWARDED_IP"}},
    ],
)
def test_a_rule_that_is_not_emulated_is_named_and_does_nothing(
    statement: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    """Silence would look like a firewall."""
    with caplog.at_level(logging.WARNING):
        firewall = build(rule("Odd", statement))

    assert "The rule Odd of the web ACL acl does nothing" in caplog.text
    assert firewall.find_block(request()) is None


def test_addresses_of_long_ago_are_forgotten() -> None:
    """A flood from many addresses is held for a window only."""
    clock = Clock()
    firewall = build(rule("Rate", rate(1)), clock=clock)

    for number in itertools.islice(itertools.count(), 1000):
        clock.now += 10
        assert firewall.find_block(request(f"198.51.100.{number}")) is None
