"""Rows that lead to posts: under tags and labels, on timelines; they come and go with what stands."""

from typing import Any

import pytest

from resolvers.core import keys, table
from subscriptions import projections
from tests.acts import awaited, begun, changed, draft, live, published
from tests.people import Person
from tests.stream import TableStream, scan

ROWS = {"Tagged", "Labelled", "Timeline", "Fanout"}


def _titles(person: Person, **arguments: Any) -> list[str]:
    return [edge["node"]["title"] for edge in person.query("feed", **arguments)["edges"]]


def _rows() -> list[str]:
    return sorted(key for key, item in scan().items() if item.get("kind", {}).get("S") in ROWS)


def test_a_published_post_is_found_under_its_tags(stream: TableStream, ada: Person, guest: Person) -> None:
    """As soon as it is published, and no longer than it has the tag."""
    first = draft(ada, "Rain", tags=["rain", "vietnam"])
    stream.settle()
    before = _titles(guest, tag="rain")
    post = ada.does("publishPost", id=first["id"], expectedVersion=1)["post"]
    stream.settle()
    during = _titles(guest, tag="rain")
    changed(ada, post, tags=["vietnam", "sun"])
    stream.settle()

    assert (before, during) == ([], ["Rain"])
    assert [_titles(guest, tag=each) for each in ("rain", "vietnam", "#Sun")] == [[], ["Rain"], ["Rain"]]


def test_a_post_is_found_under_what_the_ai_sees_in_its_live_photos(
    stream: TableStream, ada: Person, guest: Person
) -> None:
    """A label stays as long as one live photo has it."""
    post = published(ada, "Rain")
    one, two = live(ada, post, "Umbrella", "Street"), live(ada, post, "Umbrella")
    begun(awaited(ada, post))
    stream.settle()
    both = _titles(guest, label="umbrella")
    ada.does("deletePhoto", id=one.id)
    stream.settle()
    one_left = [_titles(guest, label=each) for each in ("umbrella", "street")]
    ada.does("deletePhoto", id=two.id)
    stream.settle()

    assert both == ["Rain"]
    assert one_left == [["Rain"], []]
    assert _rows() == []


def test_labels_of_a_draft_are_found_once_it_is_published(stream: TableStream, ada: Person, guest: Person) -> None:
    """Photos may be live before their post is."""
    post = draft(ada, "Rain")
    live(ada, post, "Umbrella")
    stream.settle()
    before = _rows()
    ada.does("publishPost", id=post["id"], expectedVersion=1)
    stream.settle()

    assert before == []
    assert _titles(guest, label="Umbrella") == ["Rain"]


def test_taking_a_post_back_leaves_no_row_and_publishing_again_puts_it_where_it_was(
    stream: TableStream, ada: Person, grace: Person
) -> None:
    """Its place is the time of its first publishing."""
    grace.does("followUser", userId=ada.id)
    post = published(ada, "Rain", tags=["rain"])
    live(ada, post, "Umbrella")
    stream.settle()
    rows = _rows()
    version = ada.query("post", id=post["id"])["version"]
    ada.does("unpublishPost", id=post["id"], expectedVersion=version)
    stream.settle()
    without = _rows()
    ada.does("publishPost", id=post["id"], expectedVersion=version + 1)
    stream.settle()

    assert len(rows) == 3
    assert without == []
    assert _rows() == rows


def test_a_post_comes_onto_the_timelines_of_its_authors_followers(
    stream: TableStream, ada: Person, grace: Person, linus: Person
) -> None:
    """Newest first, followers' posts included; others' timelines stay empty."""
    grace.does("followUser", userId=ada.id)
    published(ada, "One")
    published(ada, "Two", visibility="FOLLOWERS")
    published(ada, "Three", visibility="PRIVATE")
    stream.settle()

    assert _titles(grace, scope="FOLLOWING") == ["Two", "One"]
    assert _titles(linus, scope="FOLLOWING") == []


def test_following_fills_the_timeline_and_unfollowing_empties_it(
    stream: TableStream, ada: Person, grace: Person, linus: Person
) -> None:
    """What was published before the follow is there; others' posts stay."""
    linus.does("followUser", userId=grace.id)
    published(ada, "Ada's")
    published(grace, "Grace's")
    stream.settle()
    linus.does("followUser", userId=ada.id)
    stream.settle()
    following = _titles(linus, scope="FOLLOWING")
    linus.does("unfollowUser", userId=ada.id)
    stream.settle()

    assert following == ["Grace's", "Ada's"]
    assert _titles(linus, scope="FOLLOWING") == ["Grace's"]


