"""What the contract promises of pins."""

import strawberry

from resolvers.core import geo
from resolvers.core.directives import EVERYONE, SIGNED_IN, enums, field, inputs, outputs
from resolvers.platform.pins import handler, model

enums(model.PinPrecision)
outputs(model.Pin, model.PinConnection, model.NearbyPinEdge, model.NearbyPinConnection)
outputs(model.AddPinPayload, model.MovePinPayload, model.RemovePinPayload, directives=SIGNED_IN)
inputs(geo.BoundsInput, model.AddPinInput, model.MovePinInput, model.RemovePinInput)

SUBJECT_FIELDS = (handler.pins,)


@strawberry.type
class Query:
    pins_in = field(handler.pins_in, EVERYONE)
    pins_near = field(handler.pins_near, EVERYONE)


@strawberry.type
class Mutation:
    add_pin = field(handler.add_pin)
    move_pin = field(handler.move_pin)
    remove_pin = field(handler.remove_pin)
