"""Operations that AppSync refuses before a resolver is asked: status, errorType and words."""

import json
from typing import Final

from infra.probe.bench import Bench, Reply
from infra.probe.question import Answer, question

OK: Final = 200
REFUSED: Final = 400
# Argument of `coerced` → its type; each is told "abc" where it wants something else.
SCALARS: Final = {
    "date": "AWSDate",
    "time": "AWSTime",
    "dateTime": "AWSDateTime",
    "timestamp": "AWSTimestamp",
    "email": "AWSEmail",
    "json": "AWSJSON",
    "phone": "AWSPhone",
    "url": "AWSURL",
    "ip": "AWSIPAddress",
}


def told(reply: Reply) -> str:
    """Return status, errorType and message of an answer."""
    error = reply.error
    kind = f" {error['errorType']}" if error.get("errorType") else ""
    return f"{reply.status}{kind}: {error.get('message', json.dumps(reply.body))}"


def _by_status(reply: Reply) -> Answer:
    return Answer(told(reply), {OK: "200", REFUSED: "400"}.get(reply.status))


@question(
    "subscription_by_http",
    "What is a subscription answered that is sent by HTTP?",
    switch="subscription_by_http",
)
def _(bench: Bench) -> Answer:
    return _by_status(bench.ask("subscription { onSaid { tag } }"))


@question("syntax_error", "What is a document answered that does not parse?", switch="syntax_error")
def _(bench: Bench) -> Answer:
    return _by_status(bench.ask("{ note { tag "))


@question("validation_error_type", "Has a validation error an errorType?", switch="validation_error_type")
def _(bench: Bench) -> Answer:
    reply = bench.ask("{ nothing }")
    value = {None: "false", "ValidationError": "true"}.get(reply.error.get("errorType")) if reply.error else None
    return Answer(told(reply), value)


@question("introspection_off", "What is a question about the schema answered where introspection is disabled?")
def _(bench: Bench) -> Answer:
    return Answer(told(bench.ask_tried("{ __schema { queryType { name } } }")))


@question("descriptions", 'Does introspection give what stands in """ in the schema?', switch="descriptions")
def _(bench: Bench) -> Answer:
    reply = bench.ask('{ __type(name: "Note") { description } }')
    if reply.error:
        return Answer(told(reply))
    found = (reply.value("__type") or {}).get("description")
    return Answer(f"the description is {json.dumps(found)}", "true" if found else "false")


def _scalar(argument: str, kind: str) -> None:
    @question(f"variable_{kind}", f"What is a variable answered that is no {kind}?")
    def _(bench: Bench) -> Answer:
        return Answer(told(bench.ask(f"query ($v: {kind}) {{ coerced({argument}: $v) }}", v="abc")))


for _argument, _kind in SCALARS.items():
    _scalar(_argument, _kind)
