"""What is said on a socket beside events: refusals, and how a subscription ends."""

import json
from typing import Any

from infra.probe.bench import Bench
from infra.probe.line import Message
from infra.probe.question import Answer, question
from infra.probe.questions.delivery import mark

WATCHED = 'subscription { onWatched(room: "r") { tag room } }'


def told(message: Message) -> str:
    """Return a message without its id."""
    parts: dict[str, Any] = {name: value for name, value in message.items() if name != "id"}
    return json.dumps(parts) if parts else "nothing was said"


@question("duplicate_id", "What is a second subscription answered with the id of a living one?")
def _(bench: Bench) -> Answer:
    with bench.line() as line:
        line.start("subscription { onSaid { tag } }", identifier="1")
        return Answer(told(line.start("subscription { onSaid { tag } }", identifier="1")))


@question("two_roots", "What is a subscription answered that has two root fields?")
def _(bench: Bench) -> Answer:
    with bench.line() as line:
        return Answer(told(line.start("subscription { onSaid { tag } onSilent { tag } }")))


@question("query_on_a_socket", "What is a query answered that is sent over a socket?")
def _(bench: Bench) -> Answer:
    with bench.line() as line:
        return Answer(told(line.start("{ note { tag } }")))


@question("no_protocol", "What is a client told that does not ask for graphql-ws?")
def _(bench: Bench) -> Answer:
    try:
        with bench.line(protocol=False) as line:
            return Answer(told(line.heard[0] if line.heard else {}))
    except (OSError, ValueError, EOFError) as refusal:
        return Answer(f"the socket does not open: {type(refusal).__name__}")


@question("invalidated", "How does a subscription end that is invalidated?", switch="invalidated")
def _(bench: Bench) -> Answer:
    with bench.line() as line:
        line.start(WATCHED)
        mark(bench, line, 'room: "r"')
        before = len(line.heard)
        bench.ask('mutation { revoke(room: "r") { room } }')
        line.wait(lambda: any(each["type"] in {"complete", "error"} for each in line.heard[before:]))
        ends = [each for each in line.heard[before:] if each["type"] in {"complete", "error"}]
        return Answer(told(ends[0] if ends else {}), ends[0]["type"] if ends else None)
