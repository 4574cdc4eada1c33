"""What the contract promises of pins."""

import strawberry

import resolvers.posts.schema  # noqa: F401  dresses posts first
from resolvers.core import geo
from resolvers.core.directives import EVERYONE, SIGNED_IN, enums, field, inputs, nested, outputs
from resolvers.pins import handler, model
from resolvers.posts.model import Post

enums(model.PinPrecision)
outputs(geo.GeoBounds, model.MapCell, model.MapCells)
outputs(model.Pin, model.PinConnection, model.NearbyPinEdge, model.NearbyPinConnection)
outputs(model.AddPinPayload, model.MovePinPayload, model.RemovePinPayload, directives=SIGNED_IN)
inputs(geo.BoundsInput, model.MapFilter, model.AddPinInput, model.MovePinInput, model.RemovePinInput)

nested(Post, handler.pins)
nested(model.Pin, handler.post_of_pin, name="post")


@strawberry.type
class Query:
    pins_in = field(handler.pins_in, EVERYONE)
    pins_near = field(handler.pins_near, EVERYONE)
    map_cells = field(handler.map_cells, EVERYONE)
    map_pins = field(handler.map_pins, EVERYONE)


@strawberry.type
class Mutation:
    add_pin = field(handler.add_pin)
    move_pin = field(handler.move_pin)
    remove_pin = field(handler.remove_pin)
