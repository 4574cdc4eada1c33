"""Functions asked without code in between: their errors, what they are told, batches that answer too little."""

from infra.probe.bench import Bench
from infra.probe.question import Answer, question
from infra.probe.questions.requests import describe_reply


@question(
    "direct_error_type",
    "What is the errorType of an exception in a direct Lambda resolver?",
    switch="direct_error_type",
)
def _(bench: Bench) -> Answer:
    reply = bench.ask("{ raises }")
    value = {"ProbeRefused": "class", "Lambda:Unhandled": "unhandled"}.get(reply.error.get("errorType", ""))
    return Answer(describe_reply(reply), value)


@question("direct_env", "Is the API's environment in a direct resolver's event?", switch="direct_env")
def _(bench: Bench) -> Answer:
    reply = bench.ask("{ environment }")
    found = reply.value("environment")
    if found is None:
        return Answer(describe_reply(reply))
    return Answer("the event has env" if found else "the event has no env", str(found).lower())


@question("batch_mismatch", "What becomes of a batch that is answered one item short?", switch="batch_mismatch")
def _(bench: Bench) -> Answer:
    reply = bench.ask("{ items { id mark } }")
    marks = [(each or {}).get("mark") for each in reply.value("items") or []]
    seen = f"marks {marks}, {describe_reply(reply) if reply.error else 'no error'}"
    if reply.error:
        return Answer(seen, "fail" if not any(marks) else None)
    return Answer(seen, "pad" if marks == ["marked", "marked", None] else None)
