"""Selections as AppSync lists them, with aliases in the place of fields."""

from typing import Any

import pytest

from resolvers.core import selection
from resolvers.core.model import Member, Model
from resolvers.core.selection import find_models, has_alias, nested_fields


class Writer(Model):
    handle: str = ""


class Mistake(Model):
    code: str = ""


class TooMuch(Mistake, Member):
    retry_at: str = ""


class Book(Model):
    title: str = ""
    writer: Writer | None = None
    mistakes: tuple[Mistake, ...] = ()


@pytest.mark.parametrize(
    ("path", "is_alias"),
    [
        ("title", False),
        ("writer/handle", False),
        ("__typename", False),
        ("writer/__typename", False),
        ("mistakes/retryAt", False),  # of one kind of mistake
        ("reviews/handle", False),  # a field with a handler of its own
        ("reviews/title", True),  # so this is no review
        ("name", True),
        ("writer/name", True),
        ("title/handle", True),  # a title has no fields, so this is the writer under its name
        ("handle", True),  # a name of another model
    ],
)
def test_an_alias_is_seen_where_it_is_no_field_of_its_model(
    path: str, is_alias: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(nested_fields, ("Book", "reviews"), (Writer,))

    assert has_alias(path.split("/"), (Book,)) == is_alias


def test_a_field_of_a_room_that_is_not_loaded_yet_is_loaded_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """A selection is read as exactly at the first request as at any later one."""
    asked: list[tuple[str, str]] = []

    def load(type_name: str, field_name: str) -> None:
        asked.append((type_name, field_name))
        if (type_name, field_name) == ("Book", "reviews"):
            monkeypatch.setitem(nested_fields, ("Book", "reviews"), (Writer,))

    monkeypatch.setattr(selection, "field_loaders", [load])

    assert not has_alias(["reviews", "handle"], (Book,))
    assert asked == [("*", "reviews"), ("Book", "reviews")]


@pytest.mark.parametrize(
    ("annotation", "models"), [(Book, (Book,)), (list[Book | None], (Book,)), (list[str], ()), (Any, ())]
)
def test_the_models_of_an_answer_are_found(annotation: Any, models: tuple[type[Model], ...]) -> None:
    assert find_models(annotation) == models
