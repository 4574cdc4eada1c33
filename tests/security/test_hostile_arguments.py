"""Whatever a caller sends in any argument of any field, the answer is ours: typed, at its path, in our words."""

import gc
import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any, Final

import pytest
from graphql import GraphQLField, GraphQLObjectType, GraphQLSchema, build_schema, get_named_type

import schema
from resolvers import rooms
from resolvers.core import errors
from tests.security import arguments, hostile
from tests.security.world import World, in_memory

Field = tuple[str, str]

CONTRACT: Final = build_schema(schema.client_sdl())
TYPES: Final = {each.__name__ for each in (*errors.Refusal.__subclasses__(), *errors.Fault.__subclasses__())}
# Words of what lies below us: AWS, its clients, pydantic and Python.
FOREIGN: Final = re.compile(
    r"An error occurred|botocore|boto3|dynamodb|hashkey|pydantic|Traceback|Exception|"
    r"validation error|\b(?:str|int|dict|NoneType)\b object|codec can't|Unhandled",
    re.IGNORECASE,
)
OWNERS_ONLY: Final = {"Deck"}  # nobody else gets one, so nobody else asks its fields
SECONDS: Final = 3.0  # of processor; a function is ended after 15 seconds


@pytest.fixture(scope="module")
def open_world() -> Iterator[Callable[[str], World]]:
    """Return a caller's world, made once for callers in a row: what one writes slows nobody else."""
    gc.collect()
    gc.freeze()  # what other tests left costs no argument its time: collecting it takes seconds
    with ExitStack() as stack:
        worlds: dict[str, World] = {}

        def open_for(caller: str) -> World:
            if caller not in worlds:
                stack.close()
                worlds.clear()
                # The memory's transactions copy all that is there.
                worlds[caller] = stack.enter_context(in_memory(("PUBLIC", "FOLLOWERS")))
            return worlds[caller]

        yield open_for
    gc.unfreeze()


def fields_with_arguments(contract: GraphQLSchema) -> dict[Field, GraphQLField]:
    """Return every field that a function of ours answers and that takes arguments."""
    found = {}
    for type_name, name in rooms.registry():
        kind = contract.get_type(type_name)
        assert isinstance(kind, GraphQLObjectType)
        if kind.fields[name].args:
            found[type_name, name] = kind.fields[name]
    return found


CASES: Final = [
    pytest.param(field, caller, id=f"{'.'.join(field)}-{caller}")
    for caller in ("author", "stranger", "guest")  # outside: their world is made once
    for field in fields_with_arguments(CONTRACT)
    if caller == "author" or field[0] not in OWNERS_ONLY
]


@pytest.mark.parametrize(("field", "caller"), CASES)
def test_hostile_values_of_every_argument_get_a_typed_answer(
    open_world: Callable[[str], World], field: Field, caller: str
) -> None:
    """No exception, nothing of a store or library, and no value that costs the function its time."""
    (type_name, name), world = field, open_world(caller)
    # What is written slows no reading.
    ids = world.things | world.articles["FOLLOWERS" if type_name == "Mutation" else "PUBLIC"].ids
    declared = fields_with_arguments(CONTRACT)[field]
    valid = arguments.valid_arguments(name, declared, ids, world.stranger.id)
    sources = [None] if type_name in {"Query", "Mutation", "Subscription"} else [_parent(type_name, world)]
    tried = 0

    for leaf in arguments.leaves(declared):
        for value in hostile.values_of(leaf.scalar, is_list=leaf.is_list):
            case, began = f"{'.'.join(leaf.path)} = {value!r:.60}", time.process_time()
            answer = world.people[caller].answers(type_name, name, sources, arguments.put(valid, leaf.path, value))
            _assert_ours(answer, declared, case)
            assert time.process_time() - began < SECONDS, case
            tried += 1

    assert tried


def _parent(type_name: str, world: World) -> dict[str, Any]:
    """Return a parent of a nested field: what the query of its name answers, or something with its id."""
    ids, name = world.things | world.articles["PUBLIC"].ids, type_name.lower()
    if ("Query", name) in rooms.registry() and name in ids:
        declared = fields_with_arguments(CONTRACT)["Query", name]
        return dict(world.author.query(name, **arguments.valid_arguments(name, declared, ids, world.author.id)))
    return {"id": ids.get(name, world.author.id), "user": {"id": world.author.id}}


def _assert_ours(envelope: dict[str, Any], declared: GraphQLField, case: str) -> None:
    told = json.loads(json.dumps(envelope))
    data = told.get("data")
    found = (
        [told["error"]] if "error" in told else data["errors"] if isinstance(data, dict) and "errors" in data else []
    )
    for each in found:
        kind = each.get("type") or each["__typename"]
        assert kind in TYPES, f"{case}: {each}"
        assert each["message"], case
        assert not FOREIGN.search(each["message"]), f"{case}: {each}"
        path = each.get("path") or (each.get("info") or {}).get("path") or []
        assert not path or _resolves(path, declared), f"{case}: {each}"


def _resolves(path: list[str], declared: GraphQLField) -> bool:
    """Tell whether a path leads to something that the field takes."""
    argument = declared.args.get(path[0])
    inner: Any = get_named_type(argument.type) if argument else None
    return bool(argument) and (len(path) == 1 or not hasattr(inner, "fields") or path[1] in inner.fields)
