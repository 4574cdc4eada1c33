"""Operations that AppSync refuses before a resolver is asked: status, errorType and words."""

import json
from typing import Final, Literal

from appsync_local import messages
from appsync_local.schema import scalars
from infra.probe.bench import Bench, Reply
from infra.probe.question import Answer, question

OK: Final = 200
REFUSED: Final = 400
UNAUTHORIZED: Final = 401
NOT_FOUND: Final = 404
NOUNS: Final[tuple[Literal["words", "types"], ...]] = ("words", "types")
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


def describe_reply(reply: Reply) -> str:
    """Return status, errorType and message of an answer."""
    error = reply.error
    kind = f" {error['errorType']}" if error.get("errorType") else ""
    return f"{reply.status}{kind}: {error.get('message', json.dumps(reply.body))}"


def _judge_status(reply: Reply) -> Answer:
    return Answer(describe_reply(reply), {OK: "200", REFUSED: "400"}.get(reply.status))


@question(
    "subscription_by_http",
    "What is a subscription answered that is sent by HTTP?",
    switch="subscription_by_http",
)
def _(bench: Bench) -> Answer:
    return _judge_status(bench.ask("subscription { onSaid { tag } }"))


@question("syntax_error", "What is a document answered that does not parse?", switch="syntax_error")
def _(bench: Bench) -> Answer:
    return _judge_status(bench.ask("{ note { tag "))


@question("validation_error_type", "Has a validation error an errorType?", switch="validation_error_type")
def _(bench: Bench) -> Answer:
    reply = bench.ask("{ nothing }")
    value = {None: "false", "ValidationError": "true"}.get(reply.error.get("errorType")) if reply.error else None
    return Answer(describe_reply(reply), value)


@question(
    "introspection_off",
    "What is a question about the schema answered where introspection is disabled?",
    switch="introspection_disabled",
)
def _(bench: Bench) -> Answer:
    reply = bench.ask_second_api("{ __schema { queryType { name } } }")
    message = reply.error.get("message", "")
    field = message.startswith("Validation error of type FieldUndefined")
    return Answer(
        describe_reply(reply), "field" if field else "sentence" if message == messages.INTROSPECTION_DISABLED else None
    )


@question("unknown_api", "What is an API answered that does not exist?", switch="unknown_api")
def _(bench: Bench) -> Answer:
    reply = bench.ask_nobody()
    return Answer(describe_reply(reply), {NOT_FOUND: "404", UNAUTHORIZED: "401"}.get(reply.status))


@question("preflight_headers", "Which headers does a preflight allow?", switch="preflight_headers")
def _(bench: Bench) -> Answer:
    asked = ("x-api-key", "x-probe")
    allowed = bench.preflight(*asked)
    names = tuple(part.strip().lower() for part in allowed.split(","))
    value = "any" if names == ("*",) else "asked" if names == asked else None
    return Answer(f"of {', '.join(asked)}: {allowed}", value)


@question("descriptions", 'Does introspection give what stands in """ in the schema?', switch="descriptions")
def _(bench: Bench) -> Answer:
    reply = bench.ask('{ __type(name: "Note") { description } }')
    if reply.error:
        return Answer(describe_reply(reply))
    found = (reply.value("__type") or {}).get("description")
    return Answer(f"the description is {json.dumps(found)}", "true" if found else "false")


def _scalar(argument: str, kind: str) -> None:
    switch = "scalar_nouns" if kind not in scalars.KNOWN_NOUNS else ""

    @question(f"variable_{kind}", f"What is a variable answered that is no {kind}?", switch=switch)
    def _(bench: Bench) -> Answer:
        reply = bench.ask(f"query ($v: {kind}) {{ coerced({argument}: $v) }}", v="abc")
        said = reply.error.get("message", "")
        return Answer(
            describe_reply(reply), next((nouns for nouns in NOUNS if switch and said == _refusal(kind, nouns)), None)
        )


def _refusal(kind: str, nouns: Literal["words", "types"]) -> str:
    """Return how the data plane refuses the variable, with the one nouns or the other."""
    try:
        scalars.aws_scalars(nouns)[kind].parse("abc")
    except scalars.InvalidValue as reason:
        return messages.invalid_variable("v", str(reason))
    return ""


for _argument, _kind in SCALARS.items():
    _scalar(_argument, _kind)