def test_a_long_fan_out_goes_on_by_itself_and_leaves_no_note(
    stream: TableStream, ada: Person, grace: Person, linus: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many followers: some at a time, each batch starting the next."""
    monkeypatch.setattr(projections, "FOLLOWERS_AT_ONCE", 1)
    monkeypatch.setattr(projections, "TIMELINE_ROWS_AT_ONCE", 1)
    for person in (grace, linus):
        person.does("followUser", userId=ada.id)
    stream.settle()
    for title in ("One", "Two", "Three"):
        published(ada, title)
    rounds = stream.settle()
    both = [_titles(each, scope="FOLLOWING") for each in (grace, linus)]
    grace.does("unfollowUser", userId=ada.id)
    stream.settle()

    assert rounds > 2
    assert both == [["Three", "Two", "One"]] * 2
    assert _titles(grace, scope="FOLLOWING") == []
    assert not [key for key in scan() if key.startswith("FANOUT")]


def test_a_note_delivered_again_starts_no_second_fan_out(
    stream: TableStream, ada: Person, grace: Person, linus: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the last note of a fan-out counts."""
    monkeypatch.setattr(projections, "FOLLOWERS_AT_ONCE", 1)
    for person in (grace, linus):
        person.does("followUser", userId=ada.id)
    published(ada, "One")
    stream.settle()
    before = scan()
    notes = [each for each in stream.delivered if "FANOUT" in each["dynamodb"]["Keys"]["PK"]["S"]]

    stream.deliver(notes)

    assert notes
    assert scan() == before


def test_a_row_never_opens_a_post(stream: TableStream, ada: Person, grace: Person, guest: Person) -> None:
    """A post of another visibility keeps its rows; the item decides at every read."""
    post = published(ada, "Rain", tags=["rain"])
    stream.settle()
    changed(ada, post, visibility="PRIVATE")
    stream.settle()

    assert len(table.query(keys.tagged("rain"), limit=10)) == 1
    assert _titles(guest, tag="rain") == _titles(grace, tag="rain") == []
    assert _titles(ada, tag="rain") == ["Rain"]


def test_the_public_map_follows_posts_and_pins(stream: TableStream, ada: Person, guest: Person) -> None:
    """Pinned before or after its publication, taken back, moved, deleted: the map counts what stands."""
    post = draft(ada, "Rain", tags=["rain"])
    early = ada.does("addPin", postId=post["id"], position={"latitude": 15.9, "longitude": 108.3})["pin"]
    stream.settle()
    counts = [_on_map(guest)]
    ada.does("publishPost", id=post["id"], expectedVersion=1)
    stream.settle()
    counts.append(_on_map(guest, tag="rain"))
    ada.does("addPin", postId=post["id"], position={"latitude": -33.9, "longitude": 18.4})
    ada.does("movePin", id=early["id"], expectedVersion=1, position={"latitude": 16.1, "longitude": 108.2})
    stream.settle()
    counts.append(_on_map(guest))
    ada.does("unpublishPost", id=post["id"], expectedVersion=2)
    stream.settle()
    counts.append(_on_map(guest))
    ada.does("publishPost", id=post["id"], expectedVersion=3)
    stream.settle()
    stream.deliver(stream.delivered)
    counts.append(_on_map(guest))
    ada.does("deletePost", id=post["id"])
    stream.settle()

    assert counts == [0, 1, 2, 0, 2]
    assert _on_map(guest) == _on_map(guest, tag="rain") == 0
    assert [key for key in scan() if key.startswith(("MAP#", "PIN#"))] == []


def test_a_feed_of_a_tag_and_a_label_has_what_stands_under_both(
    stream: TableStream, ada: Person, guest: Person
) -> None:
    """The rows of one are looked up under the other; what one follows narrows it further."""
    both, tagged = published(ada, "Both", tags=["rain"]), published(ada, "Tagged", tags=["rain"])
    live(ada, both, "Umbrella")
    live(ada, published(ada, "Labelled"), "Umbrella")
    live(ada, tagged, "Street")
    stream.settle()

    assert _titles(guest, tag="rain", label="umbrella") == ["Both"]
    assert _titles(guest, tag="rain", label="street") == ["Tagged"]
    assert _titles(guest, tag="sun", label="street") == []
    assert _titles(ada, scope="FOLLOWING", tag="rain") == []


def _on_map(person: Person, **filter: Any) -> int:
    world = {"south": -90.0, "west": -180.0, "north": 90.0, "east": 180.0}
    return int(person.query("mapCells", bounds=world, zoom=3, filter=filter)["totalCount"])
