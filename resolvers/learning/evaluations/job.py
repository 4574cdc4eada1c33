"""What evaluating is, as kinds of jobs: their steps and states. An estimate is bounded by the day's budget."""

from typing import Final

from resolvers.learning import keys
from resolvers.learning.evaluations.model import STEPS, Evaluation, EvaluationState, EvaluationStepName, Skill
from resolvers.platform.jobs.model import JobKind, Step

EVALUATION_JOB: Final = JobKind(
    model=Evaluation,
    key=keys.evaluation,
    steps=tuple(Step(name, is_optional=name == EvaluationStepName.JUDGED) for name in STEPS[Skill.WRITING]),
    waiting=EvaluationState.WAITING,
    working=EvaluationState.RUNNING,
    failed=EvaluationState.FAILED,
    claim_seconds=150,  # longer than the worker may run, shorter than the queue hides a message
    budget=0,
)

# Transcribe takes 0.024 $ a minute at most. The step begins once more when its report comes.
_TRANSCRIPTION: Final = 36_000

SPEAKING_JOB: Final = JobKind(
    model=Evaluation,
    key=keys.evaluation,
    steps=tuple(
        Step(name, cost=_TRANSCRIPTION if name == EvaluationStepName.TRANSCRIBED else 0)
        for name in STEPS[Skill.SPEAKING]
    ),
    waiting=EvaluationState.WAITING,
    working=EvaluationState.RUNNING,
    failed=EvaluationState.FAILED,
    claim_seconds=150,
    budget=8 * _TRANSCRIPTION,
)

JOBS: Final = {Skill.WRITING: EVALUATION_JOB, Skill.SPEAKING: SPEAKING_JOB}
