"""GraphQL fields of pins."""

from typing import Annotated, Any

from pydantic import Field

from resolvers.core.appsync import app
from resolvers.core.geo import BoundsInput, GeoPoint, GeoPointInput
from resolvers.core.identity import viewer, viewer_or_guest
from resolvers.core.pagination import After, First
from resolvers.pins import atlas, service
from resolvers.pins.model import (
    AddPinInput,
    AddPinPayload,
    MapCells,
    MapFilter,
    MovePinInput,
    MovePinPayload,
    NearbyPinConnection,
    PinConnection,
    Radius,
    RemovePinInput,
    RemovePinPayload,
    Zoom,
)
from resolvers.posts import service as posts
from resolvers.posts.model import Post

Parents = list[dict[str, Any]]
Bounds = Annotated[BoundsInput, Field(description="The box; `west` greater than `east` crosses the antimeridian.")]
Filter = Annotated[MapFilter | None, Field(description="Which of them; all where it is left out.")]
Point = Annotated[GeoPointInput, Field(description="Near what.")]


@app.resolver(type_name="Query", field_name="pinsIn")
def pins_in(bounds: Bounds, first: First = 20, after: After = None) -> PinConnection | None:
    """Pins inside bounds, of published posts the viewer may read."""
    return service.pins_in(viewer_or_guest(), bounds, first, after)


@app.resolver(type_name="Query", field_name="pinsNear")
def pins_near(point: Point, radius: Radius, first: First = 20, after: After = None) -> NearbyPinConnection | None:
    """Pins within a radius, of published posts the viewer may read, the nearest first."""
    centre = GeoPoint(latitude=point.latitude, longitude=point.longitude)
    return service.pins_near(viewer_or_guest(), centre, radius, first, after)


@app.resolver(type_name="Query", field_name="mapCells")
def map_cells(bounds: Bounds, zoom: Zoom, filter: Filter = None) -> MapCells | None:
    """Pins of public posts around bounds, counted by cell: whole cells, also where they reach beyond the bounds."""
    return atlas.map_cells(viewer_or_guest(), bounds, zoom, filter or MapFilter())


@app.resolver(type_name="Query", field_name="mapPins")
def map_pins(
    bounds: Bounds, zoom: Zoom, filter: Filter = None, first: First = 20, after: After = None
) -> PinConnection | None:
    """The pins that `mapCells` counts for the same arguments, cell by cell."""
    return atlas.map_pins(viewer_or_guest(), bounds, zoom, filter or MapFilter(), first, after)


@app.resolver(type_name="Mutation", field_name="addPin")
def add_pin(input: AddPinInput) -> AddPinPayload:
    """Pin one's own post to a place."""
    return AddPinPayload(pin=service.add_pin(viewer(), input))


@app.resolver(type_name="Mutation", field_name="movePin")
def move_pin(input: MovePinInput) -> MovePinPayload:
    """Move a pin, or rename its place."""
    return MovePinPayload(pin=service.move_pin(viewer(), input))


@app.resolver(type_name="Mutation", field_name="removePin")
def remove_pin(input: RemovePinInput) -> RemovePinPayload:
    """Remove a pin from one's own post."""
    service.remove_pin(viewer(), input.id)
    return RemovePinPayload(removed_id=input.id)


@app.batch_resolver(type_name="Post", field_name="pins")
def pins(posts: Parents, first: First = 20, after: After = None) -> list[PinConnection | None]:
    """The places this post is pinned to, in the order they were added."""
    return [service.pins_of(each["id"], first, after) for each in posts]


@app.batch_resolver(type_name="Pin", field_name="post")
def post_of_pin(pins: Parents) -> list[Post | None]:
    """The post it belongs to."""
    return posts.shown_readable(viewer_or_guest(), [each["postId"] for each in pins])
