"""Pinning subjects to places, and the one policy of what others see of a place."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from resolvers.core import geo, idempotency, ids, pagination
from resolvers.core.errors import Conflict, Forbidden, NotFound
from resolvers.core.geo import BoundsInput, GeoPoint, GeoPointInput
from resolvers.core.identity import Caller
from resolvers.core.model import now
from resolvers.core.pagination import Slice
from resolvers.platform import keys
from resolvers.platform.pins import repository
from resolvers.platform.pins.model import (
    AddPinInput,
    MovePinInput,
    NearbyPinConnection,
    NearbyPinEdge,
    Pin,
    PinConnection,
    PinPrecision,
)
from resolvers.platform.subjects import service as subjects
from resolvers.platform.subjects.service import write_under

_RINGS: Final = (256, 64, 16, 4, 1)  # a nearest-first search grows its circle by these parts of the radius
_READ_OF_A_RING: Final = 1000
_REMOVED_AT_ONCE: Final = 200


def compute_shown_position(exact: GeoPoint, precision: PinPrecision) -> GeoPoint:
    """Return what others see of a place. Every path derives it here: fields, map, search, events."""
    return {PinPrecision.EXACT: exact}[precision]


def add_pin(viewer: Caller, input: AddPinInput) -> Pin:
    """Pin the viewer's own subject to a place; repeating the idempotency key answers the first one."""
    exact = _point(input.position)
    pin = Pin(
        id=ids.new(keys.PIN),
        subject_id=input.subject_id,
        position=compute_shown_position(exact, PinPrecision.EXACT),
        precision=PinPrecision.EXACT,
        place_name=input.place_name or None,
        created_at=now(),
    )
    claim = idempotency.claim(viewer.id, "addPin", input, input.idempotency_key, pin.id)
    try:
        write_under(
            lambda: subjects.get_owned(viewer, input.subject_id),
            lambda guard: repository.add(pin, guard, exact, claim),
        )
    except idempotency.AlreadyDone as done:
        return get_owned(viewer, done.result_id)
    return pin


def move_pin(viewer: Caller, input: MovePinInput) -> Pin:
    """Move or rename a pin, or raise `Conflict`, `Forbidden` or `NotFound`."""
    before = get_owned(viewer, input.id)
    if before.version != input.expected_version:
        raise Conflict(before.version)
    exact = _point(input.position) if input.position else before.position
    name = before.place_name if input.place_name is None else input.place_name or None
    changes = {"position": compute_shown_position(exact, before.precision), "place_name": name}
    repository.move(before, before.model_copy(update=changes), exact)
    return get_owned(viewer, input.id)


def remove_pin(viewer: Caller, pin_id: str) -> None:
    """Remove a pin, or raise `Forbidden` or `NotFound`."""
    repository.remove(get_owned(viewer, pin_id))


def get_owned(viewer: Caller, pin_id: str) -> Pin:
    """Return a pin of the viewer's own subject, or raise `Forbidden` or `NotFound`.

    A pin that the viewer may not see is refused in the words for one that is not there.
    """
    pin = repository.get(pin_id)
    guard = subjects.get_many_readable(viewer, [pin.subject_id])[0] if pin else None
    if not pin or not guard:
        raise NotFound("There is no such pin.", "id")
    if guard.owner_id != viewer.id:
        raise Forbidden("Only its author may do this.", "id")
    return pin


def get_many_readable(viewer: Caller, pin_ids: Sequence[str]) -> list[Pin | None]:
    """Return the pins of published subjects that the viewer may see, one for each id, None for the others."""
    found = repository.get_many(each for each in pin_ids if each)
    shown: dict[str, Pin] = {pin.id: pin for pin in _hide_unreadable(viewer, [*found.values()]) if pin}
    return [shown.get(each) for each in pin_ids]


def find_first_ids(subject_ids: Iterable[str]) -> dict[str, str]:
    """Return the id of the first pin of each subject that has one, in one batch. The subjects are trusted."""
    return {subject_id: ids[0] for subject_id, ids in repository.get_ids_of(subject_ids).items() if ids}


def get_many(pin_ids: Iterable[str]) -> dict[str, Pin]:
    """Return pins by id without checking who may see them: callers have checked their subjects."""
    return repository.get_many(pin_ids)


