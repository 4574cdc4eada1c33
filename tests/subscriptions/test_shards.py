"""Everybody's partitions over several shards: the same lists, also while their number rises."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from resolvers.core.settings import settings
from tests.acts import change_post, live, publish_post
from tests.people import Person
from tests.stream import TableStream, scan

SetShards = Callable[[int], None]


@pytest.fixture
def set_shards(aws: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[SetShards]:
    """Return a function that sets over how many shards rows are spread."""

    def set_number(number: int) -> None:
        monkeypatch.setenv("FEED_SHARDS", str(number))
        settings.cache_clear()

    yield set_number
    settings.cache_clear()


def _list_titles(person: Person, **arguments: Any) -> list[str]:
    """Return the titles of a whole list, read in pages of five."""
    titles: list[str] = []
    after = None
    while True:
        page = person.query("feed", first=5, after=after, **arguments)
        titles += [edge["node"]["title"] for edge in page["edges"]]
        if not page["pageInfo"]["hasNextPage"]:
            return titles
        after = page["pageInfo"]["endCursor"]


def _find_partitions(beginning: str) -> set[str]:
    partitions = [item[name]["S"] for item in scan().values() for name in ("PK", "GSI1PK") if name in item]
    return {each for each in partitions if each.startswith(beginning)}


def test_rows_are_spread_and_lists_are_whole(
    set_shards: SetShards, stream: TableStream, ada: Person, grace: Person, guest: Person
) -> None:
    """The newest first and each once, page by page; a tag and a label together, and a timeline with a tag, too."""
    set_shards(8)
    grace.does("followUser", userId=ada.id)
    posts = [publish_post(ada, f"Rain {number}", tags=["rain"]) for number in range(24)]
    live(ada, posts[3], "Umbrella")
    stream.settle()
    newest_first = [post["title"] for post in reversed(posts)]

    assert min(len(_find_partitions("FEED")), len(_find_partitions("TAG#rain"))) > 4
    assert _list_titles(guest) == _list_titles(guest, tag="rain") == newest_first
    assert _list_titles(grace, scope="FOLLOWING", tag="rain") == newest_first
    assert _list_titles(guest, tag="rain", label="Umbrella") == ["Rain 3"]


def test_the_number_can_be_raised_while_posts_are_there(
    set_shards: SetShards, stream: TableStream, ada: Person, guest: Person
) -> None:
    """Rows of smaller numbers are found once, beside repeated ones too, and go when their post leaves the list."""
    posts = []
    for number in (1, 2, 8):
        set_shards(number)
        posts += [publish_post(ada, f"{number} {each}", tags=["rain"]) for each in range(6)]
        stream.settle()
    stream.deliver([*stream.delivered])  # again, under another number than at first
    titles = [post["title"] for post in reversed(posts)]
    whole = _list_titles(guest), _list_titles(guest, tag="rain")
    written_again = change_post(ada, posts[0], tags=["sun", "rain"])
    for post in posts[1:]:
        change_post(ada, post, tags=["sun"])
    stream.settle()
    left = _list_titles(guest, tag="rain")
    change_post(ada, written_again, visibility="PRIVATE")
    stream.settle()

    assert whole == (titles, titles)
    assert left == [posts[0]["title"]]
    assert _find_partitions("TAG#rain") == set()
    assert _list_titles(guest, tag="sun") == _list_titles(guest) == titles[:-1]


@pytest.mark.parametrize("number", ["0", "3", "128", "many"])
def test_another_number_is_refused_at_the_start(monkeypatch: pytest.MonkeyPatch, number: str) -> None:
    monkeypatch.setenv("TABLE_NAME", "waymark")
    monkeypatch.setenv("FEED_SHARDS", number)
    settings.cache_clear()

    with pytest.raises(RuntimeError, match="FEED_SHARDS"):
        settings()
