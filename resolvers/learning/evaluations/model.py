"""An evaluation: a job that reads the text of an article, and its findings."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Final

from pydantic import AfterValidator, Field

from resolvers.core import text
from resolvers.core.appsync import Payload
from resolvers.core.idempotency import IdempotencyKey
from resolvers.core.ids import ID, OpaqueID
from resolvers.core.model import Input, Model, Moment, stored_only
from resolvers.core.pagination import Connection
from resolvers.learning.writing.model import Measure
from resolvers.platform.event_log.model import Event, Hearers, TopicKind
from resolvers.platform.jobs.model import Job, JobFailure, JobStep, StepStatus

TEXT_LENGTH: Final = 50_000


Text = Annotated[
    str,
    AfterValidator(text.Paragraphs(1, TEXT_LENGTH)),
    Field(description="The text to read, in Markdown: 1 to 50,000 characters, saved or not."),
]


class Skill(StrEnum):
    """What an evaluation is about."""

    WRITING = "WRITING"
    """A text of your article. It has `findings` and `measures`."""
    SPEAKING = "SPEAKING"
    """A paragraph of your article that you read aloud. It has a `reading`."""


class EvaluationState(StrEnum):
    """How far an evaluation is."""

    WAITING = "WAITING"
    """It waits for a worker, or for its recording."""
    RUNNING = "RUNNING"
    """A worker reads the text, or listens to the recording."""
    DONE = "DONE"
    """The findings and measures are there, and the estimate if a language model gave one."""
    FAILED = "FAILED"
    """It ended without a result. `failure` says why."""


class EvaluationStepName(StrEnum):
    """A step of an evaluation. Those of a text come in this order, and so do those of a recording."""

    QUEUED = "QUEUED"
    """You asked for it."""
    READ = "READ"
    """The text is read sentence by sentence. Once it is done, findings and measures are there."""
    JUDGED = "JUDGED"
    """A language model estimates the text. Without one the evaluation ends without an estimate."""
    DONE = "DONE"
    """Everything is written."""
    RECORDED = "RECORDED"
    """The recording has arrived."""
    CHECKED = "CHECKED"
    """The sound is decoded, and speech and pauses are found in it."""
    TRANSCRIBED = "TRANSCRIBED"
    """The words are recognised."""
    COMPARED = "COMPARED"
    """The words are compared with the paragraph, and the result is written."""


class EvaluationFailureReason(StrEnum):
    """Why an evaluation ended without a result, or without an estimate."""

    INTERRUPTED = "INTERRUPTED"
    """It was interrupted. Try again."""
    TOO_SHORT = "TOO_SHORT"
    """The text has too few English words for an estimate, or the recording is shorter than a second."""
    AI_UNAVAILABLE = "AI_UNAVAILABLE"
    """No language model gave an estimate."""
    OVER_BUDGET = "OVER_BUDGET"
    """The day's budget for estimates is spent, or it was tried too often."""
    INTERNAL = "INTERNAL"
    """Something went wrong on our side. Try again."""
    NOT_AUDIO = "NOT_AUDIO"
    """The file has no sound that can be decoded. Record again."""
    TOO_LONG = "TOO_LONG"
    """The recording is longer than three minutes. Read a shorter paragraph."""
    NO_SPEECH = "NO_SPEECH"
    """Nobody is heard to speak. Check the microphone, and record again."""
    TOO_NOISY = "TOO_NOISY"
    """The voice is less than 10 decibels above the noise. Record again in a quieter place."""
    ANOTHER_TEXT = "ANOTHER_TEXT"
    """Hardly a word of the paragraph was heard: another text was read, or in another language than English."""


class EvaluationStep(JobStep):
    """A step of an evaluation."""

    name: EvaluationStepName = Field(description="The name of the step.")
    status: StepStatus = Field(default=StepStatus.PENDING, description="The status of the step.")
    at: Moment | None = Field(
        default=None, description="When the status last changed. Null if the step has not started."
    )
    attempt: int = Field(
        default=0, description="The number of the attempt that last changed it, from 1; 0 if it has not started."
    )
    percent: int | None = Field(default=None, description="How far the step is, from 0 to 100. Null if it cannot tell.")


class EvaluationFailure(JobFailure):
    """Why an evaluation failed."""

    step: EvaluationStepName = Field(description="The step that failed.")
    reason: EvaluationFailureReason = Field(description="The reason, for programs.")
    message: str = Field(description="A sentence in English that says why it failed and what to do.")
    retryable: bool = Field(description="Whether `retryEvaluation` may help.")


