"""Readings in DynamoDB: each beside its evaluation, and the lists of an article's readings."""

import time
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from boto3.dynamodb.conditions import Attr

from resolvers.core import table
from resolvers.core.table import ABSENT, EXISTS, Check, Put, Update
from resolvers.learning import keys
from resolvers.learning.evaluations.model import Evaluation
from resolvers.learning.evaluations.repository import KEPT_SECONDS
from resolvers.learning.speaking.model import Reading
from resolvers.platform.jobs.repository import Lost


def get(evaluation_id: str) -> Reading | None:
    return get_many([evaluation_id]).get(evaluation_id)


def get_many(evaluation_ids: Iterable[str]) -> dict[str, Reading]:
    """Read readings in one batch, consistently, by their evaluations."""
    by_key = {keys.reading(each): each for each in evaluation_ids}
    found = table.get_many(by_key, consistent=True)
    return {by_key[key]: Reading.model_validate(item) for key, item in found.items()}


def add(evaluation: Evaluation, reading: Reading, claims: Sequence[Put] = ()) -> None:
    """Write a new evaluation with its reading; raises `AlreadyDone` and `IdempotencyKeyReused` as `claims` say."""
    until = int(time.time()) + KEPT_SECONDS
    listed = keys.own_reading(evaluation.owner_id, evaluation.subject_id, evaluation.created_at, evaluation.id)
    table.write(
        *claims,
        Put(keys.evaluation(evaluation.id), "Evaluation", evaluation.to_item(), when=ABSENT, expires_at=until),
        Put(keys.reading(evaluation.id), "Reading", reading.to_item(), when=ABSENT, expires_at=until),
        Put(listed, "OwnEvaluation", {"evaluationId": evaluation.id}, expires_at=until),
    )


def keep_delivery(evaluation: Evaluation, reading: Reading) -> None:
    """Write what the sound told of a reading, while its worker holds the evaluation; or raise `Lost`."""
    item = reading.to_item()
    put: dict[str, Any] = {name: item[name] for name in ("delivery", "recordingHash")}
    held = EXISTS & Attr("claim").eq(evaluation.claim)
    table.write(
        Check(keys.evaluation(evaluation.id), when=held, refuse=lambda _: Lost()),
        Update(keys.reading(evaluation.id), put=put, when=EXISTS, refuse=lambda _: Lost()),
    )


def prepare_result(evaluation: Evaluation, reading: Reading) -> list[Put]:
    """Return the writes of a result, for the transaction that ends the job: the same recording gets the same."""
    until = int((evaluation.created_at + timedelta(seconds=KEPT_SECONDS)).timestamp())
    known = keys.evaluated_text(evaluation.owner_id, evaluation.subject_id, reading.recording_hash or "")
    return [
        Put(keys.reading(evaluation.id), "Reading", reading.to_item(), expires_at=until),
        Put(known, "EvaluatedText", {"evaluationId": evaluation.id}, expires_at=until),
    ]
