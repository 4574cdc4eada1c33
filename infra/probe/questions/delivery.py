"""What listeners get: which mutations are announced, by which names, to whom, and which filters let them through."""

import itertools
import json
from collections.abc import Mapping
from typing import Any, Final

from infra.probe.bench import Bench
from infra.probe.line import Line
from infra.probe.question import Answer, question

MARKER: Final = "marker-"
TRIES: Final = 10
SELECTED: Final = "{ tag room mood level }"
_numbers = itertools.count(1)


class NotStarted(Exception):  # noqa: N818
    """A subscription that the service refused; the text is what it said."""


def hear_events(
    bench: Bench, subscription: str, mutation: str, variables: Mapping[str, Any] | None = None, *, marker: str = ""
) -> list[Any]:
    """Return the payloads that one mutation sends to one subscription.

    `start_ack` is no promise of delivery, and order is none either: a marker is published until it arrives, before
    the mutation and after it, and what has not come a moment later is taken for not sent. `marker` are arguments
    that let it pass the subscription's filter. Raises `NotStarted`.
    """
    with bench.line() as line:
        started = line.start(subscription, variables)
        if started.get("type") != "start_ack":
            raise NotStarted(json.dumps(started.get("payload", "nothing")))
        mark(bench, line, marker)
        bench.ask(mutation)
        mark(bench, line, marker)
        line.wait(lambda: False, bench.settle)
        return [each for each in line.events if MARKER not in json.dumps(each)]


def mark(bench: Bench, line: Line, arguments: str) -> None:
    for _ in range(TRIES):
        tag = f"{MARKER}{next(_numbers)}"
        bench.ask(f'mutation {{ say(tag: "{tag}" {arguments}) {SELECTED} }}')
        if line.wait(lambda tag=tag: tag in json.dumps(line.events), 3):  # type: ignore[misc]
            return
    raise TimeoutError("A subscription was acknowledged and hears nothing.")


@question("publish_null", "Is a mutation announced whose field ended null?", switch="publish_null")
def _(bench: Bench) -> Answer:
    found = hear_events(bench, "subscription { onSilent { tag } }", "mutation { sayNothing { tag } }")
    return Answer(f"announced: {found}" if found else "not announced", str(bool(found)).lower())


@question("publish_with_errors", "Is an event announced with an error below its root?", switch="publish_with_errors")
def _(bench: Bench) -> Answer:
    found = hear_events(bench, "subscription { onSaid { tag } }", 'mutation { say(tag: "probe") { tag broken } }')
    return Answer(f"announced: {found}" if found else "not announced", str(bool(found)).lower())


@question("aliased_mutation", "Is a mutation announced whose root field has an alias?")
def _(bench: Bench) -> Answer:
    found = hear_events(bench, "subscription { onSaid { tag } }", 'mutation { said: say(tag: "probe") { tag } }')
    return Answer(f"announced: {found}" if found else "not announced")


@question("publish_aliases", "Are events keyed by the mutation's aliases or by the schema's names?",
          switch="publish_aliases")  # fmt: skip
def _(bench: Bench) -> Answer:
    mutation = 'mutation { say(tag: "probe", mood: "glad") { label: tag mood } }'
    found = hear_events(bench, "subscription { onSaid { tag mood } }", mutation)
    if not found:
        return Answer("an event with aliases is not announced")
    event = (found[0].get("data") or {}).get("onSaid") or {}
    return Answer(f"the event is {json.dumps(event)}", "false" if event.get("tag") else "true")


@question("null_variable_filters", "Does null in a variable filter, as a literal null does?",
          switch="null_variable_filters")  # fmt: skip
def _(bench: Bench) -> Answer:
    subscription = "subscription ($room: String) { onSaid(room: $room) { tag room } }"
    found = hear_events(bench, subscription, f'mutation {{ say(tag: "probe", room: "x") {SELECTED} }}', {"room": None})
    seen = "an event of another value arrives" if found else "only events whose field is null arrive"
    return Answer(seen, str(not found).lower())


@question("subscribers_fields_checked", "Is an event projected with the subscriber's rights on each field?",
          switch="subscribers_fields_checked")  # fmt: skip
def _(bench: Bench) -> Answer:
    with bench.line() as line:
        started = line.start("subscription { onSaid { tag secret } }")
        if started.get("type") != "start_ack":
            return Answer(f"refused when it starts: {json.dumps(started.get('payload'))}")
        mark(bench, line, "")
        bench.ask_signed('mutation { say(tag: "probe", secret: "told") { tag secret } }')
        line.wait(lambda: "probe" in json.dumps(line.events))
        found = [each for each in line.events if "probe" in json.dumps(each)]
    if not found:
        return Answer("the event does not arrive")
    return Answer(f"the event is {json.dumps(found[0])}", str("told" not in json.dumps(found[0])).lower())


@question("between_inclusive", "Does between take its bounds?", switch="between_inclusive")
def _(bench: Bench) -> Answer:
    rules = {"fieldName": "level", "operator": "between", "value": [1, 5]}
    passed = [level for level in (1, 5) if _passes(bench, rules, f"level: {level}", marker="level: 3")]
    seen = f"of 1 and 5, between 1 and 5 are {passed or 'neither'}"
    return Answer(seen, {(): "false", (1, 5): "true"}.get(tuple(passed)))


@question("absent_differs", "Does ne hold for a field that the event lacks?", switch="absent_differs")
def _(bench: Bench) -> Answer:
    rules = {"fieldName": "mood", "operator": "ne", "value": "sad"}
    missing = _passes(bench, rules, "level: 1", selected="{ tag level }", marker='mood: "glad"')
    null = _passes(bench, rules, "mood: null", marker='mood: "glad"')
    seen = f"where it was not selected: {_describe_outcome(missing)}; where it is null: {_describe_outcome(null)}"
    return Answer(seen, str(missing).lower() if missing == null else None)


def _describe_outcome(holds: bool) -> str:
    return "it holds" if holds else "it does not hold"


def _passes(bench: Bench, rules: Any, arguments: str, *, marker: str, selected: str = SELECTED) -> bool:
    """Tell whether an event with these arguments passes a filter."""
    subscription = f"subscription ($rules: AWSJSON!) {{ onFiltered(rules: $rules) {SELECTED} }}"
    mutation = f'mutation {{ say(tag: "probe", {arguments}) {selected} }}'
    return bool(hear_events(bench, subscription, mutation, {"rules": json.dumps(rules)}, marker=marker))
