"""What is said on a socket beside events: refusals, and how a subscription ends."""

import json
from typing import Any

from websockets.exceptions import InvalidStatus

from infra.probe.bench import Bench
from infra.probe.line import Message
from infra.probe.question import Answer, question
from infra.probe.questions.delivery import mark
from infra.probe.questions.requests import REFUSED

WATCHED = 'subscription { onWatched(room: "r") { tag room } }'


def describe_message(message: Message) -> str:
    """Return a message without its id."""
    parts: dict[str, Any] = {name: value for name, value in message.items() if name != "id"}
    return json.dumps(parts) if parts else "nothing was said"


@question("duplicate_id", "What is a second subscription answered with the id of a living one?", switch="duplicated")
def _(bench: Bench) -> Answer:
    with bench.line() as line:
        line.start("subscription { onSaid { tag } }", identifier="1")
        answer = line.start("subscription { onSaid { tag } }", identifier="1")
    errors = (answer.get("payload") or {}).get("errors")
    return Answer(
        describe_message(answer), "list" if isinstance(errors, list) else "object" if isinstance(errors, dict) else None
    )


@question("initial_result", "Is what a subscription's resolver gives at the start an event?", switch="initial_result")
def _(bench: Bench) -> Answer:
    with bench.line() as line:
        started = line.start("subscription { onBegun { tag } }")
        if started.get("type") != "start_ack":
            return Answer(describe_message(started))
        found = line.wait(lambda: bool(line.events), max(bench.settle, 1.0))
        return Answer(f"it is: {json.dumps(line.events)}" if found else "it is not", str(found).lower())


@question("handshake_headers", "Does a subscription's resolver see the socket's own headers?",
          switch="handshake_headers")  # fmt: skip
def _(bench: Bench) -> Answer:
    with bench.line() as line:
        answer = line.start("subscription { onShaken { tag } }")
    errors = (answer.get("payload") or {}).get("errors") or [{}]
    names = str(errors[0].get("message", "")).partition("seen: ")
    return Answer(describe_message(answer), str(bool(names[2])).lower() if names[1] else None)


@question("two_roots", "What is a subscription answered that has two root fields?")
def _(bench: Bench) -> Answer:
    with bench.line() as line:
        return Answer(describe_message(line.start("subscription { onSaid { tag } onSilent { tag } }")))


@question("query_on_a_socket", "What is a query answered that is sent over a socket?", switch="unsupported_kind")
def _(bench: Bench) -> Answer:
    with bench.line() as line:
        answer = line.start("{ note { tag } }")
    kinds = {"query": "operation", "unknown": "unknown"}
    value = next((kinds[kind] for kind in kinds if f"{kind} not supported through" in describe_message(answer)), None)
    return Answer(describe_message(answer), value)


@question("no_protocol", "What is a client told that does not ask for graphql-ws?", switch="missing_protocol")
def _(bench: Bench) -> Answer:
    try:
        with bench.line(protocol=False) as line:
            first = line.heard[0] if line.heard else {}
            return Answer(describe_message(first), first["type"] if first.get("type") == "connection_error" else None)
    except InvalidStatus as refusal:
        status = refusal.response.status_code
        return Answer(f"the socket does not open: {status}", str(status) if status == REFUSED else None)
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
        return Answer(describe_message(ends[0] if ends else {}), ends[0]["type"] if ends else None)
