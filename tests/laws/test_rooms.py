"""What rooms declare is whole: whatever is left out of an event, a subject or a field is named here."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from pydantic.alias_generators import to_snake

from resolvers import rates, rooms
from resolvers.core.appsync import SUBJECT
from resolvers.core.model import Input, Model, is_hidden
from resolvers.core.rates import Rate
from resolvers.platform.app import app as platform
from resolvers.platform.event_log.declarations import EventType, event_types, list_revoked_products, revoke_field
from resolvers.platform.subjects.registry import subjects

rooms.load_declarations()
for product in rooms.ROOMS:
    rooms.load("model", product)

EVENTS = list(event_types.values())
FRONTEND = Path("frontend/src")
REVOKE = Path("infra/appsync/revoke.js")
INVALIDATIONS = 5  # AppSync's limit for one mutation
# The reader knows how things are declared and logged, and no room that declares something.
KNOWN_TO_THE_READER = ("resolvers.core", "resolvers.rooms", "resolvers.platform.event_log", "subscriptions")


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{each.name}" for each in node.names}
        elif isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
    return {name for name in found if name.startswith(("resolvers", "subscriptions"))}


@pytest.mark.parametrize("path", sorted(Path("subscriptions").glob("*.py")), ids=str)
def test_the_stream_reader_names_no_room(path: Path) -> None:
    """A new room declares what it needs, and the reader stays as it is."""
    assert [name for name in _imports(path) if not name.startswith(KNOWN_TO_THE_READER)] == []


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.subscription)
def test_an_event_reaches_its_listeners_everywhere(event: EventType) -> None:
    """Its handler, the client's fragment and subscription, its feature's cache rule, an example in the explorer."""
    name = event.model.__name__
    documents = {path: path.read_text() for path in FRONTEND.glob("features/*/*/events.ts")}
    listening = [path.parent for path, text in documents.items() if f"on {name} " in text]
    examples = [path.stem for path in FRONTEND.rglob("examples/3-listen/*.graphql")]

    function = rooms.registry()["Subscription", event.subscription].product
    assert rooms.ROOMS_WITH_A_FUNCTION.get(function, function) == event.product
    assert listening, f"No feature has a fragment on {name} in its events.ts."
    for feature in listening:
        assert f"{event.subscription}(" in documents[feature / "events.ts"]
        rule = f"{event.subscription}: defineEventRule"
        assert rule in (feature / "cache.ts").read_text(), f"{feature}/cache.ts has no rule for {event.subscription}."
    assert event.subscription in examples, f"The explorer has no example of {event.subscription}."


def test_each_product_revokes_exactly_its_own_subscriptions() -> None:
    """At most five: AppSync ends no more by one mutation."""
    written = dict(re.findall(r"(revoke\w+): \[([^\]]*)\]", REVOKE.read_text()))
    fields = {name: sorted(re.findall(r"'(\w+)'", listed)) for name, listed in written.items()}

    own = {
        revoke_field(product): sorted(
            each.subscription for each in EVENTS if each.product == product and each.has_audience
        )
        for product in list_revoked_products()
    }
    assert fields == own, f"{REVOKE} ends {fields}, not {own}."
    assert max(map(len, fields.values())) <= INVALIDATIONS


def test_every_subject_gets_every_field_of_the_platform() -> None:
    """Fields of subjects are registered once, for all of them."""
    of_subjects = {name for kind, name in platform.registered if kind == SUBJECT}

    registry = rooms.registry()
    assert {"likes", "viewerHasLiked", "comments", "pins"} <= of_subjects
    for subject in subjects():
        assert {name for name in of_subjects if (subject.kind, name) not in registry} == set()


def test_every_field_is_filled_somewhere() -> None:
    """Code must name it, or a caller must send it; otherwise clients would get its default for ever."""
    sent = {name for model in _models(Input) for name in model.model_fields}
    filled = sent.union(*(_find_names(path) for path in _code_of_rooms()))

    shown = {(model, name) for model in _models(Model) for name in model.model_fields if not is_hidden(model, name)}
    unfilled = sorted(f"{model.__name__}.{name}" for model, name in shown if name not in filled)
    assert not unfilled, f"Nothing fills {unfilled}."


def test_a_changed_copy_has_only_fields_of_its_model() -> None:
    """Pydantic does not check what `model_copy` is given: a name that no model has would be lost without a word."""
    known = {name for model in _models(Model) for name in model.model_fields}
    given = {f"{path}: {name}" for path in _code_of_rooms() for name in _names_given_to_copies(path)}

    unknown = sorted(each for each in given if each.partition(": ")[2] not in known)
    assert not unknown, f"No model has {unknown}."


def test_every_mutation_says_what_it_counts() -> None:
    """Limits hold for whatever writes: each has a limit for a minute, from the one table of limits."""
    mutations = {name: field.counts for (kind, name), field in rooms.registry().items() if kind == "Mutation"}
    table = {each for each in vars(rates).values() if isinstance(each, Rate)}

    unlimited = sorted(name for name, counts in mutations.items() if not any(each.minute for each in counts))
    assert not unlimited, f"Nothing limits {unlimited}: name what they count (resolvers/rates.py)."
    assert {each for counts in mutations.values() for each in counts} <= table


def test_kinds_of_work_have_counters_of_their_own() -> None:
    """Two of one name would count into one counter."""
    names = [each.name for each in vars(rates).values() if isinstance(each, Rate)]

    assert sorted(names) == sorted(set(names))


def test_every_room_is_in_the_list_of_rooms() -> None:
    """`rooms.load` imports these files by the list: those of a room that is not in it never run."""
    loaded = ("handler", *rooms.DECLARATIONS)
    found = {
        f"{product}.{path.parent.name}"
        for product in rooms.ROOMS
        for layer in loaded
        for path in Path("resolvers", product).glob(f"*/{layer}.py")
    }

    unlisted = sorted(found - {f"{product}.{room}" for product, names in rooms.ROOMS.items() for room in names})
    assert not unlisted, f"resolvers/rooms.py does not list {unlisted}."


def test_every_room_has_its_place_in_the_order_of_rooms() -> None:
    """import-linter says nothing about a module that its contracts do not name."""
    linter = tomllib.loads(Path("pyproject.toml").read_text())["tool"]["importlinter"]
    contracts = {each["name"]: each for each in linter["contracts"]}
    order = {name for layer in contracts["Rooms stand in one order"]["layers"] for name in layer.split(" | ")}
    checked_inside = set(contracts["Inside a room imports point down"]["containers"])
    listed = {f"resolvers.{product}.{room}" for product, names in rooms.ROOMS.items() for room in names}

    unplaced = sorted(listed - order), sorted(listed - checked_inside)
    assert unplaced == ([], []), f"pyproject.toml does not order {unplaced[0]}, nor check inside {unplaced[1]}."


def _models(parent: type[Model]) -> set[type[Model]]:
    """Return the models of rooms below a model."""
    modules = {f"resolvers.{product}.{room}.model" for product, names in rooms.ROOMS.items() for room in names}
    own = {each for each in parent.__subclasses__() if each.__module__ in modules}
    return own.union(*(_models(each) for each in parent.__subclasses__()))


def _code_of_rooms() -> list[Path]:
    return [path for path in Path("resolvers").rglob("*.py") if path.name not in {"model.py", "schema.py"}]


@cache
def _nodes(path: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(path.read_text())))


def _find_names(path: Path) -> set[str]:
    """Return the names of keyword arguments, and texts, which are names of attributes in the table, as Python names.

    What a name is only given nothing for, as to hide it from all but its owner, does not fill it.
    """
    nodes = _nodes(path)
    arguments = {node.arg for node in nodes if isinstance(node, ast.keyword) and node.arg and not _is_none(node.value)}
    cleared = {
        id(key)
        for node in nodes
        if isinstance(node, ast.Dict)
        for key, value in zip(node.keys, node.values, strict=True)
        if _is_none(value)
    }
    texts = {
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in cleared
    }
    return arguments | {to_snake(text) for text in texts}


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _names_given_to_copies(path: Path) -> Iterator[str]:
    for node in _nodes(path):
        match node:
            case ast.Call(
                func=ast.Attribute(attr="model_copy"), keywords=[ast.keyword(arg="update", value=ast.Dict(keys=keys))]
            ):
                yield from (str(key.value) for key in keys if isinstance(key, ast.Constant))
