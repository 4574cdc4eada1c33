"""What the contract promises of likes."""

import strawberry

from resolvers.core.directives import EVERYONE, SIGNED_IN, field, inputs, outputs
from resolvers.platform.likes import handler, model

outputs(model.LikeEdge, model.LikeConnection, directives=EVERYONE)
outputs(model.LikePayload, model.UnlikePayload, directives=SIGNED_IN)
inputs(model.LikeInput)

SUBJECT_FIELDS = (handler.viewer_has_liked, handler.likes)


@strawberry.type
class Mutation:
    like = field(handler.like)
    unlike = field(handler.unlike)
