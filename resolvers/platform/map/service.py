"""The public map: which pins it shows, and how each pin's place in it is kept. Guests see all of it."""

import contextlib
from collections.abc import Sequence
from typing import Final

from resolvers.core import geo, pagination
from resolvers.core.errors import Unauthenticated
from resolvers.core.geo import BoundsInput
from resolvers.core.identity import Caller
from resolvers.core.ids import ID
from resolvers.core.pagination import Slice
from resolvers.core.table import Item, StaleItem
from resolvers.core.text import match_key
from resolvers.platform import keys
from resolvers.platform.map import cells, repository
from resolvers.platform.map.cells import Area, Place, Sum
from resolvers.platform.map.model import MapCell, MapCells, MapFilter
from resolvers.platform.map.repository import Row, Wanted
from resolvers.platform.pins import repository as pins
from resolvers.platform.pins.model import Pin, PinConnection
from resolvers.platform.subjects import registry
from resolvers.platform.subjects import service as subjects
from resolvers.platform.subjects.model import FeedScope, Summary

_STEPS: Final = 20
_ROUNDS: Final = 3  # a page reads on where rows were left out, so often at most
_SUBJECTS_FOLLOWED: Final = 200
_PINS_FOLLOWED: Final = 1000
_ALL: Final = ""


class Unsettled(Exception):  # noqa: N818
    """A pin changes faster than it can be counted: the record, delivered again, goes on."""


def layers(summary: Summary | None) -> frozenset[str]:
    """Return the map layers of a subject that guests may see: all, and one per tag; none for what is not public."""
    return frozenset({_ALL, *map(match_key, summary.tags)}) if summary else frozenset()


def settle_subject(subject_id: str, known_pin_ids: list[str] | None = None) -> None:
    """Bring where a subject's pins are counted to what is true now; the pins are read where they are not known."""
    pin_ids = pins.get_ids_of([subject_id])[subject_id] if known_pin_ids is None else known_pin_ids
    if pin_ids:
        _settle(pin_ids, subject_id)


def settle_pin(pin_id: str, subject_id: str) -> None:
    """Bring where a pin is counted to what is true now, or raise `Unsettled`. Ends the same however often it runs."""
    _settle([pin_id], subject_id)


def _settle(pin_ids: Sequence[str], subject_id: str) -> None:
    subject = registry.subject_with(subject_id)
    beside = [subject.key(subject_id)] if subject else []
    for _ in range(_STEPS):
        notes, found = repository.read_pins(pin_ids, beside)
        summary = subjects.summarize_public(subject_id, found.get(beside[0])) if beside else None
        month = f"{summary.mapped_at:%Y%m}" if summary and summary.mapped_at else ""
        wanted = [_find_places(found.get(keys.pin(note.pin_id)), summary) for note in notes]
        unsettled = [(note, places) for note, places in zip(notes, wanted, strict=True) if note.places != places]
        if not unsettled:
            return
        for note, places in unsettled:
            with contextlib.suppress(StaleItem):
                repository.move(note, places, month)
    raise Unsettled(f"Pins of {subject_id} keep changing.")


def map_cells(viewer: Caller, bounds: BoundsInput, zoom: int, filter: MapFilter) -> MapCells:
    """Count the pins of public subjects around bounds by cell."""
    area = cells.area(bounds, zoom)
    if filter.scope == FeedScope.FOLLOWING:
        followed, partial = _list_followed_pins(viewer, area, filter)
        sums = cells.total((_count_one(geo.quadkey(pin.position)) for _, pin in followed), area)
    else:
        sums, partial = repository.count(filter.layer, area, _months(filter)), False
    return MapCells(
        cells=[_cell(quadkey, found) for quadkey, found in sums.items()],
        zoom=area.zoom,
        total_count=sum(found.pins for found in sums.values()),
        partial=partial,
    )


