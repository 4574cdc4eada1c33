"""The public map: what it shows of pins, and how each pin's place in it is kept. A guest sees all of it."""

import contextlib
from typing import Final

from resolvers.core import geo, pagination
from resolvers.core.errors import Unauthenticated
from resolvers.core.geo import BoundsInput
from resolvers.core.identity import GUEST, Viewer
from resolvers.core.ids import ID
from resolvers.core.pagination import Slice
from resolvers.pins import cells, map_index, repository
from resolvers.pins.cells import Area, Place, Sum
from resolvers.pins.map_index import Row, Wanted
from resolvers.pins.model import MapCell, MapCells, MapFilter, Pin, PinConnection
from resolvers.posts import service as posts
from resolvers.posts.model import FeedScope, Post

_STEPS: Final = 20
_ROUNDS: Final = 3  # a page reads on where rows were left out, so often at most
_POSTS_FOLLOWED: Final = 200
_PINS_FOLLOWED: Final = 1000
_ALL: Final = ""


class Unsettled(Exception):  # noqa: N818
    """A pin changes faster than it can be counted: the record, delivered again, goes on."""


def layers(post: Post | None) -> frozenset[str]:
    """Return the layers of the map a post's pins stand in: all, and its tags; none but for what guests may read."""
    is_public = post is not None and not post.deleting and posts.may_read(GUEST, post, set())
    return frozenset({_ALL, *post.tags}) if post and is_public else frozenset()


def settle_post(post_id: str) -> None:
    """Bring where a post's pins are counted to what stands now."""
    for pin_id in repository.list_ids_of([post_id]):
        settle_pin(pin_id)


def settle_pin(pin_id: str) -> None:
    """Bring where a pin is counted to what stands now, or raise `Unsettled`. Ends the same however often it runs."""
    for _ in range(_STEPS):
        note = map_index.get_note(pin_id)
        wanted, month = _wanted(pin_id)
        if note.places == wanted:
            return
        with contextlib.suppress(map_index.Overtaken):
            map_index.move(note, wanted, month)
    raise Unsettled(f"{pin_id} keeps changing.")


def map_cells(viewer: Viewer, bounds: BoundsInput, zoom: int, filter: MapFilter) -> MapCells:
    """Count the pins of public posts around bounds by cell."""
    area = cells.area(bounds, zoom)
    if filter.scope == FeedScope.FOLLOWING:
        pins, partial = _followed(viewer, area, filter)
        sums = cells.total((_counted_alone(geo.quadkey(pin.position)) for _, pin in pins), area)
    else:
        sums, partial = map_index.count(filter.layer, area, _months(filter)), False
    return MapCells(
        cells=[_cell(quadkey, found) for quadkey, found in sums.items()],
        zoom=area.zoom,
        total_count=sum(found.pins for found in sums.values()),
        partial=partial,
    )


def map_pins(
    viewer: Viewer, bounds: BoundsInput, zoom: int, filter: MapFilter, first: int, after: str | None
) -> PinConnection:
    """Return the pins of public posts around bounds, in the order of their quadkeys."""
    area = cells.area(bounds, zoom)
    whose = viewer.id if filter.scope == FeedScope.FOLLOWING else ""
    scope = pagination.scope_of("mapPins", area=repr(area), filter=filter.model_dump(), viewer=whose)
    start = pagination.unseal(scope, after) if after else ""
    read = _page_followed if filter.scope == FeedScope.FOLLOWING else _page
    answer: PinConnection = pagination.connection(PinConnection, read(viewer, area, filter, first, start), scope)
    return answer


def _wanted(pin_id: str) -> tuple[frozenset[Place], str]:
    """Return the rows a pin should stand in, and the month of its post."""
    pin = repository.get(pin_id)
    post = posts.readable(GUEST, [pin.post_id])[0] if pin else None
    if not pin or not post or not post.published_at:
        return frozenset(), ""
    quadkey = geo.quadkey(pin.position)
    return frozenset(Place(layer, quadkey) for layer in layers(post)), f"{post.published_at:%Y%m}"


def _page(_viewer: Viewer, area: Area, filter: MapFilter, first: int, start: str) -> Slice[Pin]:
    """Read rows until a page is full; the pins and their posts decide, as they are now."""
    found: list[tuple[str, Pin]] = []
    position, ended = start, False
    for _ in range(_ROUNDS):
        wanted = first + 1 - len(found)
        rows, position, ended = map_index.list_rows(filter.layer, area, _months(filter), position, wanted)
        found += _standing(rows, filter)
        if ended or len(found) > first:
            break
    if len(found) > first:
        return Slice(found[:first], found[first - 1][0], more=True, resumed=bool(start))
    return Slice(found, position or None, more=not ended, partial=not ended, resumed=bool(start))


def _standing(rows: list[Row], filter: MapFilter) -> list[tuple[str, Pin]]:
    """Return the pins that still stand where their rows say, of posts that everybody may read now."""
    pins = repository.get_many(row.pin_id for row in rows)
    here = [
        (row, pins[row.pin_id])
        for row in rows
        if row.pin_id in pins and geo.quadkey(pins[row.pin_id].position) == row.quadkey
    ]
    shown = posts.readable(GUEST, [pin.post_id for _, pin in here]) if here else []
    return [(row.place, pin) for (row, pin), post in zip(here, shown, strict=True) if filter.layer in layers(post)]


def _page_followed(viewer: Viewer, area: Area, filter: MapFilter, first: int, start: str) -> Slice[Pin]:
    found, partial = _followed(viewer, area, filter)
    rest = [(place, pin) for place, pin in found if place > start]
    end = rest[:first][-1][0] if rest else None
    more = len(rest) > first
    return Slice(rest[:first], end, more=more, partial=partial and not more, resumed=bool(start))


def _followed(viewer: Viewer, area: Area, filter: MapFilter) -> tuple[list[tuple[str, Pin]], bool]:
    """Return the pins of the newest public posts on the viewer's timeline, and whether more may match."""
    if viewer.is_guest:
        raise Unauthenticated("Sign in to see the map of the people you follow.")
    newest, more = posts.newest_followed(viewer, _POSTS_FOLLOWED)
    takes = _months(filter)
    chosen = [
        post.id
        for post in newest
        if filter.layer in layers(post) and post.published_at and (not takes or takes(f"{post.published_at:%Y%m}"))
    ]
    pin_ids = repository.list_ids_of(chosen)
    pins = repository.get_many(pin_ids[:_PINS_FOLLOWED]).values()
    placed = sorted((_place(pin), pin.id, pin) for pin in pins if area.holds(geo.quadkey(pin.position)))
    return [(place, pin) for place, _, pin in placed], more or len(pin_ids) > _PINS_FOLLOWED


def _months(filter: MapFilter) -> Wanted | None:
    return filter.takes if filter.since or filter.until else None


def _place(pin: Pin) -> str:
    return f"{geo.quadkey(pin.position)} {pin.id}"


def _counted_alone(quadkey: str) -> tuple[str, Sum]:
    column, row = geo.tile(quadkey)
    return quadkey, Sum(1, column, row)


def _cell(quadkey: str, found: Sum) -> MapCell:
    across, down = found.columns / found.pins + 0.5, found.rows / found.pins + 0.5
    return MapCell(
        id=ID(quadkey or "world"),
        count=found.pins,
        position=geo.point(across, down, geo.ZOOM),
        bounds=geo.bounds_of(quadkey),
    )
