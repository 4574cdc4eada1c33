"""What the contract promises of evaluations."""

import strawberry

import resolvers.learning.learners.schema
import resolvers.platform.jobs.schema  # noqa: F401  imported for its side effect: it registers the steps' statuses
from resolvers.core.directives import EVENTS, SIGNED_IN, enums, field, inputs, nested_field, outputs
from resolvers.learning.estimates import model as estimates
from resolvers.learning.evaluations import handler, model
from resolvers.learning.learners.model import Learner
from resolvers.learning.writing import model as writing

enums(model.Skill, model.EvaluationState, model.EvaluationStepName, model.EvaluationFailureReason)
enums(writing.FindingKind, writing.MeasureName, estimates.Criterion)
outputs(model.EvaluationFailure, directives=EVENTS)
outputs(
    writing.Finding,
    writing.Measure,
    estimates.Band,
    estimates.Estimate,
    model.EvaluationStep,
    model.Evaluation,
    model.EvaluationConnection,
    model.WritingQuota,
    model.EvaluateWritingPayload,
    model.RetryEvaluationPayload,
    model.DeleteEvaluationPayload,
    directives=SIGNED_IN,
)
inputs(model.EvaluateWritingInput, model.RetryEvaluationInput, model.DeleteEvaluationInput)

nested_field(model.Evaluation, handler.findings)
nested_field(model.Evaluation, handler.estimate)
nested_field(Learner, handler.writing_quota)


@strawberry.type
class Query:
    evaluation = field(handler.evaluation)
    evaluations = field(handler.evaluations)


@strawberry.type
class Mutation:
    evaluate_writing = field(handler.evaluate_writing)
    retry_evaluation = field(handler.retry_evaluation)
    delete_evaluation = field(handler.delete_evaluation)
