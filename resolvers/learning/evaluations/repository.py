"""Evaluations in DynamoDB: the job, its text, its findings, and the lists of an article's evaluations."""

import contextlib
import time
from collections.abc import Iterable, Sequence
from typing import Final

from resolvers.core import charge, pagination, table
from resolvers.core.idempotency import AlreadyDone
from resolvers.core.items import Item
from resolvers.core.keys import id_at
from resolvers.core.pagination import Slice
from resolvers.core.table import ABSENT, Delete, Put, Write
from resolvers.learning import keys
from resolvers.learning.estimates.model import Estimate
from resolvers.learning.evaluations.model import Draft, Evaluation, Skill
from resolvers.learning.writing.model import Finding

KEPT_SECONDS: Final = 180 * 24 * 3600


def get(evaluation_id: str) -> Evaluation | None:
    return get_many([evaluation_id]).get(evaluation_id)


def get_many(evaluation_ids: Iterable[str]) -> dict[str, Evaluation]:
    """Read evaluations in one batch, consistently, by id."""
    found = table.get_many(map(keys.evaluation, evaluation_ids), consistent=True)
    return {item["id"]: Evaluation.model_validate(item) for item in found.values()}


def add(evaluation: Evaluation, draft: Draft, claims: Sequence[Put] = ()) -> None:
    """Write a new evaluation, or raise `AlreadyDone` with the one of the same key, or of the same text and words.

    Raises `IdempotencyKeyReused` where `claims` name a key that was used with other input.
    """

    def refuse(found: Item) -> Exception:
        return AlreadyDone(found["evaluationId"])

    until = int(time.time()) + KEPT_SECONDS
    values = {"evaluationId": evaluation.id}
    read_before = keys.evaluated_text(evaluation.owner_id, evaluation.subject_id, evaluation.text_hash)
    listed = keys.own_evaluation(evaluation.owner_id, evaluation.subject_id, evaluation.created_at, evaluation.id)
    table.write(
        *claims,
        Put(read_before, "EvaluatedText", values, when=ABSENT, refuse=refuse, expires_at=until),
        Put(keys.evaluation(evaluation.id), "Evaluation", evaluation.to_item(), when=ABSENT, expires_at=until),
        Put(keys.evaluation_draft(evaluation.id), "EvaluationDraft", draft.to_item(), expires_at=until),
        Put(listed, "OwnEvaluation", values, expires_at=until),
    )


def remember(claims: Sequence[Put]) -> None:
    """Keep what an idempotency key means; that is no work and counts as none."""
    if claims:
        with charge.free_of_charge(), contextlib.suppress(AlreadyDone):
            table.write(*claims)


def get_draft(evaluation_id: str) -> Draft:
    """Read what an evaluation reads, which was written with it."""
    return Draft.model_validate(table.get(keys.evaluation_draft(evaluation_id), consistent=True))


def prepare_findings(evaluation: Evaluation, findings: Sequence[Finding]) -> Put:
    """Return the write of what was found, for the transaction that ends its step."""
    until = int(time.time()) + KEPT_SECONDS
    values = {"findings": [each.to_item() for each in findings]}
    return Put(keys.findings(evaluation.id), "Findings", values, expires_at=until)


def get_findings(evaluation_ids: Sequence[str]) -> dict[str, list[Finding]]:
    """Read what was found in one batch, by evaluation."""
    found = table.get_many(map(keys.findings, evaluation_ids), consistent=True)
    by_key = {keys.findings(each): each for each in evaluation_ids}
    return {by_key[key]: [Finding.model_validate(each) for each in item["findings"]] for key, item in found.items()}


def prepare_estimate(evaluation: Evaluation, estimate: Estimate | None) -> list[Put]:
    """Return the writes of an estimate, for the transaction that ends its step; none where there is none."""
    until = int(time.time()) + KEPT_SECONDS
    return [Put(keys.estimate(evaluation.id), "Estimate", estimate.to_item(), expires_at=until)] if estimate else []


def get_estimates(evaluation_ids: Sequence[str]) -> dict[str, Estimate]:
    """Read estimates in one batch, by evaluation."""
    found = table.get_many(map(keys.estimate, evaluation_ids), consistent=True)
    by_key = {keys.estimate(each): each for each in evaluation_ids}
    return {by_key[key]: Estimate.model_validate(item) for key, item in found.items()}


def list_own(
    owner_id: str, subject_id: str, skill: Skill, scope: str, first: int, after: str | None
) -> Slice[Evaluation]:
    """Page through somebody's evaluations of an article, of one skill, the newest first, consistently."""

    def keep(rows: list[Item]) -> list[Evaluation | None]:
        ids = [id_at(row["SK"]) for row in rows]
        found = get_many(ids)
        return [found.get(each) for each in ids]

    of_kind = keys.own_readings if skill == Skill.SPEAKING else keys.own_evaluations
    partition = of_kind(owner_id, subject_id)
    return pagination.read(partition, scope=scope, first=first, after=after, consistent=True, keep=keep)


def find_evaluated(owner_id: str, subject_id: str, content_hash: str) -> str | None:
    """Return the evaluation that found what there is in this text or recording; None if there is none."""
    found = table.get(keys.evaluated_text(owner_id, subject_id, content_hash), consistent=True)
    return str(found["evaluationId"]) if found else None


def remove(evaluation: Evaluation) -> None:
    """Remove an evaluation with everything that is kept of it; repeating it changes nothing."""
    owner_id, subject_id = evaluation.owner_id, evaluation.subject_id
    own = keys.own_reading if evaluation.skill == Skill.SPEAKING else keys.own_evaluation
    rows = [
        keys.evaluation_draft(evaluation.id),
        keys.findings(evaluation.id),
        keys.estimate(evaluation.id),
        keys.reading(evaluation.id),
        own(owner_id, subject_id, evaluation.created_at, evaluation.id),
        keys.evaluation(evaluation.id),
    ]
    reading = table.get(keys.reading(evaluation.id), consistent=True) or {}
    content_hash = reading.get("recordingHash") or evaluation.text_hash
    writes: list[Write] = [Delete(each) for each in rows]
    if find_evaluated(owner_id, subject_id, content_hash) == evaluation.id:
        writes.append(Delete(keys.evaluated_text(owner_id, subject_id, content_hash)))
    table.write(*writes)
