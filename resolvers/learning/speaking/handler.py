"""GraphQL fields of readings; everybody sees only their own."""

from typing import Any

from resolvers import rates
from resolvers.core.identity import viewer
from resolvers.learning.app import app
from resolvers.learning.speaking import service
from resolvers.learning.speaking.model import (
    EvaluateSpeakingInput,
    EvaluateSpeakingPayload,
    Reading,
    SpeakingQuota,
)

Parents = list[dict[str, Any]]


@app.batch_resolver(type_name="Evaluation", field_name="reading")
def reading(evaluations: Parents) -> list[Reading | None]:
    """What you read aloud, and how it was heard. Null for an evaluation of a text."""
    return service.readings_of([each["id"] for each in evaluations])


@app.batch_resolver(type_name="Learner", field_name="speakingQuota")
def speaking_quota(learners: Parents) -> list[SpeakingQuota | None]:
    """How many recordings you may still have evaluated today."""
    found = service.measure_quota(viewer())
    return [found for _ in learners]


@app.resolver(type_name="Mutation", field_name="evaluateSpeaking", counts=(rates.WRITES, rates.RECORDINGS))
def evaluate_speaking(input: EvaluateSpeakingInput) -> EvaluateSpeakingPayload | None:
    """Learn which words were heard as you read a paragraph aloud, your pace and your pauses. There is no grade.

    Upload the recording with the form, then listen to `onEvaluation`, and ask `evaluation` for the result.
    """
    evaluation, upload = service.evaluate_speaking(viewer(), input)
    return EvaluateSpeakingPayload(evaluation=evaluation, upload=upload)
