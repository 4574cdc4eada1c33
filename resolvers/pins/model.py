"""A place an article is pinned to, and how precisely others may see it."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from resolvers.core.appsync import Payload
from resolvers.core.geo import GeoPoint, GeoPointInput
from resolvers.core.idempotency import IdempotencyKey
from resolvers.core.ids import ID
from resolvers.core.model import Input, Model, Moment
from resolvers.core.pagination import Connection, Edge, PageInfo

PlaceName = Annotated[str | None, Field(max_length=120, description="What the place is called, up to 120 characters.")]
Radius = Annotated[float, Field(gt=0, le=20_040_000, description="Metres, up to half the way round the globe.")]


class PinPrecision(StrEnum):
    """How precisely others see a pin."""

    EXACT = "EXACT"


class Pin(Model):
    """A place an article is pinned to."""

    id: ID = Field(description="Begins with `pin_`.")
    post_id: ID = Field(description="The post it belongs to.")
    position: GeoPoint = Field(description="Where it is, as far as others may know.")
    precision: PinPrecision = Field(default=PinPrecision.EXACT, description="How precise the position is.")
    place_name: str | None = Field(default=None, description="What the place is called.")
    created_at: Moment = Field(description="When it was added.")
    version: int = Field(default=1, description="Goes up with every change: send it as `expectedVersion`.")


class PinConnection(Connection[Pin]):
    """A page of pins."""


class NearbyPinEdge(Edge[Pin]):
    """A pin at some distance."""

    distance: float = Field(description="Metres from the point asked about.")


class NearbyPinConnection(Model):
    """A page of pins, the nearest first."""

    edges: list[NearbyPinEdge] = Field(description="The page, in order.")
    page_info: PageInfo = Field(description="Where the page stands.")


class AddPinInput(Input):
    """A new pin."""

    post_id: ID = Field(description="The post, one's own.")
    position: GeoPointInput = Field(description="Where.")
    place_name: PlaceName = None
    idempotency_key: IdempotencyKey = None


class MovePinInput(Input):
    """A pin's new place; what is left out stays."""

    id: ID = Field(description="The pin.")
    expected_version: int = Field(description="The version it was read at.")
    position: GeoPointInput | None = Field(default=None, description="Where it moves to.")
    place_name: PlaceName = None


class RemovePinInput(Input):
    """Which pin to remove."""

    id: ID = Field(description="The pin.")


class AddPinPayload(Payload):
    """The new pin."""

    pin: Pin | None = Field(default=None, description="The pin.")


class MovePinPayload(Payload):
    """The moved pin."""

    pin: Pin | None = Field(default=None, description="The pin as it is now.")


class RemovePinPayload(Payload):
    """The pin that is gone."""

    removed_id: ID | None = Field(default=None, description="Its id.")
