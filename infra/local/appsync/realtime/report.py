"""What became of one event: who received it, who did not and why, as lines of the log."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from infra.local.appsync.realtime.conditions import Condition, Dialect, Rule, found, rule_holds
from infra.local.appsync.realtime.index import Group, Index
from infra.local.appsync.realtime.subscriber import Subscriber

NAMED = 5
EXAMINED = 5


@dataclass(eq=False, slots=True)
class Delivery:
    """The subscribers of one field that an event reached, and those whom it could not reach."""

    topic: str
    received: list[Subscriber] = field(default_factory=list)
    lost: list[tuple[Subscriber, str]] = field(default_factory=list)

    def text(self, index: Index | None, event: Any, dialect: Dialect) -> str:
        """Say what became of this delivery; reasons are looked up for a few of those who did not match."""
        if index is None or not len(index):
            return f"{self.topic}: nobody is subscribed"
        parts = [f"{len(self.received)} received{_names(self.received)}"]
        for subscriber, why in self.lost[:NAMED]:
            parts.append(f"{subscriber.name} did not: {why}")
        if len(self.lost) > NAMED:
            parts.append(f"{len(self.lost) - NAMED} more did not")
        rest = len(index) - len(self.received) - len(self.lost)
        if rest > 0:
            parts.append(f"{rest} not concerned ({'; '.join(self._reasons(index, event, dialect))})")
        return f"{self.topic}: {', '.join(parts)}"

    def _reasons(self, index: Index, event: Any, dialect: Dialect) -> Iterator[str]:
        reached = {subscriber.condition for subscriber in self.received}
        reached |= {subscriber.condition for subscriber, _ in self.lost}
        shown = 0
        for group in index.groups:
            if group.condition in reached:
                continue
            if shown == EXAMINED:
                yield "…"
                return
            shown += 1
            yield f"{_first(group)} wants {why_not(group.condition, event, dialect)}"


def why_not(condition: Condition, event: Any, dialect: Dialect) -> str:
    """Say which rule of each branch an event fails."""
    if condition.enhanced and isinstance(event, list):
        return "an object, and enhanced filters ignore events that are lists"
    failing = (next((r for r in branch if not rule_holds(r, event, dialect)), None) for branch in condition.branches)
    return " or ".join(shown_rule(rule, event) for rule in failing if rule is not None)


def shown_rule(rule: Rule, event: Any) -> str:
    """Return what a rule wants and what the event has."""
    value = found(event, rule.path)
    wanted = ", ".join(_shown(operand) for operand in rule.operands)
    missing = value is None and isinstance(event, dict) and rule.path[0] not in event
    has = "the mutation did not select it" if missing else f"the event has {_shown(value)}"
    if isinstance(event, list):
        has = "but the event is a list"
    return f"{rule.name} {'=' if rule.operator in ('is', 'eq') else rule.operator} {wanted}, {has}"


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        value = value[1]
    text = repr(value) if value is not None else "null"
    return text if len(text) <= 60 else f"{text[:57]}…"  # noqa: PLR2004


def _names(subscribers: Sequence[Subscriber]) -> str:
    if not subscribers:
        return ""
    more = f", {len(subscribers) - NAMED} more" if len(subscribers) > NAMED else ""
    return f" ({', '.join(subscriber.name for subscriber in subscribers[:NAMED])}{more})"


def _first(group: Group) -> str:
    first = next(iter(group))
    count = sum(len(members) for members in group.members.values())
    return first.name if count == 1 else f"{first.name} and {count - 1} more"
