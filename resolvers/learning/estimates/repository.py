"""What models answered, in DynamoDB: claimed before a call, paid from the day's budget, kept for 30 days."""

import json
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from boto3.dynamodb.conditions import Attr

from resolvers.core import table
from resolvers.core.items import Item
from resolvers.core.table import ABSENT, Put, Update
from resolvers.learning import keys

# Longer than any call may take.
CLAIM_SECONDS: Final = 60
_KEPT_SECONDS: Final = 30 * 24 * 3600
_SPEND_KEPT_SECONDS: Final = 3 * 24 * 3600


class Claimed(Exception):  # noqa: N818
    """Another worker asks the same just now: its answer will be there soon."""


class Answered(Exception):  # noqa: N818
    """The same was answered meanwhile."""

    def __init__(self, answer: Any) -> None:
        super().__init__("answered")
        self.answer = answer


class BudgetSpent(Exception):  # noqa: N818
    """The call could cost more than is left of the day's budget."""


def list_answers(owner_id: str, hashes: Sequence[str]) -> Mapping[str, Any]:
    """Read the answers that somebody's questions have, by hash, consistently."""
    by_key = {keys.judgement(owner_id, each): each for each in hashes}
    found = table.get_many(by_key, consistent=True)
    return {by_key[key]: json.loads(item["answer"]) for key, item in found.items() if "answer" in item}


def claim(owner_id: str, question: str, cost: int, budget: int, at: datetime) -> None:
    """Claim a question and reserve what its call may cost (micro-dollars), in one transaction.

    Raises `Answered`, `Claimed` or `BudgetSpent`; then nothing is written.
    """
    now = int(at.timestamp())
    left = Attr("spent").lte(budget - cost)  # false on a day that spent nothing yet
    free = ABSENT | (Attr("answer").not_exists() & Attr("claimedUntil").lte(now))
    table.write(
        Put(
            keys.judgement(owner_id, question),
            "Judgement",
            {"claimedUntil": now + CLAIM_SECONDS},
            when=free,
            refuse=_refuse_claim,
            expires_at=now + _KEPT_SECONDS,
        ),
        Update(
            keys.judges_spend(at.date()),
            put={"expiresAt": now + _SPEND_KEPT_SECONDS},
            add={"spent": cost},
            when=left | Attr("spent").not_exists() if cost <= budget else left,
            refuse=lambda _: BudgetSpent(),
        ),
    )


def keep_answer(owner_id: str, question: str, answer: Any, refund: int, at: datetime) -> None:
    """Keep an answer, and give back what was reserved in excess; or raise `Answered` if there is one already."""
    table.write(
        Update(
            keys.judgement(owner_id, question),
            put={"answer": json.dumps(answer), "expiresAt": int(time.time()) + _KEPT_SECONDS},
            when=Attr("answer").not_exists(),
            refuse=_refuse_claim,
        ),
        Update(keys.judges_spend(at.date()), add={"spent": -refund}),
    )


def give_back(owner_id: str, question: str, refund: int, at: datetime) -> None:
    """End a claim without an answer, and give back what was reserved if nothing was paid."""
    table.write(
        Update(keys.judgement(owner_id, question), put={"claimedUntil": 0}),
        Update(keys.judges_spend(at.date()), add={"spent": -refund}),
    )


def read_spent(at: datetime) -> int:
    """Return what a day's calls cost so far, with what is reserved, in micro-dollars."""
    item = table.get(keys.judges_spend(at.date()), consistent=True)
    return int(item["spent"]) if item else 0


def _refuse_claim(found: Item) -> Exception:
    return Answered(json.loads(found["answer"])) if "answer" in found else Claimed()
