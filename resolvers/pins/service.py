"""Pinning articles to places, and the one policy of what others see of a place."""

from typing import Final

from resolvers.core import geo, idempotency, ids, pagination
from resolvers.core.errors import Conflict, NotFound
from resolvers.core.geo import BoundsInput, GeoPoint, GeoPointInput
from resolvers.core.identity import Viewer
from resolvers.core.model import now
from resolvers.core.pagination import Slice
from resolvers.pins import repository
from resolvers.pins.model import (
    AddPinInput,
    MovePinInput,
    NearbyPinConnection,
    NearbyPinEdge,
    Pin,
    PinConnection,
    PinPrecision,
)
from resolvers.posts import service as posts
from resolvers.posts.model import PostState

_RINGS: Final = (256, 64, 16, 4, 1)  # a nearest-first search grows its circle by these parts of the radius
_READ_OF_A_RING: Final = 1000
_REMOVED_AT_ONCE: Final = 200


def shown_position(exact: GeoPoint, precision: PinPrecision) -> GeoPoint:
    """Return what others see of a place. Every path derives it here: fields, map, search, events."""
    return {PinPrecision.EXACT: exact}[precision]


def add_pin(viewer: Viewer, input: AddPinInput) -> Pin:
    """Pin one's own post to a place; repeating the idempotency key answers the first one."""
    posts.get_owned(viewer, input.post_id)
    exact = _point(input.position)
    pin = Pin(
        id=ids.new(ids.PIN),
        post_id=input.post_id,
        position=shown_position(exact, PinPrecision.EXACT),
        place_name=input.place_name or None,
        created_at=now(),
    )
    claim = idempotency.claim(viewer.id, "addPin", input, input.idempotency_key, pin.id)
    try:
        repository.add(pin, exact, claim)
    except idempotency.AlreadyDone as done:
        return get_owned(viewer, done.result_id)
    return pin


def move_pin(viewer: Viewer, input: MovePinInput) -> Pin:
    """Move or rename a pin, or raise `Conflict`, `Forbidden` or `NotFound`."""
    before = get_owned(viewer, input.id)
    if before.version != input.expected_version:
        raise Conflict(before.version)
    exact = _point(input.position) if input.position else before.position
    name = before.place_name if input.place_name is None else input.place_name or None
    changes = {"position": shown_position(exact, before.precision), "place_name": name}
    repository.move(before, before.model_copy(update=changes), exact)
    return get_owned(viewer, input.id)


def remove_pin(viewer: Viewer, pin_id: str) -> None:
    """Remove a pin, or raise `Forbidden` or `NotFound`."""
    repository.remove(get_owned(viewer, pin_id))


def get_owned(viewer: Viewer, pin_id: str) -> Pin:
    """Return a pin of the viewer's own post, or raise `Forbidden` or `NotFound`."""
    pin = repository.get(pin_id)
    if not pin:
        raise NotFound("There is no such pin.", "id")
    posts.get_owned(viewer, pin.post_id)
    return pin


def pins_of(post_id: str, first: int, after: str | None) -> PinConnection:
    """Return a post's pins in the order they were added. The caller has checked the right to read it."""
    scope = pagination.scope_of("pins", post=post_id)
    return _page(repository.list_of_post(post_id, scope, first, after), scope)


def pins_in(viewer: Viewer, bounds: BoundsInput, first: int, after: str | None) -> PinConnection:
    """Return pins inside bounds of published posts the viewer may read, tile by tile."""
    scope = pagination.scope_of("pinsIn", bounds=bounds.model_dump())
    return _page(repository.list_in(bounds, scope, first, after, lambda pins: _visible(viewer, pins)), scope)


def pins_near(viewer: Viewer, point: GeoPoint, radius: float, first: int, after: str | None) -> NearbyPinConnection:
    """Return pins within a radius of published posts the viewer may read, the nearest first."""
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


def remove_under(post_id: str) -> bool:
    """Remove pins of a post that is going, at most a few hundred; True when none is left."""
    return repository.remove_some_of_post(post_id, _REMOVED_AT_ONCE)


def _nearest(
    viewer: Viewer, point: GeoPoint, radius: float, wanted: int, start: str
) -> tuple[list[tuple[str, Pin]], bool]:
    """Search ever larger circles until enough was found; tell whether a circle held more than was read."""
    for part in _RINGS:
        ring = radius / part
        read = repository.list_within(geo.around(point, ring), _READ_OF_A_RING)
        placed = [(_place(geo.distance(point, pin.position), pin.id), pin) for pin in read]
        near = sorted((place, pin.id, pin) for place, pin in placed if start < place <= _place(ring, "~"))
        shown = _visible(viewer, [pin for _, _, pin in near])
        found = [(place, pin) for (place, _, _), pin in zip(near, shown, strict=True) if pin]
        spent = len(read) >= _READ_OF_A_RING
        if len(found) >= wanted or part == _RINGS[-1] or spent:
            return found[:wanted], spent
    return [], False


def _place(distance: float, pin_id: str) -> str:
    """Return a sort key by distance, to the millimetre, made unique by an id."""
    return f"{round(distance * 1000):014d} {pin_id}"


def _visible(viewer: Viewer, pins: list[Pin]) -> list[Pin | None]:
    shown = posts.readable(viewer, [pin.post_id for pin in pins]) if pins else []
    return [pin if post and post.state == PostState.PUBLISHED else None for pin, post in zip(pins, shown, strict=True)]


def _page(page: Slice[Pin], scope: str) -> PinConnection:
    answer: PinConnection = pagination.connection(PinConnection, page, scope)
    return answer


def _point(input: GeoPointInput) -> GeoPoint:
    return GeoPoint(latitude=input.latitude, longitude=input.longitude)
