"""How much: subscriptions of a socket, sizes of events, request tokens of the region."""

from typing import Final

from appsync_local.realtime import RealtimeSettings
from infra.probe.bench import Bench
from infra.probe.question import Answer, question
from infra.probe.questions.delivery import hear_events
from infra.probe.questions.sockets import describe_message as said

MOST: Final = 210  # subscriptions; documents say 100, newer ones 200
SIZES: Final = (30, 60, 120, 230, 250, 500)  # KB of an event's body, around the 240 that documents name


@question("subscriptions_per_connection", "How many subscriptions may one socket carry?",
          switch="subscriptions_per_connection")  # fmt: skip
def _(bench: Bench) -> Answer:
    with bench.line() as line:
        for count in range(MOST):
            answer = line.start("subscription { onSaid { tag } }")
            if answer.get("type") != "start_ack":
                return Answer(f"{count}, then {said(answer)}", str(count))
    return Answer(f"more than {MOST}")


@question("largest_payload", "How large may an event be?", switch="largest_payload")
def _(bench: Bench) -> Answer:
    arrived = 0
    for size in SIZES:
        mutation = f'mutation {{ say(tag: "probe", body: "{"x" * 1024 * size}") {{ tag body }} }}'
        if not hear_events(bench, "subscription { onSaid { tag body } }", mutation):
            return Answer(f"{arrived} KB arrive, {size} KB do not", str(_choose_limit(1024 * arrived, 1024 * size)))
        arrived = size
    return Answer(f"{arrived} KB arrive")


def _choose_limit(arrives: int, lost: int) -> int:
    """Return the data plane's own limit where it does the same, else one that does."""
    ours = RealtimeSettings().largest_payload
    return ours if arrives <= ours < lost else (arrives + lost) // 2


@question("request_tokens", "How many request tokens a second has this region?", only_on_aws=True)
def _(bench: Bench) -> Answer:
    quotas = bench.clients("service-quotas", bench.region)
    found = quotas.get_paginator("list_service_quotas").paginate(ServiceCode="appsync")
    rates = [each for page in found for each in page["Quotas"] if "token" in each["QuotaName"].lower()]
    return Answer(", ".join(f"{each['QuotaName']}: {each['Value']:g}" for each in rates) or "no quota of that name")
