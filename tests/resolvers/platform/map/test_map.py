"""The public map: what it counts is what it lists, whatever happened and however often it was told."""

import random
from collections import Counter
from datetime import datetime
from typing import Any

import pytest

from resolvers.core import table
from resolvers.core.keys import Key, time_key
from resolvers.core.table import Put
from resolvers.platform import keys
from resolvers.platform.map import cells, repository, service
from resolvers.platform.pins import repository as pin_repository
from tests.acts import change_post, draft, publish_post
from tests.people import Person, Refused
from tests.stream import scan

WORLD = {"south": -90.0, "west": -180.0, "north": 90.0, "east": 180.0}
HOI_AN = (15.88, 108.33)


def add_pin(person: Person, post: dict[str, Any], place: tuple[float, float] = HOI_AN, name: str = "Here") -> str:
    position = {"latitude": place[0], "longitude": place[1]}
    pin = person.does("addPin", subjectId=post["id"], position=position, placeName=name)["pin"]
    service.settle_pin(pin["id"], post["id"])
    return str(pin["id"])


def total(person: Person, zoom: int = 4, box: dict[str, float] | None = None, **filter: Any) -> int:
    """The count of all cells, which the list must have too."""
    box = box or WORLD
    view = person.query("mapCells", bounds=box, zoom=zoom, filter=filter)
    listed = names(person, zoom, box, **filter)
    assert sum(cell["count"] for cell in view["cells"]) == view["totalCount"] == len(listed)
    return int(view["totalCount"])


