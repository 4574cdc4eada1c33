"""When an event concerns a subscription: arguments, every operator, limits, and an index that agrees."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appsync_local.realtime import conditions, enhanced_filters
from appsync_local.realtime.conditions import Condition, Dialect
from appsync_local.realtime.enhanced_filters import FilterRefused
from appsync_local.realtime.subscriber import Subscriber
from appsync_local.realtime.subscription_index import SubscriptionIndex

STRICT = Dialect()
EVENT = {
    "id": "7",
    "n": 3,
    "f": 3.0,
    "ok": True,
    "text": "Hello world",
    "tags": ["red", "blue", 3],
    "nothing": None,
    "place": {"city": {"name": "Oslo", "a": {"b": {"c": "deep"}}}},
}


def one(field: str, operator: str, value: Any) -> Condition:
    return enhanced_filters.parse_filter(
        {"filterGroup": [{"filters": [{"fieldName": field, "operator": operator, "value": value}]}]}
    )


@pytest.mark.parametrize(
    ("field", "operator", "value", "expected"),
    [
        ("n", "eq", 3, True),
        ("n", "eq", 3.0, True),
        ("n", "eq", "3", False),
        ("ok", "eq", True, True),
        ("ok", "eq", 1, False),
        ("n", "ne", 4, True),
        ("n", "ne", 3, False),
        ("n", "ne", "3", True),
        ("n", "le", 3, True),
        ("n", "le", 2, False),
        ("n", "lt", 4, True),
        ("n", "lt", 3, False),
        ("n", "ge", 3, True),
        ("n", "gte", 4, False),
        ("n", "gt", 2, True),
        ("n", "gt", 3, False),
        ("n", "lte", 3, True),
        ("text", "gt", "Hello", True),
        ("text", "lt", 5, False),
        ("ok", "ge", 0, False),
        ("text", "contains", "lo w", True),
        ("text", "contains", "LO", False),
        ("tags", "contains", "red", True),
        ("tags", "contains", "re", False),
        ("n", "contains", 3, False),
        ("text", "notContains", "zebra", True),
        ("tags", "notContains", "red", False),
        ("text", "beginsWith", "Hell", True),
        ("text", "beginsWith", "hell", False),
        ("n", "beginsWith", "3", False),
        ("n", "in", [1, 2, 3], True),
        ("n", "in", ["3"], False),
        ("n", "notIn", [1, 2], True),
        ("n", "notIn", [3], False),
        ("n", "between", [2, 4], True),
        ("n", "between", [3, 5], False),
        ("n", "between", [1, 3], False),
        ("text", "between", ["H", "I"], True),
        ("n", "between", ["1", "5"], False),
        ("tags", "containsAny", ["green", "blue"], True),
        ("tags", "containsAny", ["green"], False),
        ("text", "containsAny", ["Hello world"], False),
        ("place.city.name", "eq", "Oslo", True),
        ("place.city.name", "eq", "Bergen", False),
        ("place.town.name", "eq", "Oslo", False),
        ("nothing", "ne", 1, False),
        ("absent", "ne", 1, False),
        ("absent", "notIn", [1], False),
        ("absent", "notContains", "x", False),
        ("absent", "lt", 1, False),
        ("nothing", "eq", None, True),
    ],
)
def test_each_operator(field: str, operator: str, value: Any, expected: bool) -> None:
    """Comparison is strict by type and case; a field that is absent or null holds for nothing but eq null."""
    assert conditions.matches(one(field, operator, value), EVENT, STRICT) is expected


def test_the_switches_of_the_dialect() -> None:
    """`between` may take its bounds in, and an absent field may count as different."""
    lenient = Dialect(between_inclusive=True, absent_differs=True)

    assert conditions.matches(one("n", "between", [3, 5]), EVENT, lenient)
    assert conditions.matches(one("absent", "ne", 1), EVENT, lenient)
    assert conditions.matches(one("absent", "notIn", [1]), EVENT, lenient)
    assert not conditions.matches(one("absent", "gt", 1), EVENT, lenient)


def group(*branches: list[tuple[str, str, Any]]) -> dict[str, Any]:
    names = ("fieldName", "operator", "value")
    return {
        "filterGroup": [{"filters": [dict(zip(names, rule, strict=True)) for rule in branch]} for branch in branches]
    }


def test_rules_are_anded_and_filters_ored() -> None:
    """All rules of one filter must hold, of one of the filters."""
    both = enhanced_filters.parse_filter(
        group([("n", "eq", 3), ("id", "eq", "8")], [("text", "beginsWith", "Hello"), ("ok", "eq", True)])
    )
    none = enhanced_filters.parse_filter(group([("n", "eq", 3), ("id", "eq", "8")], [("ok", "eq", False)]))

    assert conditions.matches(both, EVENT, STRICT)
    assert not conditions.matches(none, EVENT, STRICT)


def test_an_enhanced_filter_ignores_lists() -> None:
    """A mutation that returns a list reaches no subscription with an enhanced filter."""
    assert not conditions.matches(one("n", "ne", 4), [EVENT], STRICT)
    assert conditions.matches(Condition(), [EVENT], STRICT)


def test_names_below_five_levels_are_ignored() -> None:
    """A rule on a deeper name does not count; one on the fifth level does."""
    five = "place.city.a.b.c"

    assert not conditions.matches(one(five, "eq", "x"), EVENT, STRICT)
    assert conditions.matches(one(f"{five}.d", "eq", "x"), EVENT, STRICT)


@pytest.mark.parametrize(
    ("given_filter", "words"),
    [
        (None, "non-empty list filterGroup"),
        ({}, "non-empty list filterGroup"),
        ({"filterGroup": []}, "non-empty list filterGroup"),
        ({"filterGroup": [{"filters": []}]}, "non-empty list filters"),
        ({"filterGroup": [1]}, "non-empty list filters"),
        ({"filterGroup": [{"filters": [{"operator": "eq"}]}]}, "names a fieldName"),
        (group([("a", "like", 1)]), "unknown operator 'like'"),
        (group([("a", "eq", [1])]), "compares with a number"),
        (group([("a", "lt", True)]), "takes a number or a string"),
        (group([("a", "lt", None)]), "takes a number or a string"),
        (group([("a", "beginsWith", 1)]), "takes a string"),
        (group([("a", "in", 1)]), "non-empty list"),
        (group([("a", "in", [])]), "non-empty list"),
        (group([("a", "in", [1, 2, 3, 4, 5, 6])]), "exceeds maximum value limit 5"),
        (group([("a", "notIn", [1, 2, 3, 4, 5, 6])]), "exceeds maximum value limit 5"),
        (group([("a", "containsAny", list(range(21)))]), "exceeds maximum value limit 20"),
        (group([("a", "containsAny", [[1]])]), "compares with"),
        (group([("a", "between", [1])]), "two numbers or two strings"),
        (group([("a", "between", [1, "2"])]), "two numbers or two strings"),
        (group([("a", "between", [True, False])]), "two numbers or two strings"),
        (group([("a", "between", [1, 2, 3])]), "exceeds maximum value limit 2"),
        (group([("a", "eq", "x" * 257)]), "exceeds maximum value limit 256"),
        (group(*[[("a", "eq", n)] for n in range(11)]), "exceeds maximum value limit 10"),
        (group([("a", "in", [1, 2, 3, 4]), ("b", "in", [1, 2, 3])]), "12 filters exceeds maximum value limit 10"),
        (group([(name, "eq", 1) for name in "abcdef"]), "exceeds maximum value limit 5"),
    ],
)
def test_what_is_malformed_or_over_a_limit_is_refused(given_filter: Any, words: str) -> None:
    """Each refusal names the part and the limit."""
    with pytest.raises(FilterRefused, match=words):
        enhanced_filters.parse_filter(given_filter)


def test_what_is_at_a_limit_is_taken() -> None:
    """Ten filters, five names, five values, twenty values, 256 characters."""
    enhanced_filters.parse_filter(group(*[[("a", "eq", n)] for n in range(10)]))
    enhanced_filters.parse_filter(group([("a", "in", [1, 2, 3, 4, 5]), ("b", "in", [1, 2])]))
    enhanced_filters.parse_filter(group([(name, "eq", 1) for name in "abcde"]))
    enhanced_filters.parse_filter(group([("a", "containsAny", list(range(20))), ("b", "eq", "x" * 256)]))


scalars = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 2), st.sampled_from([0.5, 1.0]), st.sampled_from(["", "a", "1"])
)
values = st.one_of(scalars, st.lists(scalars, max_size=2))
names = st.sampled_from(["a", "b", "c"])
events = st.dictionaries(names, values)


@settings(deadline=None)
@given(st.dictionaries(names, scalars), events)
def test_arguments_compare_with_the_result(arguments: dict[str, Any], event: dict[str, Any]) -> None:
    """Every supplied argument equals the result's field in value and kind; null wants the field null or absent."""

    def same(wanted: Any, value: Any) -> bool:
        if isinstance(wanted, bool) or isinstance(value, bool):
            return wanted is value
        return bool(wanted == value)

    expected = all(same(wanted, event.get(name)) for name, wanted in arguments.items())

    assert conditions.matches(conditions.from_arguments(arguments), event, STRICT) is expected


