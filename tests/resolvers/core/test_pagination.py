"""Pages: filled up to what was asked, or marked as partial; cursors open one list for one viewer."""

import base64

import pytest

from resolvers.core import pagination, table
from resolvers.core.errors import InvalidCursor
from resolvers.core.keys import Key
from resolvers.core.pagination import Slice
from resolvers.core.table import Item, Put


@pytest.fixture
def rows(the_table: None) -> None:
    """A partition of 40 rows, of which every tenth is for everybody."""
    table.put_many([Put(Key("LIST", f"{number:03d}"), "Row", {"number": number}) for number in range(40)])


def _page(first: int, after: str | None = None, *, every: int = 1, newest_first: bool = False) -> Slice[int]:
    def keep(items: list[Item]) -> list[int | None]:
        return [item["number"] if item["number"] % every == 0 else None for item in items]

    return pagination.read("LIST", scope="list", first=first, after=after, newest_first=newest_first, keep=keep)


@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize("first", [1, 7, 39, 40, 41])
def test_pages_cover_the_list_once_in_order(rows: None, first: int, newest_first: bool) -> None:
    """Whatever the page size, each row comes once; the last page says that it is the last."""
    seen: list[int] = []
    after: str | None = None
    more = True
    while more:
        page = _page(first, after, newest_first=newest_first)
        seen += page.values
        more = page.more
        after = pagination.seal("list", page.end) if page.end else None

    assert seen == sorted(range(40), reverse=newest_first)


def test_a_page_is_filled_past_rows_that_are_not_for_the_caller(rows: None) -> None:
    """Three readable rows lie 30 apart; one page brings them."""
    page = _page(3, every=10)

    assert (page.values, page.partial) == ([0, 10, 20], False)


def test_a_page_whose_budget_is_spent_is_partial_and_can_be_continued(rows: None) -> None:
    """Nothing readable within five reads: fewer rows than asked, and a cursor that goes on from there."""
    first = _page(1, every=39)
    second = _page(1, pagination.seal("list", str(first.end)), every=39)

    assert (first.values, second.values) == ([0], [])
    assert (second.partial, second.more) == (True, True)
    rest = second
    while rest.more:
        rest = _page(1, pagination.seal("list", str(rest.end)), every=39)
    assert rest.values == [39]


def test_a_cursor_opens_its_own_list_alone(aws: None) -> None:
    """Another scope, a changed letter and plain rubbish are refused alike."""
    cursor = pagination.seal("list", "007")

    assert pagination.unseal("list", cursor) == "007"
    for scope, value in [("other", cursor), ("list", cursor[:-2] + "AA"), ("list", cursor[4:]), ("list", "AAAA")]:
        with pytest.raises(InvalidCursor, match="does not belong to this list"):
            pagination.unseal(scope, value)
    for value in ["%%%", "a cursor", "\u2603", "A" * 5]:
        with pytest.raises(InvalidCursor, match="This is not a cursor"):
            pagination.unseal("list", value)


@pytest.mark.parametrize(
    "position", ["", "7", "2026-11-28T21:14:07.000Z#post_01938a7e5c4e7cc2a0f3a3b1d2e4f5a6", "0123" * 20, "ü"]
)
def test_a_cursor_hides_where_it_leads(aws: None, position: str) -> None:
    """Neither its bytes nor its length tell of the row it ends on; a row has one cursor in each list."""
    cursor = pagination.seal("list", position)
    raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))

    assert pagination.unseal("list", cursor) == position
    assert len(cursor) == len(pagination.seal("list", "007"))
    assert len(position) < 2 or position.encode() not in raw
    assert cursor == pagination.seal("list", position)
    assert cursor != pagination.seal("other list", position)


def test_a_cursor_survives_a_change_of_the_secret(aws: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The previous secret is still accepted; one that is older is not."""
    keys = [b"1" * 32]
    monkeypatch.setattr("resolvers.core.secret.encryption_keys", lambda: keys)
    cursor = pagination.seal("list", "007")

    keys.insert(0, b"2" * 32)
    assert pagination.unseal("list", cursor) == "007"

    keys[:] = [b"3" * 32, b"2" * 32]
    with pytest.raises(InvalidCursor):
        pagination.unseal("list", cursor)
