"""A place that something is pinned to, and how precisely others may see it."""

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field

from resolvers.core import text
from resolvers.core.appsync import Payload
from resolvers.core.geo import GeoPoint, GeoPointInput
from resolvers.core.idempotency import IdempotencyKey
from resolvers.core.ids import ID
from resolvers.core.model import Input, Model, Moment
from resolvers.core.pagination import Connection, Edge, PageInfo

PlaceName = Annotated[
    Annotated[str, AfterValidator(text.Line(0, 120))] | None,
    Field(description="The name of the place, on one line of up to 120 characters."),
]
Radius = Annotated[float, Field(gt=0, le=20_040_000, description="The radius in metres, up to 20,040,000.")]


class PinPrecision(StrEnum):
    """How precisely others can see the position of a pin."""

    EXACT = "EXACT"
    """Others see the exact position."""


class Pin(Model):
    """A place that a subject, such as a post, is pinned to."""

    id: ID = Field(description="The ID of the pin. It begins with `pin_`.")
    subject_id: ID = Field(description="The ID of the pinned subject, such as a post.")
    position: GeoPoint = Field(description="The position, as precisely as the viewer may know it.")
    precision: PinPrecision = Field(default=PinPrecision.EXACT, description="How precise `position` is.")
    place_name: str | None = Field(default=None, description="The name of the place. Null if it has none.")
    created_at: Moment = Field(description="When the pin was added.")
    version: int = Field(
        default=1,
        description="The version, which increases with every change. Send it as `expectedVersion` when you update.",
    )


class PinConnection(Connection[Pin]):
    """A page of pins."""


class NearbyPinEdge(Edge[Pin]):
    """A pin, with its distance."""

    distance: float = Field(description="The distance from the point you asked about, in metres.")


class NearbyPinConnection(Model):
    """A page of pins, nearest first."""

    edges: list[NearbyPinEdge] = Field(description="The items of the page, in order.")
    page_info: PageInfo = Field(description="Whether there are more items, and how to read them.")


class AddPinInput(Input):
    """Input of `addPin`."""

    subject_id: ID = Field(description="The ID of the subject to pin, such as a post of yours.")
    position: GeoPointInput = Field(description="The point to pin, in WGS 84 degrees.")
    place_name: PlaceName = None
    idempotency_key: IdempotencyKey = None


class MovePinInput(Input):
    """Input of `movePin`. Fields that you leave out stay as they are."""

    id: ID = Field(description="The ID of the pin.")
    expected_version: int = Field(
        description="The version that you read. If the item has changed since, "
        "the payload has a `Conflict` error with the current "
        "version."
    )
    position: GeoPointInput | None = Field(default=None, description="The new point, in WGS 84 degrees.")
    place_name: PlaceName = None


class RemovePinInput(Input):
    """Input of `removePin`."""

    id: ID = Field(description="The ID of the pin.")


class AddPinPayload(Payload):
    """The result of `addPin`."""

    pin: Pin | None = Field(default=None, description="The new pin. Null if the request was refused.")


class MovePinPayload(Payload):
    """The result of `movePin`."""

    pin: Pin | None = Field(default=None, description="The pin after the change.")


class RemovePinPayload(Payload):
    """The result of `removePin`."""

    removed_id: ID | None = Field(default=None, description="The ID of the deleted item.")