def pins_of(parents: Sequence[Mapping[str, Any]], first: int, after: str | None) -> list[PinConnection]:
    """Return each parent's pins in the order they were added, all in one batch.

    Parents are trusted: they came from a handler that checked the right to read them, most with their pins' ids.
    """
    known = {
        each["id"]: pin_ids for each in parents if (pin_ids := (each.get("counts") or {}).get("pinIds")) is not None
    }
    known |= repository.get_ids_of(each["id"] for each in parents if each["id"] not in known)
    scopes = [pagination.scope_of("pins", subject=each["id"]) for each in parents]
    starts = [pagination.unseal(scope, after) if after else "" for scope in scopes]
    rests = [
        [each for each in sorted(known[parent["id"]]) if each > start]
        for parent, start in zip(parents, starts, strict=True)
    ]
    found = repository.get_many(each for rest in rests for each in rest[:first])
    return [
        _page(_slice(rest, found, first, resumed=bool(after)), scope) for rest, scope in zip(rests, scopes, strict=True)
    ]


def pins_in(viewer: Caller, bounds: BoundsInput, first: int, after: str | None) -> PinConnection:
    """Return the public map's pins inside bounds, tile by tile; the viewer may read their subjects now."""
    scope = pagination.scope_of("pinsIn", bounds=bounds.model_dump())
    return _page(repository.list_in(bounds, scope, first, after, lambda pins: _hide_unreadable(viewer, pins)), scope)


def pins_near(viewer: Caller, point: GeoPoint, radius: float, first: int, after: str | None) -> NearbyPinConnection:
    """Return the public map's pins within a radius, the nearest first; the viewer may read their subjects now."""
    scope = pagination.scope_of("pinsNear", point=point.model_dump(), radius=radius)
    start = pagination.unseal(scope, after) if after else ""
    found, spent = _nearest(viewer, point, radius, first + 1, start)
    page = Slice(
        found[:first],
        found[min(first, len(found)) - 1][0] if found else None,
        more=len(found) > first,
        partial=spent,
        resumed=bool(after),
    )
    edges = [
        NearbyPinEdge(cursor=pagination.seal(scope, place), node=pin, distance=geo.distance(point, pin.position))
        for place, pin in page.rows
    ]
    return NearbyPinConnection(edges=edges, page_info=pagination.page_info(page, scope))


def remove_under(subject_id: str) -> bool:
    """Remove pins of a subject that is being deleted, at most a few hundred; True when none is left."""
    return repository.remove_some(subject_id, _REMOVED_AT_ONCE)


def _nearest(
    viewer: Caller, point: GeoPoint, radius: float, wanted: int, start: str
) -> tuple[list[tuple[str, Pin]], bool]:
    """Search ever larger circles until enough was found; tell whether a circle held more than was read."""
    for part in _RINGS:
        ring = radius / part
        read = repository.list_within(geo.enclose_circle(point, ring), _READ_OF_A_RING)
        placed = [(_place(geo.distance(point, pin.position), pin.id), pin) for pin in read]
        near = sorted((place, pin.id, pin) for place, pin in placed if start < place <= _place(ring, "~"))
        shown = _hide_unreadable(viewer, [pin for _, _, pin in near])
        found = [(place, pin) for (place, _, _), pin in zip(near, shown, strict=True) if pin]
        spent = len(read) >= _READ_OF_A_RING
        if len(found) >= wanted or part == _RINGS[-1] or spent:
            return found[:wanted], spent
    return [], False


def _place(distance: float, pin_id: str) -> str:
    """Return a sort key by distance, to the millimetre, made unique by an id."""
    return f"{round(distance * 1000):014d} {pin_id}"


def _hide_unreadable(viewer: Caller, pins: list[Pin]) -> list[Pin | None]:
    found = subjects.get_many_readable(viewer, [pin.subject_id for pin in pins]) if pins else []
    return [pin if guard and guard.published else None for pin, guard in zip(pins, found, strict=True)]


def _slice(pin_ids: list[str], found: Mapping[str, Pin], first: int, *, resumed: bool) -> Slice[Pin]:
    rows = [(each, found[each]) for each in pin_ids[:first] if each in found]
    return Slice(rows, pin_ids[:first][-1] if pin_ids else None, more=len(pin_ids) > first, resumed=resumed)


def _page(page: Slice[Pin], scope: str) -> PinConnection:
    answer: PinConnection = pagination.connection(PinConnection, page, scope)
    return answer


def _point(input: GeoPointInput) -> GeoPoint:
    return GeoPoint(latitude=input.latitude, longitude=input.longitude)
