"""Rows that lead to posts: under tags and labels, on timelines; they come and go with what stands."""

from typing import Any

import pytest

from resolvers.core import table
from resolvers.platform.timeline import service as timeline
from resolvers.social import keys as social_keys
from tests.acts import begin_processing, change_post, draft, live, publish_post, request_photo
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
    change_post(ada, post, tags=["vietnam", "sun"])
    stream.settle()

    assert (before, during) == ([], ["Rain"])
    assert [_titles(guest, tag=each) for each in ("rain", "vietnam", "#Sun")] == [[], ["Rain"], ["Rain"]]


def test_a_post_is_found_under_what_the_ai_sees_in_its_live_photos(
    stream: TableStream, ada: Person, guest: Person
) -> None:
    """A label stays as long as one live photo has it."""
    post = publish_post(ada, "Rain")
    one, two = live(ada, post, "Umbrella", "Street"), live(ada, post, "Umbrella")
    begin_processing(request_photo(ada, post))
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
    post = publish_post(ada, "Rain", tags=["rain"])
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
    publish_post(ada, "One")
    publish_post(ada, "Two", visibility="FOLLOWERS")
    publish_post(ada, "Three", visibility="PRIVATE")
    stream.settle()

    assert _titles(grace, scope="FOLLOWING") == ["Two", "One"]
    assert _titles(linus, scope="FOLLOWING") == []


def test_following_fills_the_timeline_and_unfollowing_empties_it(
    stream: TableStream, ada: Person, grace: Person, linus: Person
) -> None:
    """What was published before the follow is there; others' posts stay."""
    linus.does("followUser", userId=grace.id)
    publish_post(ada, "Ada's")
    publish_post(grace, "Grace's")
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
    monkeypatch.setattr(timeline, "FOLLOWERS_AT_ONCE", 1)
    monkeypatch.setattr(timeline, "ROWS_AT_ONCE", 1)
    for person in (grace, linus):
        person.does("followUser", userId=ada.id)
    stream.settle()
    for title in ("One", "Two", "Three"):
        publish_post(ada, title)
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
    monkeypatch.setattr(timeline, "FOLLOWERS_AT_ONCE", 1)
    for person in (grace, linus):
        person.does("followUser", userId=ada.id)
    publish_post(ada, "One")
    stream.settle()
    before = scan()
    notes = [each for each in stream.delivered if "FANOUT" in each["dynamodb"]["Keys"]["PK"]["S"]]

    stream.deliver(notes)

    assert notes
    assert scan() == before


def test_a_row_never_opens_a_post(stream: TableStream, ada: Person, grace: Person, guest: Person) -> None:
    """Until the stream has moved the rows of a post of another visibility, the item decides."""
    post = publish_post(ada, "Rain", tags=["rain"])
    stream.settle()
    change_post(ada, post, visibility="PRIVATE")

    assert len(table.query(social_keys.tag_partition("rain"), limit=10)) == 1
    assert [_titles(each, tag="rain") for each in (guest, grace)] == [[], []]


@pytest.mark.parametrize("visibility", ["PUBLIC", "FOLLOWERS", "PRIVATE"])
def test_shared_partitions_hold_rows_only_of_public_posts(
    stream: TableStream, ada: Person, grace: Person, visibility: str
) -> None:
    """Feed, tags, labels, authors, map: whatever a post was before, none of its rows tells a guest that it is there."""
    grace.does("followUser", userId=ada.id)
    post = publish_post(ada, "Rain", tags=["rain"])
    live(ada, post, "Umbrella")
    ada.does("addPin", subjectId=post["id"], position={"latitude": 15.9, "longitude": 108.3})
    stream.settle()
    everywhere = _shared_rows()
    change_post(ada, post, visibility="FOLLOWERS")
    stream.settle()
    change_post(ada, post, visibility=visibility)
    stream.settle()

    assert len(everywhere) == 6  # feed, author, tag, label, and the map's layers of all and of the tag
    assert _shared_rows() == (everywhere if visibility == "PUBLIC" else [])


