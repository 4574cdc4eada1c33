"""Events of evaluations: each step, and how far it is, for the person who asked."""

from collections.abc import Iterator

from resolvers.learning.evaluations.model import EVALUATIONS, Evaluation, EvaluationEvent
from resolvers.platform.event_log.change import Change
from resolvers.platform.event_log.declarations import event
from resolvers.platform.event_log.model import Draft, draft
from resolvers.platform.event_log.prefetch import Prefetched
from resolvers.platform.jobs.steps import list_changed


@event(EvaluationEvent, on="Evaluation", topics=[EVALUATIONS])
def evaluation_events(change: Change, _: Prefetched) -> Iterator[Draft]:
    """Tell the person who asked each step that changed."""
    if change.is_gone:
        return
    evaluation = Evaluation.model_validate(change.new)
    before = Evaluation.model_validate(change.old).steps if change.old else []
    for step in list_changed(before, evaluation.steps):
        yield draft(
            EVALUATIONS.topic(evaluation.owner_id),
            EvaluationEvent,
            f"{change.id}:{step.name}",
            user_id=evaluation.owner_id,
            evaluation_id=evaluation.id,
            subject_id=evaluation.subject_id,
            evaluation_step=step.name,
            status=step.status,
            attempt=step.attempt,
            percent=step.percent,
            evaluation_state=evaluation.state,
            failure=evaluation.failure,
        )
