"""Who received an event, and who did not and why, for the log."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from appsync_local.realtime.conditions import Condition, Dialect, Rule, find_value, rule_matches
from appsync_local.realtime.subscriber import Subscriber
from appsync_local.realtime.subscription_index import Group, SubscriptionIndex

MAX_NAMES = 5
MAX_MISMATCHES = 5


@dataclass(eq=False, slots=True)
class Delivery:
    """The subscribers of one subscription field that received an event, and those that it could not reach."""

    subscription_field: str
    received: list[Subscriber] = field(default_factory=list)
    lost: list[tuple[Subscriber, str]] = field(default_factory=list)

    def summarize(self, index: SubscriptionIndex | None, event: Any, dialect: Dialect) -> str:
        """Return a line for the log, with the reasons of a few subscribers that did not match."""
        if index is None or not len(index):
            return f"{self.subscription_field}: nobody is subscribed"
        parts = [f"{len(self.received)} received{_list_names(self.received)}"]
        for subscriber, why in self.lost[:MAX_NAMES]:
            parts.append(f"{subscriber.name} did not: {why}")
        if len(self.lost) > MAX_NAMES:
            parts.append(f"{len(self.lost) - MAX_NAMES} more did not")
        rest = len(index) - len(self.received) - len(self.lost)
        if rest > 0:
            parts.append(f"{rest} not concerned ({'; '.join(self._explain_mismatches(index, event, dialect))})")
        return f"{self.subscription_field}: {', '.join(parts)}"

    def _explain_mismatches(self, index: SubscriptionIndex, event: Any, dialect: Dialect) -> Iterator[str]:
        reached = {subscriber.condition for subscriber in self.received}
        reached |= {subscriber.condition for subscriber, _ in self.lost}
        shown = 0
        for group in index.groups:
            if group.condition in reached:
                continue
            if shown == MAX_MISMATCHES:
                yield "…"
                return
            shown += 1
            yield f"{_name_group(group)} wants {explain_mismatch(group.condition, event, dialect)}"


def explain_mismatch(condition: Condition, event: Any, dialect: Dialect) -> str:
    """Return the first rule of each branch that an event does not match."""
    if condition.enhanced and isinstance(event, list):
        return "an object, and enhanced filters ignore events that are lists"
    failing = (next((r for r in branch if not rule_matches(r, event, dialect)), None) for branch in condition.branches)
    return " or ".join(describe_rule(rule, event) for rule in failing if rule is not None)


def describe_rule(rule: Rule, event: Any) -> str:
    """Return a rule and the event's value, in words."""
    value = find_value(event, rule.path)
    wanted = ", ".join(_format_value(operand) for operand in rule.operands)
    missing = value is None and isinstance(event, dict) and rule.path[0] not in event
    has = "the mutation did not select it" if missing else f"the event has {_format_value(value)}"
    if isinstance(event, list):
        has = "but the event is a list"
    return f"{rule.name} {'=' if rule.operator in ('is', 'eq') else rule.operator} {wanted}, {has}"


def _format_value(value: Any) -> str:
    if isinstance(value, tuple):
        value = value[1]
    text = repr(value) if value is not None else "null"
    return text if len(text) <= 60 else f"{text[:57]}…"  # noqa: PLR2004


def _list_names(subscribers: Sequence[Subscriber]) -> str:
    if not subscribers:
        return ""
    more = f", {len(subscribers) - MAX_NAMES} more" if len(subscribers) > MAX_NAMES else ""
    return f" ({', '.join(subscriber.name for subscriber in subscribers[:MAX_NAMES])}{more})"


def _name_group(group: Group) -> str:
    first = next(iter(group))
    count = sum(len(members) for members in group.members.values())
    return first.name if count == 1 else f"{first.name} and {count - 1} more"