def names(person: Person, zoom: int = 4, box: dict[str, float] | None = None, **filter: Any) -> list[str]:
    found: list[str] = []
    after = None
    while True:
        page = person.query("mapPins", bounds=box or WORLD, zoom=zoom, filter=filter, first=2, after=after)
        found += [edge["node"]["placeName"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            return found


def around(latitude: float, longitude: float) -> dict[str, float]:
    return {"south": latitude - 0.01, "west": longitude - 0.01, "north": latitude + 0.01, "east": longitude + 0.01}


def month_of(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}-15T12:00:00+00:00")


def on_timeline(person: Person, post: dict[str, Any]) -> None:
    at = datetime.fromisoformat(post["publishedAt"])
    row = Key(keys.timeline(person.id), time_key(at, post["id"]))
    table.write(Put(row, "Timeline", {"subjectId": post["id"], "ownerId": post["authorId"]}))


def read_counts() -> dict[str, int]:
    """Every cell's count, as the table holds it, without those that are empty."""
    cells = {key: item for key, item in scan().items() if key.startswith("CELLS#")}
    return {key: int(item["pins"]["N"]) for key, item in cells.items() if int(item["pins"]["N"])}


def test_a_cell_holds_its_pins_at_every_zoom(ada: Person, guest: Person) -> None:
    """From the whole world to a street, one pin counts once, and its cell's middle is where it is."""
    add_pin(ada, publish_post(ada))

    for zoom in range(21):
        view = guest.query("mapCells", bounds=WORLD if zoom < 4 else around(*HOI_AN), zoom=zoom)
        (cell,) = view["cells"]
        assert (cell["count"], view["totalCount"], view["partial"]) == (1, 1, False)
        assert view["zoom"] == min(zoom, 16)
        assert cell["position"] == pytest.approx({"latitude": HOI_AN[0], "longitude": HOI_AN[1]}, abs=0.0004)
        edges = cell["bounds"]
        assert edges["south"] <= HOI_AN[0] <= edges["north"]
        assert edges["west"] <= HOI_AN[1] <= edges["east"]


def test_wide_bounds_are_counted_in_coarser_cells(guest: Person) -> None:
    """So that the reads of a view stay bounded, and the answer says which zoom it is of."""
    assert [guest.query("mapCells", bounds=WORLD, zoom=zoom)["zoom"] for zoom in (0, 3, 9)] == [0, 3, 4]


@pytest.mark.parametrize("edge", [(-17.7, 179.99), (-17.7, -179.99), (89.9, 0.0), (-89.9, 180.0)])
def test_the_antimeridian_and_the_poles_are_places_too(ada: Person, guest: Person, edge: tuple[float, float]) -> None:
    """A box across the antimeridian counts both sides, and whole cells hold what lies beyond Mercator's end."""
    add_pin(ada, publish_post(ada), edge)
    across = {"south": -90.0, "west": 175.0, "north": 90.0, "east": 5.0}
    elsewhere = {"south": 30.0, "west": -120.0, "north": 50.0, "east": -100.0}

    for zoom in (0, 2, 5, 9):
        assert total(guest, zoom, across) == 1
    assert total(guest, 6, elsewhere) == 0


def test_only_what_everybody_may_read_is_counted(ada: Person, grace: Person, guest: Person) -> None:
    """No count includes a draft, a post for followers or a private post, for any viewer."""
    add_pin(ada, publish_post(ada), name="public")
    add_pin(ada, draft(ada), name="draft")
    add_pin(ada, publish_post(ada, visibility="FOLLOWERS"), name="followers")
    add_pin(ada, publish_post(ada, visibility="PRIVATE"), name="private")
    grace.does("followUser", userId=ada.id)

    assert [names(each) for each in (guest, grace, ada)] == [["public"]] * 3
    assert [total(each) for each in (guest, grace, ada)] == [1, 1, 1]


def test_a_tag_and_months_choose_and_may_be_combined(
    ada: Person, guest: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each tag is counted by itself; time is counted by the month of publication."""
    for month, tags, name in (("2026-01", ["rain"], "a"), ("2026-03", ["rain", "sun"], "b"), ("2026-05", [], "c")):
        post = draft(ada, tags=tags)
        with monkeypatch.context() as then:
            then.setattr("resolvers.social.posts.service.now", lambda at=month: month_of(at))
            ada.does("publishPost", id=post["id"], expectedVersion=1)
        add_pin(ada, post, name=name)

    assert sorted(names(guest, tag="#Rain")) == ["a", "b"]
    assert sorted(names(guest, since="2026-02")) == ["b", "c"]
    assert names(guest, until="2026-02") == ["a"]
    assert names(guest, tag="rain", since="2026-02", until="2026-04") == ["b"]
    filters: tuple[dict[str, Any], ...] = (
        {"tag": "rain"},
        {"since": "2026-02"},
        {"until": "2026-02"},
        {"tag": "sun", "until": "2026-01"},
    )
    assert [total(guest, **each) for each in filters] == [2, 2, 1, 0]


def test_a_filter_that_cannot_be_is_refused_with_its_reason(guest: Person) -> None:
    """Months are months, and run forwards."""
    for wrong in ({"since": "2026"}, {"since": "2026-13"}, {"since": "2026-05", "until": "2026-01"}):
        with pytest.raises(Refused) as refused:
            guest.query("mapCells", bounds=WORLD, zoom=3, filter=wrong)
        assert refused.value.kind == "InvalidInput"


def test_every_change_of_a_post_or_pin_is_followed(ada: Person, guest: Person) -> None:
    """Publishing, tagging, hiding, moving, removing, deleting: the counts are those of what stands."""
    post = publish_post(ada, tags=["rain"])
    first, second = add_pin(ada, post), add_pin(ada, post, (0.0, 0.0))
    seen = [total(guest), total(guest, tag="rain")]

    def count_pins() -> list[int]:
        service.settle_subject(post["id"])
        return [total(guest), total(guest, tag="rain"), total(guest, tag="sun")]

    change_post(ada, post, tags=["sun"])
    retagged = count_pins()
    change_post(ada, post, visibility="PRIVATE")
    hidden = count_pins()
    change_post(ada, post, visibility="PUBLIC")
    ada.does("movePin", id=first, expectedVersion=1, position={"latitude": -40.0, "longitude": 100.0})
    moved = count_pins()
    there = total(guest, 9, {"south": -41.0, "west": 99.0, "north": -39.0, "east": 101.0})
    ada.does("removePin", id=second)
    service.settle_pin(second, post["id"])
    removed = count_pins()
    ada.does("deletePost", id=post["id"])
    deleted = count_pins()

    assert seen == [2, 2]
    assert (retagged, hidden, moved, there) == ([2, 0, 2], [0, 0, 0], [2, 0, 2], 1)
    assert (removed, deleted) == ([1, 0, 1], [0, 0, 0])
    assert read_counts() == {}


def test_settling_again_and_being_overtaken_counts_once(
    ada: Person, guest: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another reader may settle the pin between our reading and our writing: the note's condition refuses ours."""
    post = publish_post(ada, tags=["rain"])
    pin_id = add_pin(ada, post)
    ada.does("movePin", id=pin_id, expectedVersion=1, position={"latitude": 1.0, "longitude": 2.0})
    move = repository.move
    overtaken: list[bool] = []

    def late(*arguments: Any) -> None:
        if not overtaken:
            overtaken.append(True)
            service.settle_pin(pin_id, post["id"])
        move(*arguments)

    monkeypatch.setattr(repository, "move", late)
    service.settle_pin(pin_id, post["id"])
    once = read_counts()
    service.settle_pin(pin_id, post["id"])

    assert overtaken
    assert set(once.values()) == {1}
    assert len(once) == 2 * 8
    assert read_counts() == once
    assert total(guest) == total(guest, tag="rain") == 1


def test_a_pin_with_every_tag_is_counted_in_several_steps(ada: Person, guest: Person) -> None:
    """Eleven layers do not fit one transaction; each step leaves rows and counts in agreement."""
    post = publish_post(ada, tags=[f"tag {number}" for number in range(10)])
    pin_id = add_pin(ada, post)
    ada.does("movePin", id=pin_id, expectedVersion=1, position={"latitude": -33.0, "longitude": -70.0})
    service.settle_pin(pin_id, post["id"])

    assert set(read_counts().values()) == {1}
    assert len(read_counts()) == 11 * 8
    assert names(guest, tag="tag 9") == ["Here"]


def test_those_one_follows_have_a_map_of_their_own(ada: Person, grace: Person, linus: Person) -> None:
    """It is made of the newest posts on the viewer's timeline, public ones, and asks guests to sign in."""
    grace.does("followUser", userId=ada.id)
    for post, name in (
        (publish_post(ada, tags=["rain"]), "rain"),
        (publish_post(ada, visibility="FOLLOWERS"), "followers"),
        (publish_post(ada), "dry"),
    ):
        add_pin(ada, post, name=name)
        on_timeline(grace, post)
    add_pin(linus, publish_post(linus), name="linus")

    assert sorted(names(grace, scope="FOLLOWING")) == ["dry", "rain"]
    assert (total(grace, scope="FOLLOWING"), total(grace, scope="FOLLOWING", tag="rain")) == (2, 1)
    with pytest.raises(Refused) as refused:
        Person().query("mapCells", bounds=WORLD, zoom=3, filter={"scope": "FOLLOWING"})
    assert refused.value.kind == "Unauthenticated"


def test_a_row_never_opens_a_post(ada: Person, guest: Person) -> None:
    """Between a change and its settling a count may be old; the list asks the post itself."""
    post = publish_post(ada)
    add_pin(ada, post)
    change_post(ada, post, visibility="PRIVATE")

    assert guest.query("mapCells", bounds=WORLD, zoom=3)["totalCount"] == 1
    assert names(guest) == []


def test_whatever_happens_in_whatever_order_no_count_drifts(ada: Person, guest: Person) -> None:
    """Changes at random, their records late, lost to a crash after the write, or delivered again."""
    chance = random.Random(20_26)  # noqa: S311  the same story each time
    post = publish_post(ada, tags=["rain"])
    pins = [add_pin(ada, post, (chance.uniform(-80, 80), chance.uniform(-180, 180))) for _ in range(3)]
    late: list[str] = []
    for _ in range(15):
        pin_id, happens = chance.choice(pins), chance.randrange(3)
        if happens == 0:
            change_post(ada, post, tags=chance.sample(["rain", "sun", "fog"], 2))
        elif happens == 1:
            change_post(ada, post, visibility=chance.choice(["PUBLIC", "PUBLIC", "PRIVATE"]))
        else:
            standing = pin_repository.get(pin_id)
            assert standing
            place = {"latitude": chance.uniform(-80, 80), "longitude": chance.uniform(-180, 180)}
            ada.does("movePin", id=pin_id, expectedVersion=standing.version, position=place)
        late += [*pins]
        for each in chance.sample(late, min(3, len(late))):
            service.settle_pin(each, post["id"])
    service.settle_subject(post["id"])

    rows = [key.split(" ")[0].removeprefix("MAP#") for key in scan() if key.startswith("MAP#")]
    by_layer = Counter(rows)
    by_cell: Counter[tuple[str, str]] = Counter()
    for key, pins_counted in read_counts().items():
        _, level, layer = key.split(" ")[0].split("#")
        by_cell[level, layer] += pins_counted
    shown = guest.query("post", id=post["id"]) if by_layer else None
    assert by_layer == (dict.fromkeys(["", *shown["tags"]], 3) if shown else {})
    assert by_cell == {(str(level), layer): size for layer, size in by_layer.items() for level in cells.LEVELS}