STEPS: Final = {
    Skill.WRITING: (
        EvaluationStepName.QUEUED,
        EvaluationStepName.READ,
        EvaluationStepName.JUDGED,
        EvaluationStepName.DONE,
    ),
    Skill.SPEAKING: (
        EvaluationStepName.RECORDED,
        EvaluationStepName.CHECKED,
        EvaluationStepName.TRANSCRIBED,
        EvaluationStepName.COMPARED,
    ),
}


def list_first_steps(skill: Skill = Skill.WRITING) -> list[EvaluationStep]:
    """Return the steps of a new evaluation of a skill."""
    return [EvaluationStep(name=name) for name in STEPS[skill]]


class Evaluation(Job):
    """What was found in your text, or in your recording. Only you can read it."""

    id: ID = Field(description="The ID of the evaluation. It begins with `evaluation_`.")
    owner_id: ID = stored_only()
    subject_id: ID = Field(description="The ID of the article whose text it is.")
    skill: Skill = Field(default=Skill.WRITING, description="What it is about.")
    state: EvaluationState = Field(default=EvaluationState.WAITING, description="How far the evaluation is.")
    steps: Sequence[EvaluationStep] = Field(default_factory=list_first_steps, description="Its steps, in order.")
    attempt: int = Field(default=0, description="The number of the attempt, from 1; 0 before the first one.")
    failure: EvaluationFailure | None = Field(
        default=None,
        description="Why it ended without a result, or, if its state is `DONE`, without an estimate. Null if it did "
        "not.",
    )
    measures: list[Measure] = Field(
        default=[], description="Measures of the text. Empty until it is read, and for a recording."
    )
    text_hash: str = Field(description="The SHA-256 of the text that it read, in hexadecimal digits.")
    created_at: Moment = Field(description="When you asked for it.")


class EvaluationConnection(Connection[Evaluation]):
    """A page of evaluations."""

    events_cursor: OpaqueID | None = Field(
        default=None,
        description="The position in the event log just before this page was read. Pass it to `eventsSince` to get the "
        "steps that changed afterwards.",
    )


class EvaluationEvent(Event):
    """A step of your evaluation changed its status, or is further than before. It carries nothing of the text."""

    user_id: ID = Field(description="The ID of the person who asked for the evaluation.")
    evaluation_id: ID = Field(description="The ID of the evaluation.")
    subject_id: ID = Field(description="The ID of the article whose text it is.")
    evaluation_step: EvaluationStepName = Field(description="The step that changed.")
    status: StepStatus = Field(description="The status of the step.")
    attempt: int = Field(description="The number of the attempt that changed it, from 1; 0 before the first one.")
    percent: int | None = Field(default=None, description="How far the step is, from 0 to 100. Null if it cannot tell.")
    evaluation_state: EvaluationState = Field(description="How far the evaluation is after this event.")
    failure: EvaluationFailure | None = Field(
        default=None, description="Why it ended without a result, or without an estimate. Null if it did not."
    )


EVALUATIONS: Final = TopicKind("evaluations", Hearers.PERSON)


class WritingQuota(Model):
    """How many texts you may still have evaluated today."""

    limit: int = Field(description="How many texts you may have evaluated in a day of UTC.")
    remaining: int = Field(description="How many are left today. A text that was evaluated before costs none.")
    resets_at: Moment = Field(description="When the next day begins.")


class Draft(Model):
    """What a worker reads: a text, and words that are right in it."""

    text: str
    known: list[str]


class EvaluateWritingInput(Input):
    """Input of `evaluateWriting`."""

    subject_id: ID = Field(description="The ID of your article, such as a post.")
    text: Text
    idempotency_key: IdempotencyKey = None


class RetryEvaluationInput(Input):
    """Input of `retryEvaluation`."""

    id: ID = Field(description="The ID of the evaluation.")


class DeleteEvaluationInput(Input):
    """Input of `deleteEvaluation`."""

    id: ID = Field(description="The ID of the evaluation.")


class DeleteEvaluationPayload(Payload):
    """The result of `deleteEvaluation`."""

    id: ID | None = Field(default=None, description="The ID of the evaluation that is gone.")


class EvaluateWritingPayload(Payload):
    """The result of `evaluateWriting`."""

    evaluation: Evaluation | None = Field(
        default=None, description="The evaluation. If the same text was evaluated before, it is the earlier one."
    )


class RetryEvaluationPayload(Payload):
    """The result of `retryEvaluation`."""

    evaluation: Evaluation | None = Field(default=None, description="The evaluation, which runs again.")
