"""What the contract promises of readings."""

import strawberry

import resolvers.learning.evaluations.schema
import resolvers.platform.uploads.schema  # noqa: F401  imported for its side effect: it registers the upload form
from resolvers.core.directives import SIGNED_IN, enums, field, inputs, nested_field, outputs
from resolvers.learning.evaluations.model import Evaluation
from resolvers.learning.learners.model import Learner
from resolvers.learning.speaking import handler, model

enums(model.SpokenWordStatus)
outputs(
    model.SpokenWord,
    model.Pause,
    model.Delivery,
    model.Reading,
    model.SpeakingQuota,
    model.EvaluateSpeakingPayload,
    directives=SIGNED_IN,
)
inputs(model.EvaluateSpeakingInput)

nested_field(Evaluation, handler.reading)
nested_field(Learner, handler.speaking_quota)


@strawberry.type
class Mutation:
    evaluate_speaking = field(handler.evaluate_speaking)
