"""What the contract promises of views."""

import strawberry

from resolvers.core.directives import EVERYONE, field, inputs, outputs
from resolvers.video.views import handler, mutations

outputs(mutations.RecordViewPayload, directives=EVERYONE)
inputs(mutations.RecordViewInput)


@strawberry.type
class Mutation:
    record_view = field(handler.record_view, EVERYONE)
