"""Who may be concerned by an event, found by the values they wait for: those who wait for others are not touched."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from infra.local.appsync.realtime.conditions import Condition, Dialect, Rule, found, holds, key
from infra.local.appsync.realtime.subscriber import Subscriber

_Names = tuple[tuple[str, ...], ...]
_Values = tuple[Hashable, ...]
_EQUALITIES = ("is", "eq", "in")
MOST_KEYS = 25


@dataclass(eq=False, slots=True)
class Group:
    """The subscribers of one condition, by selection."""

    condition: Condition
    members: dict[Hashable, dict[Subscriber, None]] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Subscriber]:
        for members in self.members.values():
            yield from members


class Index:
    """The groups of one subscription field. An event looks up its values under each set of names that is waited on."""

    def __init__(self) -> None:
        self._groups: dict[Condition, Group] = {}
        self._tables: dict[_Names, dict[_Values, dict[Group, None]]] = {}
        self._others: dict[Group, None] = {}
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def groups(self) -> Iterator[Group]:
        return iter(self._groups.values())

    def add(self, condition: Condition, subscriber: Subscriber) -> None:
        group = self._groups.get(condition)
        if group is None:
            group = self._groups[condition] = Group(condition)
            self._enter(group)
        group.members.setdefault(subscriber.selection, {})[subscriber] = None
        self._count += 1

    def remove(self, condition: Condition, subscriber: Subscriber) -> None:
        group = self._groups.get(condition)
        if group is None or subscriber not in group.members.get(subscriber.selection, ()):
            return
        self._count -= 1
        members = group.members[subscriber.selection]
        del members[subscriber]
        if not members:
            group.members.pop(subscriber.selection, None)
        if not group.members:
            del self._groups[condition]
            self._leave(group)

    def matching(self, event: Any, dialect: Dialect) -> Iterator[Group]:
        """Yield the groups whose condition holds for an event."""
        candidates = dict(self._others)
        for names, table in self._tables.items():
            candidates |= table.get(tuple(key(found(event, path)) for path in names), {})
        for group in candidates:
            if holds(group.condition, event, dialect):
                yield group

    def _enter(self, group: Group) -> None:
        for place in _places(group.condition):
            if place is None:
                self._others[group] = None
            else:
                names, values = place
                self._tables.setdefault(names, {}).setdefault(values, {})[group] = None

    def _leave(self, group: Group) -> None:
        self._others.pop(group, None)
        for place in _places(group.condition):
            if place is None:
                continue
            names, values = place
            table = self._tables.get(names, {})
            waiting = table.get(values, {})
            waiting.pop(group, None)
            if not waiting:
                table.pop(values, None)
            if not table:
                self._tables.pop(names, None)


def _places(condition: Condition) -> Iterator[tuple[_Names, _Values] | None]:
    """Yield the names and values under which a condition waits; None where only a look at it can tell."""
    if not condition.branches:
        yield None
    for branch in condition.branches:
        equalities = _equalities(branch)
        if not equalities:
            yield None
            continue
        names = tuple(sorted(equalities))
        for values in product(*(equalities[name].operands for name in names)):
            yield names, values


def _equalities(branch: tuple[Rule, ...]) -> dict[tuple[str, ...], Rule]:
    """Return the branch's equality rules by path, as many as give a bounded number of keys."""
    found_rules: dict[tuple[str, ...], Rule] = {}
    keys = 1
    for rule in sorted(branch, key=lambda each: len(each.operands)):
        if rule.operator in _EQUALITIES and rule.path not in found_rules and keys * len(rule.operands) <= MOST_KEYS:
            found_rules[rule.path] = rule
            keys *= len(rule.operands)
    return found_rules
