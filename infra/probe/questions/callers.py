"""Who calls: signatures, keys, roles, and the words for those who are refused."""

import time

from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from infra.probe.bench import Bench, Reply
from infra.probe.question import Answer, question
from infra.probe.questions.requests import OK, describe_reply

AGES = (4, 6, 14, 16)  # minutes, around the two limits that AWS names: five for signatures, fifteen for S3's
ROLE_SECONDS = 60.0


@question("no_credentials", "What is somebody answered who brings nothing?")
def _(bench: Bench) -> Answer:
    return Answer(describe_reply(bench.ask("{ note { tag } }", {"x-nothing": "1"})))


@question("wrong_key", "What is a key answered that is not the API's?")
def _(bench: Bench) -> Answer:
    return Answer(describe_reply(bench.ask("{ note { tag } }", {"x-api-key": "da2-aaaaaaaaaaaaaaaaaaaaaaaaaa"})))


@question("broken_token", "What is a token answered that cannot be read?")
def _(bench: Bench) -> Answer:
    return Answer(describe_reply(bench.ask("{ note { tag } }", {"Authorization": "eyJhbGciOiJSUzI1NiJ9.e30.x"})))


@question("signature_first", "Signature or key, where both are sent?", switch="signature_first")
def _(bench: Bench) -> Answer:
    reply = bench.ask_signed("{ signedOnly keyOnly }", with_key=True)
    signed, keyed = reply.value("signedOnly"), reply.value("keyOnly")
    seen = f"open to signatures: {signed}, open to keys: {keyed}"
    return Answer(seen, ("true" if signed else "false") if bool(signed) != bool(keyed) else None)


@question("clock_skew", "How old may a signature be?", switch="clock_skew")
def _(bench: Bench) -> Answer:
    good = [age for age in AGES if bench.ask_signed("{ note { tag } }", age=60 * age).status == OK]
    seen = "good: " + ", ".join(f"{age} minutes" for age in good) if good else "none of four minutes or more is good"
    return Answer(seen, {(4,): "300", (4, 6, 14): "900"}.get(tuple(good)))


@question(
    "policy_on_nested_fields",
    "Is a role's policy asked for fields below the root?",
    switch="policy_on_nested_fields",
)
def _(bench: Bench) -> Answer:
    end = time.monotonic() + ROLE_SECONDS
    # A new role and its policy are known everywhere only after some seconds.
    credentials = _assume_narrow_role(bench, end)
    reply = bench.ask_signed("{ note { tag } }", credentials)
    while not _has_root(reply) and time.monotonic() < end:
        time.sleep(1)
        reply = bench.ask_signed("{ note { tag } }", credentials)
    if not _has_root(reply):
        return Answer(f"the root field itself is refused: {describe_reply(reply)}")
    tag = reply.value("note")["tag"]
    return Answer("the nested field is answered" if tag else describe_reply(reply), "false" if tag else "true")


def _assume_narrow_role(bench: Bench, end: float) -> Credentials:
    """Return credentials of the role that may ask one field."""
    sts = bench.clients("sts", bench.region)
    while True:
        try:
            lent = sts.assume_role(RoleArn=bench.outputs["NarrowRole"], RoleSessionName="probe")["Credentials"]
        except ClientError:
            if time.monotonic() > end:
                raise
            time.sleep(2)
        else:
            return Credentials(lent["AccessKeyId"], lent["SecretAccessKey"], lent["SessionToken"])


def _has_root(reply: Reply) -> bool:
    return reply.value("note") is not None
