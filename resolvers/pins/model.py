"""A place an article is pinned to, and how precisely others may see it."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from resolvers.core.appsync import Payload
from resolvers.core.geo import GeoBounds, GeoPoint, GeoPointInput
from resolvers.core.idempotency import IdempotencyKey
from resolvers.core.ids import ID
from resolvers.core.model import Input, Model, Moment
from resolvers.core.pagination import Connection, Edge, PageInfo
from resolvers.posts.model import FeedScope

PlaceName = Annotated[str | None, Field(max_length=120, description="What the place is called, up to 120 characters.")]
Radius = Annotated[float, Field(gt=0, le=20_040_000, description="Metres, up to half the way round the globe.")]

Zoom = Annotated[int, Field(ge=0, le=20, description="0 (the world is one cell) to 20.")]
Month = Annotated[str | None, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$", description="A month of UTC, such as 2026-11.")]


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


class MapFilter(Input):
    """Which pins of public posts the map shows; what is left out filters nothing."""

    tag: str | None = Field(default=None, max_length=41, description="Only of posts with this tag.")
    scope: FeedScope = Field(
        default=FeedScope.ALL,
        description="FOLLOWING: only of the newest 200 posts on one's timeline. It needs somebody signed in.",
    )
    since: Month = Field(default=None, description="Only of posts first published in this month (UTC) or later.")
    until: Month = Field(default=None, description="Only of posts first published in this month (UTC) or earlier.")

    @model_validator(mode="after")
    def _forwards(self) -> "MapFilter":
        if self.since and self.until and self.since > self.until:
            raise ValueError("Since lies after until: swap them")
        return self

    @property
    def layer(self) -> str:
        """The tag as posts keep it; empty for all."""
        return " ".join((self.tag or "").lower().lstrip("#").split())

    def takes(self, month: str) -> bool:
        """Tell whether a month, such as 202611, is asked for."""
        since, until = (self.since or "").replace("-", ""), (self.until or "999912").replace("-", "")
        return since <= month <= until


class MapCell(Model):
    """A cell of the map that holds pins: a tile of Web Mercator."""

    id: ID = Field(description="Its quadkey: one digit 0 to 3 for each zoom; `world` at zoom 0.")
    count: int = Field(description="How many pins it holds; at least 1.")
    position: GeoPoint = Field(
        description="The middle of its pins, to 40 metres. With `since` or `until`, of those of all months."
    )
    bounds: GeoBounds = Field(description="Its edges.")


class MapCells(Model):
    """A view of the map: pins of public posts, counted by cell. New and changed ones count within seconds."""

    cells: list[MapCell] = Field(description="The cells that hold pins, at most a few thousand.")
    zoom: int = Field(description="The zoom of the cells: coarser than asked where the bounds are wide.")
    total_count: int = Field(description="How many pins the cells hold: as many as `mapPins` lists.")
    partial: bool = Field(description="More may match: FOLLOWING looks at the newest posts alone.")


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
