"""GraphQL fields of the public map."""

from typing import Annotated

from pydantic import Field

from resolvers.core.geo import BoundsInput
from resolvers.core.identity import viewer_or_guest
from resolvers.core.pagination import After, First
from resolvers.platform.app import app
from resolvers.platform.map import service
from resolvers.platform.map.model import MapCells, MapFilter, Zoom
from resolvers.platform.pins.model import PinConnection

Bounds = Annotated[
    BoundsInput, Field(description="The box. If `west` is greater than `east`, it crosses the antimeridian.")
]
Filter = Annotated[MapFilter | None, Field(description="Which pins to count. All of them if you leave it out.")]


@app.resolver(type_name="Query", field_name="mapCells")
def map_cells(bounds: Bounds, zoom: Zoom, filter: Filter = None) -> MapCells | None:
    """The pins of public subjects, such as posts, in and around a box, counted by map cell.

    Cells are counted whole, even if they reach beyond the box.
    """
    return service.map_cells(viewer_or_guest(), bounds, zoom, filter or MapFilter())


@app.resolver(type_name="Query", field_name="mapPins")
def map_pins(
    bounds: Bounds, zoom: Zoom, filter: Filter = None, first: First = 20, after: After = None
) -> PinConnection | None:
    """The pins that `mapCells` counts for the same arguments, in the order of the cells."""
    return service.map_pins(viewer_or_guest(), bounds, zoom, filter or MapFilter(), first, after)
