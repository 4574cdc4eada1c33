"""What evaluating a text is, as a kind of job: its steps and states. An estimate is bounded by the day's budget."""

from typing import Final

from resolvers.learning import keys
from resolvers.learning.evaluations.model import Evaluation, EvaluationState, EvaluationStepName
from resolvers.platform.jobs.model import JobKind, Step

EVALUATION_JOB: Final = JobKind(
    model=Evaluation,
    key=keys.evaluation,
    steps=tuple(Step(name, is_optional=name == EvaluationStepName.JUDGED) for name in EvaluationStepName),
    waiting=EvaluationState.WAITING,
    working=EvaluationState.RUNNING,
    failed=EvaluationState.FAILED,
    claim_seconds=150,  # longer than the worker may run, shorter than the queue hides a message
    budget=0,
)