def test_an_omitted_argument_is_no_filter_and_null_is_one() -> None:
    """No argument: every event; null: events without a value there."""
    events_seen = [{"desk": "city"}, {"desk": None}, {}]

    omitted = [conditions.matches(conditions.from_arguments({}), event, STRICT) for event in events_seen]
    null = [conditions.matches(conditions.from_arguments({"desk": None}), event, STRICT) for event in events_seen]

    assert (omitted, null) == ([True, True, True], [False, True, True])


class Line:
    """A connection that is only a name."""

    name = "line"

    def send(self, _: bytes) -> bool:
        return True

    def end(self, _: Subscriber) -> None: ...
    async def close(self) -> None: ...


rules = st.one_of(
    st.tuples(names, st.sampled_from(["eq", "ne"]), scalars),
    st.tuples(names, st.sampled_from(["in", "notIn"]), st.lists(scalars, min_size=1, max_size=2)),
    st.tuples(names, st.sampled_from(["lt", "ge"]), st.integers(-2, 2)),
    st.tuples(names, st.just("contains"), scalars),
)
branches = st.lists(st.lists(rules, min_size=1, max_size=3), min_size=1, max_size=2)
made_conditions = st.one_of(
    st.dictionaries(names, scalars).map(conditions.from_arguments),
    branches.filter(lambda found: all(sum(op == "in" for _, op, _ in each) < 3 for each in found)).map(
        lambda found: enhanced_filters.parse_filter(group(*found))
    ),
)


