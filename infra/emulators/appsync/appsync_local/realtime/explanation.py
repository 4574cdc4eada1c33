"""Why an event reached a subscriber or not: each rule of its filter, and whether the event matches it."""

import json
from collections.abc import Hashable, Iterator, Mapping
from typing import Any

from appsync_local.api.model import Api
from appsync_local.realtime.conditions import Condition, Dialect, Rule, rule_matches
from appsync_local.realtime.delivery import Delivery, describe_rule
from appsync_local.realtime.subscriber import Subscriber
from appsync_local.realtime.subscription_index import SubscriptionIndex

MAX_SUBSCRIBERS = 25  # subscribers in one explanation
_MAX_LENGTH = 300


def explain_unsubscribed(api: Api, mutation_field: str) -> tuple[str, list[str]]:
    """Explain that no subscription names a mutation."""
    kind = api.schema.subscription_type
    there = ", ".join(kind.fields) if kind else "none"
    return (
        f"Mutation.{mutation_field} has no subscription",
        [f"✗ no subscription field has it in @aws_subscribe(mutations: …); the fields: {there}"],
    )


def explain_delivery(
    delivery: Delivery,
    index: SubscriptionIndex | None,
    event: Any,
    dialect: Dialect,
    payloads: Mapping[Hashable, bytes | str],
    elsewhere: Mapping[str, int],
) -> tuple[str, list[str]]:
    """Explain an event for the subscribers of one subscription field."""
    total = len(index) if index is not None else 0
    counts = f"{len(delivery.received)} of {total} received"
    title = f"Subscription.{delivery.subscription_field}: {counts} {_shorten(json.dumps(event))}"
    if index is None or not total:
        others = ", ".join(f"{name} ({count})" for name, count in sorted(elsewhere.items())) or "nobody"
        return title, [f"✗ nobody is subscribed to {delivery.subscription_field}; subscribed elsewhere: {others}"]
    lines: list[str] = []
    for number, subscriber in enumerate(each for group in index.groups for each in group):
        if number == MAX_SUBSCRIBERS:
            lines.append(f"… and {total - MAX_SUBSCRIBERS} more")
            break
        lines += _explain_subscriber(subscriber, delivery, event, dialect, payloads)
    return title, lines


def _explain_subscriber(
    subscriber: Subscriber, delivery: Delivery, event: Any, dialect: Dialect, payloads: Mapping[Hashable, bytes | str]
) -> Iterator[str]:
    got = subscriber in delivery.received
    yield f"{'✓' if got else '✗'} {subscriber.name} as {subscriber.caller}"
    yield from (f"    {line}" for line in _explain_condition(subscriber.condition, event, dialect))
    yield from (f"    ✗ {why}" for each, why in delivery.lost if each is subscriber)
    payload = payloads.get(subscriber.selection)
    if got and isinstance(payload, bytes):
        problems = json.loads(payload[:-1]).get("errors") or []
        yield from (f"    ! {problem['message']}{_hint(problem['message'])}" for problem in problems)


def _explain_condition(condition: Condition, event: Any, dialect: Dialect) -> Iterator[str]:
    if not condition.branches:
        yield "no filter: every event"
    if condition.enhanced and isinstance(event, list):
        yield "✗ an enhanced filter ignores events that are lists"
        return
    for number, branch in enumerate(condition.branches):
        if number:
            yield "or"
        for rule in branch:
            yield _explain_rule(rule, event, dialect)


def _explain_rule(rule: Rule, event: Any, dialect: Dialect) -> str:
    return f"{'✓' if rule_matches(rule, event, dialect) else '✗'} {describe_rule(rule, event)}"


def _hint(message: str) -> str:
    return "; the mutation must select it" if message.startswith("Cannot return null") else ""


def _shorten(text: str) -> str:
    return text if len(text) <= _MAX_LENGTH else f"{text[:_MAX_LENGTH]}…"
