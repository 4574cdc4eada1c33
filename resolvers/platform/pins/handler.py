"""GraphQL fields of pins."""

from typing import Annotated, Any

from pydantic import Field

from resolvers import rates
from resolvers.core.appsync import SUBJECT
from resolvers.core.geo import BoundsInput, GeoPoint, GeoPointInput
from resolvers.core.identity import viewer, viewer_or_guest
from resolvers.core.pagination import After, First
from resolvers.platform.app import app
from resolvers.platform.pins import service
from resolvers.platform.pins.model import (
    AddPinInput,
    AddPinPayload,
    MovePinInput,
    MovePinPayload,
    NearbyPinConnection,
    PinConnection,
    Radius,
    RemovePinInput,
    RemovePinPayload,
)

Parents = list[dict[str, Any]]
Bounds = Annotated[
    BoundsInput, Field(description="The box. If `west` is greater than `east`, it crosses the antimeridian.")
]
Point = Annotated[GeoPointInput, Field(description="The centre of the circle.")]


@app.resolver(type_name="Query", field_name="pinsIn")
def pins_in(bounds: Bounds, first: First = 20, after: After = None) -> PinConnection | None:
    """The pins of public posts inside a box."""
    return service.pins_in(viewer_or_guest(), bounds, first, after)


@app.resolver(type_name="Query", field_name="pinsNear")
def pins_near(point: Point, radius: Radius, first: First = 20, after: After = None) -> NearbyPinConnection | None:
    """The pins of public posts within a radius, nearest first."""
    centre = GeoPoint(latitude=point.latitude, longitude=point.longitude)
    return service.pins_near(viewer_or_guest(), centre, radius, first, after)


@app.resolver(type_name="Mutation", field_name="addPin", counts=(rates.WRITES,))
def add_pin(input: AddPinInput) -> AddPinPayload | None:
    """Pin what you published, such as a post, to a place on the map. A subject has at most 50 pins."""
    return AddPinPayload(pin=service.add_pin(viewer(), input))


@app.resolver(type_name="Mutation", field_name="movePin", counts=(rates.WRITES,))
def move_pin(input: MovePinInput) -> MovePinPayload | None:
    """Move a pin of your own, or rename its place."""
    return MovePinPayload(pin=service.move_pin(viewer(), input))


@app.resolver(type_name="Mutation", field_name="removePin", counts=(rates.WRITES,))
def remove_pin(input: RemovePinInput) -> RemovePinPayload | None:
    """Remove a pin of your own."""
    service.remove_pin(viewer(), input.id)
    return RemovePinPayload(removed_id=input.id)


@app.batch_resolver(type_name=SUBJECT, field_name="pins")
def pins(subjects: Parents, first: First = 20, after: After = None) -> list[PinConnection | None]:
    """The places it is pinned to, oldest first."""
    return [*service.pins_of(subjects, first, after)]
