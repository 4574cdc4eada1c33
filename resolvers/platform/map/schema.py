"""What the contract promises of the public map."""

import strawberry

import resolvers.platform.pins.schema  # noqa: F401  imported for its side effect: it registers the types of pins
from resolvers.core import geo
from resolvers.core.directives import EVERYONE, enums, field, inputs, outputs
from resolvers.platform.map import handler, model
from resolvers.platform.subjects.model import FeedScope

enums(FeedScope)
outputs(geo.GeoBounds, model.MapCell, model.MapCells)
inputs(model.MapFilter)


@strawberry.type
class Query:
    map_cells = field(handler.map_cells, EVERYONE)
    map_pins = field(handler.map_pins, EVERYONE)
