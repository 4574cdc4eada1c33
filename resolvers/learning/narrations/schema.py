"""What the contract promises of audio versions."""

import strawberry

from resolvers.core.directives import EVENTS, EVERYONE, SIGNED_IN, enums, field, inputs, outputs
from resolvers.learning.narrations import handler, model

enums(model.AudioState, model.AudioFailureReason)
outputs(model.AudioFailure, directives=EVENTS)
outputs(model.SpokenParagraph, model.AudioVersion, directives=EVERYONE)
outputs(model.CreateAudioVersionPayload, directives=SIGNED_IN)
inputs(model.CreateAudioVersionInput)


@strawberry.type
class Query:
    audio_version = field(handler.audio_version, EVERYONE)


@strawberry.type
class Mutation:
    create_audio_version = field(handler.create_audio_version)