@settings(deadline=None)
@given(st.lists(made_conditions, max_size=6), st.lists(events, max_size=4), st.data())
def test_the_index_finds_exactly_whom_a_look_at_each_would_find(
    wanted: list[Condition], seen: list[dict[str, Any]], data: st.DataObject
) -> None:
    """Whatever conditions join and leave, the index answers as if every subscriber were asked."""
    index = SubscriptionIndex()
    members = [Subscriber(Line(), str(number), "f", "s", each) for number, each in enumerate(wanted)]
    for member in members:
        index.add(member.condition, member)
    gone = data.draw(st.sets(st.sampled_from(members))) if members else set()
    for member in gone:
        index.remove(member.condition, member)
    left = [member for member in members if member not in gone]
    assert len(index) == len(left)

    for event in seen:
        found = [member for each in index.find_matching(event, STRICT) for member in each]
        assert sorted(m.id for m in found) == [m.id for m in left if conditions.matches(m.condition, event, STRICT)]
    for member in left:
        index.remove(member.condition, member)
    assert len(index) == 0
    assert not index._tables
    assert not index._unindexed
    assert not list(index.groups)


def test_those_who_wait_for_other_values_are_not_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    """An event for one of a thousand subscribers looks at the condition of that one alone."""
    index = SubscriptionIndex()
    for number in range(1000):
        condition = conditions.from_arguments({"postId": str(number)})
        index.add(condition, Subscriber(Line(), str(number), "f", "s", condition))
    looked: list[Condition] = []

    def holds(condition: Condition, event: Any, dialect: Dialect) -> bool:
        looked.append(condition)
        return conditions.matches(condition, event, dialect)

    monkeypatch.setattr("appsync_local.realtime.subscription_index.matches", holds)
    found = [member.id for each in index.find_matching({"postId": "500"}, STRICT) for member in each]

    assert found == ["500"]
    assert len(looked) == 1
