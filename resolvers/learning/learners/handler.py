"""GraphQL fields of learners; everybody sees only their own."""

from typing import Annotated, Any

from pydantic import Field

from resolvers import rates
from resolvers.core.identity import viewer
from resolvers.learning.app import app
from resolvers.learning.learners import service
from resolvers.learning.learners.model import (
    DAYS_SHOWN,
    Learner,
    StudyDay,
    UpdateLearnerInput,
    UpdateLearnerPayload,
)

Parents = list[dict[str, Any]]
Last = Annotated[int, Field(ge=1, le=DAYS_SHOWN, description="How many days to look back, from 1 to 366.")]


@app.resolver(type_name="Mutation", field_name="updateLearner", counts=(rates.WRITES,))
def update_learner(input: UpdateLearnerInput) -> UpdateLearnerPayload | None:
    """Change your time zone or how surely you want to remember. Reviews that were scheduled before keep their times."""
    return UpdateLearnerPayload(learner=service.update(viewer(), input))


@app.batch_resolver(type_name="Viewer", field_name="learning")
def learning(viewers: Parents) -> list[Learner | None]:
    """Your learning settings and progress."""
    found = service.get(viewer())
    return [found for _ in viewers]


@app.batch_resolver(type_name="Learner", field_name="streak")
def streak(learners: Parents) -> list[int | None]:
    """How many days in a row you have reviewed flashcards. Today counts once you have reviewed one."""
    length = service.measure_streak(viewer())
    return [length for _ in learners]


@app.batch_resolver(type_name="Learner", field_name="days")
def study_days(learners: Parents, last: Last = 90) -> list[list[StudyDay] | None]:
    """The days on which you reviewed flashcards, newest first."""
    found = service.list_days(viewer(), last)
    return [found for _ in learners]
