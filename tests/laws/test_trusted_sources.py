"""A nested field trusts its parent: so every handler that returns a parent has checked the right to read it.

AppSync hands a nested field the parent that a resolver of ours returned in the same request. These laws leave nobody
else a way to make one up.
"""

import ast
import inspect
import textwrap
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final, get_args, get_type_hints

import pytest
from graphql import parse

from infra.resolvers import list_published_fields, object_fields
from infra.rules import Project
from infra.rules.calls import trace_function
from resolvers import rooms
from resolvers.core.appsync import Registered
from resolvers.core.model import Model
from resolvers.platform.subjects.registry import list_kinds
from tests.benchmarks.site import find_type

ROOTS: Final = ("Query", "Mutation", "Subscription")
OWN: Final = "Viewer"  # its fields take the person from the identity
PUBLIC: Final = frozenset({"User"})  # people, whom everybody may read
# Where the right to read is decided, and lists that are somebody's own.
CHECKS: Final = frozenset(
    {
        "resolvers.platform.subjects.service.may_read",
        "resolvers.platform.subjects.service.is_public",
        "resolvers.core.identity.viewer",
    }
)
HANDLERS: Final = sorted(rooms.registry().items())


def _parents() -> set[str]:
    """Return the types that have nested fields with handlers."""
    return {type_name for (type_name, _), _ in HANDLERS if type_name not in ROOTS}


def _models_in(annotation: Any) -> Iterator[type[Model]]:
    """Return every model that a value of a type may hold, at any depth."""
    todo, seen = [annotation], set[Any]()
    while todo:
        each = todo.pop()
        if isinstance(each, type) and issubclass(each, Model) and each not in seen:
            seen.add(each)
            yield each
            todo += [info.annotation for info in each.model_fields.values()]
        todo += get_args(each)


@cache
def _sources() -> dict[str, str]:
    return Project.load().sources


@pytest.mark.parametrize(
    ("field", "handler"), HANDLERS, ids=lambda value: ".".join(value) if isinstance(value, tuple) else ""
)
def test_a_handler_that_returns_a_trusted_parent_has_checked_the_right_to_read(
    field: tuple[str, str], handler: Registered
) -> None:
    """Its code reaches the one rule of who may read, or lists what is the viewer's own."""
    returned = {model.__name__ for model in _models_in(get_type_hints(handler.function).get("return"))}
    trusted = returned & (_parents() - PUBLIC - {OWN})
    if field[0] not in ROOTS:  # what is under a parent is as readable as it is, but a link to a subject asks again
        trusted &= {*list_kinds()}
    reached = trace_function(_sources(), f"{handler.function.__module__}.{handler.function.__name__}")

    assert not trusted or reached & CHECKS


def test_what_the_publisher_sends_is_nobodys_parent() -> None:
    """Events and revocations are echoed from input, so no type in them has a field with a handler."""
    document = parse(Path("schema.graphql").read_text())
    fields = object_fields(document)
    todo, seen = [find_type(*field) for field in list_published_fields(document)], set[str]()
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo += [find_type(*field) for field in fields if field[0] == name]

    assert "CommentEvent" in seen
    assert not seen & _parents()


def test_fields_of_the_viewer_take_the_person_from_the_identity() -> None:
    """Whatever their parent says: they use it to count the answers, and for nothing else."""
    handlers = {handler.function for (type_name, _), handler in HANDLERS if type_name == OWN}

    assert handlers
    assert [each.__name__ for each in handlers if _reads_its_parents(each)] == []


def _reads_its_parents(function: Any) -> bool:
    parents = next(iter(inspect.signature(function).parameters))
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    loops = [each for each in ast.walk(tree) if isinstance(each, ast.comprehension)]
    counted = {id(each.iter) for each in loops if isinstance(each.target, ast.Name) and each.target.id == "_"}
    read = [each for each in ast.walk(tree) if isinstance(each, ast.Name) and each.id == parents]
    return any(id(each) not in counted for each in read)
