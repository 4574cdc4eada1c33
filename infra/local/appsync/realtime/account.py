"""The account of one event: for each subscriber, every rule it waits by, and whether the event meets it."""

import json
from collections.abc import Hashable, Iterator, Mapping
from typing import Any

from infra.local.appsync.catalog import Api
from infra.local.appsync.realtime.conditions import Condition, Dialect, Rule, rule_holds
from infra.local.appsync.realtime.index import Index
from infra.local.appsync.realtime.report import Delivery, shown_rule
from infra.local.appsync.realtime.subscriber import Subscriber

MOST = 25  # subscribers in one account
_LONGEST = 300


def untriggered(api: Api, mutation_field: str) -> tuple[str, list[str]]:
    """Return the account of a mutation that no subscription names."""
    kind = api.schema.subscription_type
    there = ", ".join(kind.fields) if kind else "none"
    return (
        f"Mutation.{mutation_field} has no subscription",
        [f"✗ no subscription field has it in @aws_subscribe(mutations: …); the fields: {there}"],
    )


def of_delivery(
    delivery: Delivery,
    index: Index | None,
    event: Any,
    dialect: Dialect,
    payloads: Mapping[Hashable, bytes | str],
    elsewhere: Mapping[str, int],
) -> tuple[str, list[str]]:
    """Return the account of an event for one subscription field."""
    total = len(index) if index is not None else 0
    title = f"Subscription.{delivery.topic}: {len(delivery.received)} of {total} received {_short(json.dumps(event))}"
    if index is None or not total:
        others = ", ".join(f"{name} ({count})" for name, count in sorted(elsewhere.items())) or "nobody"
        return title, [f"✗ nobody is subscribed to {delivery.topic}; subscribed elsewhere: {others}"]
    lines: list[str] = []
    for number, subscriber in enumerate(each for group in index.groups for each in group):
        if number == MOST:
            lines.append(f"… and {total - MOST} more")
            break
        lines += _of_subscriber(subscriber, delivery, event, dialect, payloads)
    return title, lines


def _of_subscriber(
    subscriber: Subscriber, delivery: Delivery, event: Any, dialect: Dialect, payloads: Mapping[Hashable, bytes | str]
) -> Iterator[str]:
    got = subscriber in delivery.received
    yield f"{'✓' if got else '✗'} {subscriber.name} as {subscriber.caller}"
    yield from (f"    {line}" for line in _rules(subscriber.condition, event, dialect))
    yield from (f"    ✗ {why}" for each, why in delivery.lost if each is subscriber)
    payload = payloads.get(subscriber.selection)
    if got and isinstance(payload, bytes):
        problems = json.loads(payload[:-1]).get("errors") or []
        yield from (f"    ! {problem['message']}{_hint(problem['message'])}" for problem in problems)


def _rules(condition: Condition, event: Any, dialect: Dialect) -> Iterator[str]:
    if not condition.branches:
        yield "no filter: every event"
    if condition.enhanced and isinstance(event, list):
        yield "✗ an enhanced filter ignores events that are lists"
        return
    for number, branch in enumerate(condition.branches):
        if number:
            yield "or"
        for rule in branch:
            yield _rule(rule, event, dialect)


def _rule(rule: Rule, event: Any, dialect: Dialect) -> str:
    return f"{'✓' if rule_holds(rule, event, dialect) else '✗'} {shown_rule(rule, event)}"


def _hint(message: str) -> str:
    return "; the mutation must select it" if message.startswith("Cannot return null") else ""


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
