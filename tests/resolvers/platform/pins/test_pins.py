"""Pins: where posts are, also across the antimeridian and around the poles."""

import pytest

from resolvers.platform.map import service as map_service
from tests.people import Person


def _add_pin(person: Person, latitude: float, longitude: float, name: str = "", **more: object) -> str:
    draft = person.does("createPost", title=name or "Somewhere", **more)["post"]
    post = person.does("publishPost", id=draft["id"], expectedVersion=1)["post"]
    pin = person.does(
        "addPin", subjectId=post["id"], position={"latitude": latitude, "longitude": longitude}, placeName=name
    )
    assert pin["errors"] == []
    map_service.settle_pin(pin["pin"]["id"], post["id"])
    return str(pin["pin"]["id"])


def _names(page: dict[str, list[dict[str, dict[str, str]]]]) -> list[str]:
    return [edge["node"]["placeName"] for edge in page["edges"]]


def _box(south: float, west: float, north: float, east: float) -> dict[str, float]:
    return {"south": south, "west": west, "north": north, "east": east}


def test_a_box_across_the_antimeridian_holds_both_sides(ada: Person, guest: Person) -> None:
    """West greater than east is the short way round."""
    _add_pin(ada, -17.7, 178.0, "Fiji")
    _add_pin(ada, -13.8, -171.8, "Samoa")
    _add_pin(ada, -17.7, 0.0, "Atlantic")

    found = guest.query("pinsIn", bounds=_box(-30, 170, 0, -165))

    assert sorted(_names(found)) == ["Fiji", "Samoa"]


@pytest.mark.parametrize("latitude", [89.9, -89.9])
def test_pins_at_a_pole_are_near_each_other(ada: Person, guest: Person, latitude: float) -> None:
    """At 89.9 degrees two opposite meridians lie 22 km apart."""
    _add_pin(ada, latitude, 0.0, "this side")
    _add_pin(ada, latitude, 180.0, "that side")

    near = guest.query("pinsNear", point={"latitude": latitude, "longitude": 0.0}, radius=25_000.0)

    assert _names(near) == ["this side", "that side"]
    assert near["edges"][1]["distance"] == pytest.approx(22_239, rel=0.001)


def test_the_nearest_come_first_over_pages(ada: Person, guest: Person) -> None:
    """A cursor continues at the distance where the page ended, also across the antimeridian."""
    for number, longitude in enumerate([179.9, -179.9, 179.0, -179.0, 178.0]):
        _add_pin(ada, 0.0, longitude, str(number))

    point = {"latitude": 0.0, "longitude": 179.95}
    first = guest.query("pinsNear", point=point, radius=500_000.0, first=2)
    rest = guest.query("pinsNear", point=point, radius=500_000.0, first=5, after=first["pageInfo"]["endCursor"])

    assert (_names(first), first["pageInfo"]["hasNextPage"]) == (["0", "1"], True)
    assert (_names(rest), rest["pageInfo"]["hasNextPage"]) == (["2", "3", "4"], False)


def test_boxes_show_public_pins_to_everybody(ada: Person, grace: Person, guest: Person) -> None:
    """Rows of a shared index are of what guests may read, so a page tells followers and the author no more."""
    _add_pin(ada, 10, 10, "public")
    _add_pin(ada, 10.1, 10.1, "private", visibility="PRIVATE")
    _add_pin(ada, 10.2, 10.2, "followers", visibility="FOLLOWERS")
    grace.does("followUser", userId=ada.id)
    world = _box(-90, -180, 90, 180)

    assert [_names(each.query("pinsIn", bounds=world)) for each in (guest, grace, ada)] == [["public"]] * 3


def test_pages_of_a_box_follow_each_other_without_gap_or_repeat(ada: Person, guest: Person) -> None:
    """Pages run through the tiles in one order."""
    names = {str(number) for number in range(9)}
    for number in range(9):
        _add_pin(ada, -80 + 20 * number, -170 + 40 * number, str(number))

    seen: list[str] = []
    after = None
    while True:
        page = guest.query("pinsIn", bounds=_box(-90, -180, 90, 180), first=2, after=after)
        seen += _names(page)
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break

    assert len(seen) == 9
    assert set(seen) == names


def test_moving_needs_the_current_version_and_changes_the_map(ada: Person, grace: Person, guest: Person) -> None:
    """A stale move answers Conflict; another's pin is Forbidden; a moved pin is found at its new place alone."""
    pin_id = _add_pin(ada, 10, 10, "here")
    there = {"latitude": -40.0, "longitude": 100.0}

    moved = ada.does("movePin", id=pin_id, expectedVersion=1, position=there)
    stale = ada.does("movePin", id=pin_id, expectedVersion=1, position=there)
    foreign = grace.does("movePin", id=pin_id, expectedVersion=2, position=there)

    assert (moved["pin"]["position"], moved["pin"]["version"], moved["pin"]["placeName"]) == (there, 2, "here")
    assert [error["currentVersion"] for error in stale["errors"]] == [2]
    assert [error["code"] for error in foreign["errors"]] == ["FORBIDDEN"]
    map_service.settle_pin(pin_id, moved["pin"]["subjectId"])
    assert _names(guest.query("pinsIn", bounds=_box(0, 0, 20, 20))) == []
    assert _names(guest.query("pinsIn", bounds=_box(-50, 90, -30, 110))) == ["here"]


def test_adding_and_removing_keep_the_posts_count(ada: Person) -> None:
    """The count changes in the same transaction as the pin; a repeated key adds nothing."""
    post = ada.does("createPost", title="Two places")["post"]
    place = {"latitude": 1.0, "longitude": 2.0}
    pin = ada.does("addPin", subjectId=post["id"], position=place, idempotencyKey="a")["pin"]
    again = ada.does("addPin", subjectId=post["id"], position=place, idempotencyKey="a")["pin"]
    counted = ada.query("post", id=post["id"])["counts"]["pins"]

    removed = ada.does("removePin", id=pin["id"])
    twice = ada.does("removePin", id=pin["id"])

    assert (pin["id"], counted) == (again["id"], 1)
    assert removed["removedId"] == pin["id"]
    assert [error["code"] for error in twice["errors"]] == ["NOT_FOUND"]
    assert ada.query("post", id=post["id"])["counts"]["pins"] == 0


@pytest.mark.parametrize("position", [{"latitude": 91.0, "longitude": 0.0}, {"latitude": 0.0, "longitude": 180.5}])
def test_a_place_off_the_globe_is_invalid_input(ada: Person, position: dict[str, float]) -> None:
    """Coordinates are WGS 84 degrees."""
    post = ada.does("createPost", title="Nowhere")["post"]

    payload = ada.does("addPin", subjectId=post["id"], position=position)

    assert [error["code"] for error in payload["errors"]] == ["INVALID_INPUT"]
