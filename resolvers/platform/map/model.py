"""The public map: what is asked of it, and the cells it answers."""

import re
from typing import Annotated, Final

from pydantic import AfterValidator, Field, model_validator

from resolvers.core import text
from resolvers.core.geo import GeoBounds, GeoPoint
from resolvers.core.ids import ID
from resolvers.core.model import Input, Model
from resolvers.platform.subjects.model import FeedScope

Zoom = Annotated[int, Field(ge=0, le=20, description="The zoom level, from 0 (the world is one cell) to 20.")]
_MONTH: Final = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


def _check_month(text: str) -> str:
    if not _MONTH.fullmatch(text):
        raise ValueError("It must be a month, such as 2026-11")
    return text


Month = Annotated[
    Annotated[str, AfterValidator(_check_month)] | None, Field(description="A month of UTC, such as 2026-11.")
]


class MapFilter(Input):
    """Which pins to show. Fields that you leave out do not filter."""

    tag: str | None = Field(
        default=None,
        max_length=500,
        description="Only pins of subjects with this tag. Case, Unicode form and a leading `#` do not matter.",
    )
    scope: FeedScope = Field(
        default=FeedScope.ALL,
        description="`FOLLOWING` shows only pins of the newest 200 subjects by people you follow. Requires sign-in.",
    )
    since: Month = Field(
        default=None,
        description="Only pins of subjects first published in this month (UTC) or later, such as `2026-11`.",
    )
    until: Month = Field(
        default=None,
        description="Only pins of subjects first published in this month (UTC) or earlier, such as `2026-11`.",
    )

    @model_validator(mode="after")
    def _forwards(self) -> "MapFilter":
        if self.since and self.until and self.since > self.until:
            raise ValueError("Since lies after until: swap them")
        return self

    @property
    def layer(self) -> str:
        """The key of the tag; empty for all."""
        return text.match_key(text.clean_tag(self.tag or ""))

    def takes(self, month: str) -> bool:
        """Tell whether a month, such as 202611, is asked for."""
        since, until = (self.since or "").replace("-", ""), (self.until or "999912").replace("-", "")
        return since <= month <= until


class MapCell(Model):
    """A map cell with at least one pin. Cells are Web Mercator tiles."""

    id: ID = Field(
        description="The quadkey of the tile, with one digit from 0 to 3 for each zoom level. `world` at zoom 0."
    )
    count: int = Field(description="The number of pins in the cell, at least 1.")
    position: GeoPoint = Field(
        description="The centre of the pins in the cell, precise to 40 metres. With `since` or `until`, "
        "it is the centre of the pins of all months."
    )
    bounds: GeoBounds = Field(description="The edges of the cell.")


class MapCells(Model):
    """Pins of public subjects, such as posts, counted by map cell. Changes are counted within seconds."""

    cells: list[MapCell] = Field(description="The cells that contain pins, at most a few thousand.")
    zoom: int = Field(
        description="The zoom level of the cells. It is lower than the one you asked for if the bounds are wide."
    )
    total_count: int = Field(description="The number of pins in all cells, which is the number that `mapPins` lists.")
    partial: bool = Field(
        description="Whether more pins may match. With `scope: FOLLOWING`, only the newest subjects are counted."
    )
