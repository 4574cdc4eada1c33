"""Handlers behind AppSync's events: what a nested list may ask for, and how often a refusal is told."""

from typing import Annotated, Any

import pytest
from pydantic import Field

from resolvers import rates
from resolvers.core.appsync import App
from resolvers.core.errors import LimitReached, NotFound
from tests.people import FakeContext, Person

FIRST = Annotated[int, Field(ge=1, le=100)]


class Shelf:
    """An app with one nested list, and how often it was read."""

    def __init__(self) -> None:
        self.app, self.reads = App("tests"), 0

        @self.app.batch_resolver(type_name="Author", field_name="books")
        def books(authors: list[Any], first: FIRST = 20) -> list[list[int] | None]:
            self.reads += 1
            return [list(range(first)) for _ in authors]

    def answer(self, parents: int, *firsts: dict[str, int]) -> list[dict[str, Any]]:
        given = firsts or ({},)
        events = [Person()._event("Author", "books", {}, given[number % len(given)]) for number in range(parents)]
        answers: list[dict[str, Any]] = self.app.resolve(events, FakeContext())
        return answers


@pytest.mark.parametrize(("parents", "first"), [(10, 100), (50, 20), (100, 10)])
def test_a_nested_list_may_ask_for_a_thousand_rows(parents: int, first: int) -> None:
    """Its parents times `first`."""
    shelf = Shelf()

    assert [len(each["data"]) for each in shelf.answer(parents, {"first": first})] == [first] * parents


@pytest.mark.parametrize("firsts", [({},), ({"first": 11},), ({"first": 100}, {"first": 1})])
def test_more_is_refused_before_it_is_read_and_told_once(firsts: tuple[dict[str, int], ...]) -> None:
    """Whatever the default is and however aliases share it; two thousand equal errors help nobody."""
    shelf = Shelf()

    first, *others = shelf.answer(100, *firsts)

    assert (first["error"]["type"], first["error"]["info"]) == (LimitReached.__name__, {"path": ["first"]})
    assert "100 parents" in first["error"]["message"]
    assert others == [{"data": None}] * 99
    assert shelf.reads == 0


@pytest.mark.parametrize("nonsense", [{"first": 0}, {"first": -5}, {"first": "many"}])
def test_a_mistake_of_all_parents_is_told_once(nonsense: dict[str, Any]) -> None:
    """The argument is one, however many parents it has."""
    first, *others = Shelf().answer(3, nonsense)

    assert first["error"]["type"] == "InvalidInput"
    assert others == [{"data": None}] * 2


def test_a_field_that_may_not_be_null_says_why_at_each_parent() -> None:
    """Nulls there would be a fault of their own."""
    app = App("tests")

    @app.batch_resolver(type_name="Author", field_name="isKnown")
    def is_known(authors: list[Any]) -> list[bool]:
        raise NotFound("Nobody knows.")

    answers = app.resolve([Person()._event("Author", "isKnown", {}, {})] * 3, FakeContext())

    assert [each["error"]["message"] for each in answers] == ["Nobody knows."] * 3


def test_a_mutation_without_a_rate_is_no_mutation() -> None:
    """The limits hold for whatever writes, because a handler that forgets them is not registered."""
    app = App("tests")

    with pytest.raises(ValueError, match=r"Mutation\.forget: .* say what they count"):
        app.resolver(type_name="Mutation", field_name="forget")(lambda: None)
    with pytest.raises(ValueError, match=r"Mutation\.like: .* say what they count"):
        app.resolver(type_name="Mutation", field_name="like", counts=(rates.LIKES,))(lambda: None)
    with pytest.raises(ValueError, match=r"Query\.read: .* say what they count"):
        app.resolver(type_name="Query", field_name="read", counts=(rates.WRITES,))(lambda: None)