@pytest.mark.parametrize(("filter", "expected"), [({"tag": "rain"}, ["Rain"]), ({"label": "Umbrella"}, ["Rain"])])
def test_a_followers_post_is_found_under_its_words_by_those_who_follow(
    stream: TableStream, ada: Person, grace: Person, linus: Person, filter: dict[str, str], expected: list[str]
) -> None:
    """By its author's partition beside the shared one: the timeline leads, and the author's page has it too."""
    grace.does("followUser", userId=ada.id)
    live(ada, publish_post(ada, "Rain", tags=["rain"], visibility="FOLLOWERS"), "Umbrella")
    publish_post(ada, "Sun", tags=["sun"])
    stream.settle()

    assert _titles(grace, scope="FOLLOWING", **filter) == expected
    assert _titles(grace, **filter) == _titles(linus, scope="FOLLOWING", **filter) == []
    assert [_of_author(each, ada) for each in (grace, linus, ada)] == [["Sun", "Rain"], ["Sun"], ["Sun", "Rain"]]


def _shared_rows() -> list[str]:
    """Return the rows of partitions that everybody's pages are read from: of the table and of its indexes."""
    shared = ("FEED", "TAG#", "LABEL#", "AUTHOR#", "MAP#")
    found = [
        (key, item[name]["S"]) for key, item in scan().items() for name in ("PK", "GSI1PK", "GSI2PK") if name in item
    ]
    return sorted(
        f"{partition} {key}"
        for key, partition in found
        if partition.startswith(shared) and not partition.endswith(("#FOLLOWERS", "#AUTHOR"))
    )


def _of_author(person: Person, author: Person) -> list[str]:
    (page,) = person.asks_each("User", "posts", [{"id": author.id}])
    return [edge["node"]["title"] for edge in page["edges"]]


def test_the_public_map_follows_posts_and_pins(stream: TableStream, ada: Person, guest: Person) -> None:
    """Pinned before or after its publication, taken back, moved, deleted: the map counts what stands."""
    post = draft(ada, "Rain", tags=["rain"])
    early = ada.does("addPin", subjectId=post["id"], position={"latitude": 15.9, "longitude": 108.3})["pin"]
    stream.settle()
    counts = [_on_map(guest)]
    ada.does("publishPost", id=post["id"], expectedVersion=1)
    stream.settle()
    counts.append(_on_map(guest, tag="rain"))
    ada.does("addPin", subjectId=post["id"], position={"latitude": -33.9, "longitude": 18.4})
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
    both, tagged = publish_post(ada, "Both", tags=["rain"]), publish_post(ada, "Tagged", tags=["rain"])
    live(ada, both, "Umbrella")
    live(ada, publish_post(ada, "Labelled"), "Umbrella")
    live(ada, tagged, "Street")
    stream.settle()

    assert _titles(guest, tag="rain", label="umbrella") == ["Both"]
    assert _titles(guest, tag="rain", label="street") == ["Tagged"]
    assert _titles(guest, tag="sun", label="street") == []
    assert _titles(ada, scope="FOLLOWING", tag="rain") == []


def _on_map(person: Person, **filter: Any) -> int:
    world = {"south": -90.0, "west": -180.0, "north": 90.0, "east": 180.0}
    return int(person.query("mapCells", bounds=world, zoom=3, filter=filter)["totalCount"])


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("café", "cafe\u0301"),
        ("vie\u0323\u0302t", "Việt"),
        ("\u1109\u1165\u110b\u116e\u11af", "서울"),
        ("STRASSE", "#straße"),
    ],
)
def test_a_tag_is_found_in_every_form_that_unicode_calls_equal(
    stream: TableStream, ada: Person, guest: Person, written: str, asked: str
) -> None:
    """On the feed and on the map, and a post holds equal tags once."""
    post = publish_post(ada, "Coffee", tags=[written, asked])
    ada.does("addPin", subjectId=post["id"], position={"latitude": 10, "longitude": 20})
    stream.settle()

    world = {"west": -180, "south": -85, "east": 180, "north": 85}

    assert len(post["tags"]) == 1
    assert _titles(guest, tag=asked) == ["Coffee"]
    assert guest.query("mapCells", bounds=world, zoom=0, filter={"tag": asked})["totalCount"] == 1
