"""An index of subscribers by the values that their conditions need, so that an event does not touch the others."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from appsync_local.realtime.conditions import Condition, Dialect, Rule, comparison_key, find_value, matches
from appsync_local.realtime.subscriber import Subscriber

_Names = tuple[tuple[str, ...], ...]
_Values = tuple[Hashable, ...]
_EQUALITIES = ("is", "eq", "in")
MAX_KEYS = 25


@dataclass(eq=False, slots=True)
class Group:
    """The subscribers with one condition, by selection."""

    condition: Condition
    members: dict[Hashable, dict[Subscriber, None]] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Subscriber]:
        for members in self.members.values():
            yield from members


class SubscriptionIndex:
    """The groups of one subscription field; an event looks up its values for each set of field names in use."""

    def __init__(self) -> None:
        self._groups: dict[Condition, Group] = {}
        self._tables: dict[_Names, dict[_Values, dict[Group, None]]] = {}
        self._unindexed: dict[Group, None] = {}
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
            self._add_to_tables(group)
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
            self._remove_from_tables(group)

    def find_matching(self, event: Any, dialect: Dialect) -> Iterator[Group]:
        """Yield the groups whose condition an event matches."""
        candidates = dict(self._unindexed)
        for names, table in self._tables.items():
            candidates |= table.get(tuple(comparison_key(find_value(event, path)) for path in names), {})
        for group in candidates:
            if matches(group.condition, event, dialect):
                yield group

    def _add_to_tables(self, group: Group) -> None:
        for place in _lookup_keys(group.condition):
            if place is None:
                self._unindexed[group] = None
            else:
                names, values = place
                self._tables.setdefault(names, {}).setdefault(values, {})[group] = None

    def _remove_from_tables(self, group: Group) -> None:
        self._unindexed.pop(group, None)
        for place in _lookup_keys(group.condition):
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


def _lookup_keys(condition: Condition) -> Iterator[tuple[_Names, _Values] | None]:
    """Yield the names and values under which a condition is indexed; None for a branch without equality rules."""
    if not condition.branches:
        yield None
    for branch in condition.branches:
        equalities = _equality_rules(branch)
        if not equalities:
            yield None
            continue
        names = tuple(sorted(equalities))
        for values in product(*(equalities[name].operands for name in names)):
            yield names, values


def _equality_rules(branch: tuple[Rule, ...]) -> dict[tuple[str, ...], Rule]:
    """Return a branch's equality rules by path, up to a bounded number of keys."""
    found_rules: dict[tuple[str, ...], Rule] = {}
    keys = 1
    for rule in sorted(branch, key=lambda each: len(each.operands)):
        if rule.operator in _EQUALITIES and rule.path not in found_rules and keys * len(rule.operands) <= MAX_KEYS:
            found_rules[rule.path] = rule
            keys *= len(rule.operands)
    return found_rules
