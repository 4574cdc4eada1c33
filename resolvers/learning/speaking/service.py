"""What people do with readings: begin one, read what was heard, and see how many are left today."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from resolvers import rates
from resolvers.core import ids, observability, storage
from resolvers.core import rates as counters
from resolvers.core.appsync import wants
from resolvers.core.errors import InvalidInput
from resolvers.core.idempotency import AlreadyDone, claim
from resolvers.core.identity import Caller
from resolvers.core.model import now
from resolvers.learning import keys
from resolvers.learning.evaluations import recordings
from resolvers.learning.evaluations import service as evaluations
from resolvers.learning.evaluations.model import Evaluation, Skill, list_first_steps
from resolvers.learning.evaluations.recordings import KEPT_DAYS
from resolvers.learning.evaluations.uploads import RECORDING
from resolvers.learning.speaking import repository
from resolvers.learning.speaking.model import EvaluateSpeakingInput, Reading, SpeakingQuota
from resolvers.learning.speaking.words import list_places
from resolvers.platform.subjects import service as subjects
from resolvers.platform.uploads import service as uploads
from resolvers.platform.uploads.model import UploadTicket

LEAST_WORDS: Final = 3


def evaluate_speaking(viewer: Caller, input: EvaluateSpeakingInput) -> tuple[Evaluation, UploadTicket | None]:
    """Begin the evaluation of a paragraph of the viewer's own article, and return the form for its recording.

    Raises `NotFound` or `Forbidden` for the article, `InvalidInput` for a paragraph that it does not have, and
    `IdempotencyKeyReused`; the same key gets a new form until the recording has arrived.
    """
    _, summary = subjects.get_owned_with_summary(viewer, input.subject_id)
    start = _find_paragraph(summary.text, input.paragraph)
    at = now()
    evaluation = Evaluation(
        id=ids.new(keys.EVALUATION),
        owner_id=viewer.id,
        subject_id=input.subject_id,
        skill=Skill.SPEAKING,
        steps=list_first_steps(Skill.SPEAKING),
        text_hash=hashlib.sha256(input.paragraph.encode()).hexdigest(),
        created_at=at,
        correlation_id=observability.read_correlation_id(),
    )
    reading = Reading(
        paragraph=input.paragraph, start=start, content_type=input.content_type, bytes=input.bytes, consented_at=at
    )
    try:
        repository.add(
            evaluation, reading, claim(viewer.id, "evaluateSpeaking", input, input.idempotency_key, evaluation.id)
        )
    except AlreadyDone as done:
        evaluation = evaluations.get_owned(viewer, done.result_id)
    if evaluation.source_version:
        return evaluation, None
    return evaluation, uploads.issue_ticket(RECORDING, viewer.id, evaluation.id, input.content_type, input.bytes)


def readings_of(evaluation_ids: Sequence[str]) -> list[Reading | None]:
    """Return the readings of evaluations, for each in turn. The caller has checked the right to read them."""
    found = repository.get_many(evaluation_ids)
    return [_sign(each, found[each]) if each in found else None for each in evaluation_ids]


def measure_quota(viewer: Caller) -> SpeakingQuota:
    """Return how many recordings the viewer may still have evaluated today."""
    usage = counters.read_day(viewer, rates.RECORDINGS)
    return SpeakingQuota(limit=usage.limit, remaining=max(0, usage.limit - usage.used), resets_at=usage.ends_at)


def _find_paragraph(article: str, paragraph: str) -> int:
    start = article.find(paragraph)
    if start < 0:
        raise InvalidInput("The article does not have this paragraph. Reload it, and read it again.", "paragraph")
    if len(list_places(paragraph)) < LEAST_WORDS:
        raise InvalidInput(f"Read a paragraph of at least {LEAST_WORDS} words.", "paragraph")
    return start


def _sign(evaluation_id: str, reading: Reading) -> Reading:
    """Return a reading with an address of its sound, as long as that is kept."""
    is_there = reading.delivery and now() < reading.consented_at + timedelta(days=KEPT_DAYS)
    if not is_there or not wants("soundUrl"):
        return reading
    return reading.model_copy(update={"sound_url": storage.read_url(recordings.locate_sound(evaluation_id))})