def map_pins(
    viewer: Caller, bounds: BoundsInput, zoom: int, filter: MapFilter, first: int, after: str | None
) -> PinConnection:
    """Return the pins of public subjects around bounds, in the order of their quadkeys."""
    area = cells.area(bounds, zoom)
    whose = viewer.id if filter.scope == FeedScope.FOLLOWING else ""
    scope = pagination.scope_of("mapPins", area=repr(area), filter=filter.model_dump(), viewer=whose)
    start = pagination.unseal(scope, after) if after else ""
    read = _page_of_followed if filter.scope == FeedScope.FOLLOWING else _page
    answer: PinConnection = pagination.connection(PinConnection, read(viewer, area, filter, first, start), scope)
    return answer


def _find_places(item: Item | None, summary: Summary | None) -> frozenset[Place]:
    """Return the rows that a pin should be in."""
    if not item or not summary or not summary.mapped_at:
        return frozenset()
    quadkey = geo.quadkey(Pin.model_validate(item).position)
    return frozenset(Place(layer, quadkey) for layer in layers(summary))


def _page(_viewer: Caller, area: Area, filter: MapFilter, first: int, start: str) -> Slice[Pin]:
    """Read rows until a page is full; the pins and their subjects decide, as they are now."""
    found: list[tuple[str, Pin]] = []
    position, ended = start, False
    for _ in range(_ROUNDS):
        wanted = first + 1 - len(found)
        rows, position, ended = repository.list_rows(filter.layer, area, _months(filter), position, wanted)
        found += _present(rows, filter)
        if ended or len(found) > first:
            break
    if len(found) > first:
        return Slice(found[:first], found[first - 1][0], more=True, resumed=bool(start))
    return Slice(found, position or None, more=not ended, partial=not ended, resumed=bool(start))


def _present(rows: list[Row], filter: MapFilter) -> list[tuple[str, Pin]]:
    """Return the pins that are still where their rows say, of subjects that everybody may see now."""
    found = pins.get_many(row.pin_id for row in rows)
    here = [
        (row.place, found[row.pin_id])
        for row in rows
        if row.pin_id in found and geo.quadkey(found[row.pin_id].position) == row.quadkey
    ]
    summaries = subjects.get_public_summaries({pin.subject_id for _, pin in here}) if here else {}
    return [(place, pin) for place, pin in here if filter.layer in layers(summaries.get(pin.subject_id))]


def _page_of_followed(viewer: Caller, area: Area, filter: MapFilter, first: int, start: str) -> Slice[Pin]:
    found, partial = _list_followed_pins(viewer, area, filter)
    rest = [(place, pin) for place, pin in found if place > start]
    end = rest[:first][-1][0] if rest else None
    more = len(rest) > first
    return Slice(rest[:first], end, more=more, partial=partial and not more, resumed=bool(start))


def _list_followed_pins(viewer: Caller, area: Area, filter: MapFilter) -> tuple[list[tuple[str, Pin]], bool]:
    """Return the pins of the newest public subjects on the viewer's timeline, and whether more may match."""
    if viewer.is_guest:
        raise Unauthenticated("Sign in to see the map of the people you follow.")
    newest, more = subjects.list_timeline(viewer, _SUBJECTS_FOLLOWED)
    takes = _months(filter)
    chosen = [
        subject_id
        for subject_id, summary in subjects.get_public_summaries(newest).items()
        if filter.layer in layers(summary)
        and summary.published_at
        and (not takes or takes(f"{summary.published_at:%Y%m}"))
    ]
    pin_ids = sorted(pin_id for found in pins.get_ids_of(chosen).values() for pin_id in found)
    found = pins.get_many(pin_ids[:_PINS_FOLLOWED]).values()
    placed = sorted((_place(pin), pin.id, pin) for pin in found if area.holds(geo.quadkey(pin.position)))
    return [(place, pin) for place, _, pin in placed], more or len(pin_ids) > _PINS_FOLLOWED


def _months(filter: MapFilter) -> Wanted | None:
    return filter.takes if filter.since or filter.until else None


def _place(pin: Pin) -> str:
    return f"{geo.quadkey(pin.position)} {pin.id}"


def _count_one(quadkey: str) -> tuple[str, Sum]:
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
