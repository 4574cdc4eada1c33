"""GraphQL fields of evaluations; everybody sees only their own."""

from typing import Annotated, Any

from pydantic import Field

from resolvers import rates
from resolvers.core.appsync import SubscriptionFilter
from resolvers.core.identity import viewer
from resolvers.core.ids import ID
from resolvers.core.pagination import After, First
from resolvers.learning.app import app
from resolvers.learning.estimates.model import Estimate
from resolvers.learning.evaluations import service
from resolvers.learning.evaluations.model import (
    DeleteEvaluationInput,
    DeleteEvaluationPayload,
    EvaluateWritingInput,
    EvaluateWritingPayload,
    Evaluation,
    EvaluationConnection,
    RetryEvaluationInput,
    RetryEvaluationPayload,
    Skill,
    WritingQuota,
)
from resolvers.learning.writing.model import Finding
from resolvers.platform.event_log import listening

Parents = list[dict[str, Any]]


@app.resolver(type_name="Query", field_name="evaluation")
def evaluation(id: Annotated[ID, Field(description="The ID of the evaluation.")]) -> Evaluation | None:
    """Your evaluation with an ID. Null if you have none with it."""
    return service.get_owned(viewer(), id)


@app.resolver(type_name="Query", field_name="evaluations")
def evaluations(
    subject_id: Annotated[ID, Field(description="The ID of the article.")],
    skill: Annotated[Skill, Field(description="What they are about.")] = Skill.WRITING,
    first: First = 20,
    after: After = None,
) -> EvaluationConnection | None:
    """Your evaluations of an article's texts or recordings, newest first, kept for 180 days."""
    return service.evaluations_of(viewer(), subject_id, skill, first, after)


@app.batch_resolver(type_name="Evaluation", field_name="findings")
def findings(evaluations: Parents) -> list[list[Finding]]:
    """What may be wrong in the text, in order of position, at most 200 findings. Empty until it is read."""
    return service.findings_of([each["id"] for each in evaluations])


@app.batch_resolver(type_name="Evaluation", field_name="estimate")
def estimate(evaluations: Parents) -> list[Estimate | None]:
    """How well the text is written, as a language model estimates it. Null if none gave an estimate."""
    return service.estimates_of([each["id"] for each in evaluations])


@app.batch_resolver(type_name="Learner", field_name="writingQuota")
def writing_quota(learners: Parents) -> list[WritingQuota | None]:
    """How many texts you may still have evaluated today."""
    found = service.measure_quota(viewer())
    return [found for _ in learners]


@app.resolver(type_name="Mutation", field_name="evaluateWriting", counts=(rates.WRITES, rates.EVALUATIONS))
def evaluate_writing(input: EvaluateWritingInput) -> EvaluateWritingPayload | None:
    """Evaluate a text of your article: findings with their places, and measures. The article stays as it is.

    It runs in the background: subscribe to `onEvaluation`, and read the result from `evaluation`. The same text is
    evaluated once and counts once.
    """
    return EvaluateWritingPayload(evaluation=service.evaluate_writing(viewer(), input))


@app.resolver(type_name="Mutation", field_name="retryEvaluation", counts=(rates.WRITES,))
def retry_evaluation(input: RetryEvaluationInput) -> RetryEvaluationPayload | None:
    """Run your evaluation again after a failure that is `retryable`."""
    return RetryEvaluationPayload(evaluation=service.retry_evaluation(viewer(), input.id))


@app.resolver(type_name="Mutation", field_name="deleteEvaluation", counts=(rates.WRITES,))
def delete_evaluation(input: DeleteEvaluationInput) -> DeleteEvaluationPayload | None:
    """Delete your evaluation for good, with every copy of its recording."""
    service.delete_evaluation(viewer(), input.id)
    return DeleteEvaluationPayload(id=input.id)


@app.resolver(type_name="Subscription", field_name="onEvaluation")
def on_evaluation(user_id: Annotated[ID, Field(description="Your own user ID.")]) -> SubscriptionFilter:
    """Delivers the steps of your evaluations as they change. Only you can subscribe to them."""
    return listening.to_self(user_id)
