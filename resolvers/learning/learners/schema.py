"""What the contract promises of learners."""

import strawberry

import resolvers.platform.users.schema  # noqa: F401  imported for its side effect: it registers the viewer
from resolvers.core.directives import SIGNED_IN, field, inputs, nested_field, outputs
from resolvers.learning.learners import handler, model
from resolvers.platform.users.model import Viewer

outputs(model.StudyDay, model.Learner, model.UpdateLearnerPayload, directives=SIGNED_IN)
inputs(model.UpdateLearnerInput)

nested_field(Viewer, handler.learning)
nested_field(model.Learner, handler.streak)
nested_field(model.Learner, handler.study_days, name="days")


@strawberry.type
class Mutation:
    update_learner = field(handler.update_learner)
