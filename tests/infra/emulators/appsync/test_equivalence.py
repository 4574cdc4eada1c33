"""The plan's answers equal graphql-core's: data, null bubbling and error paths, over generated queries and data."""

from random import Random
from typing import Any

from graphql import (
    GraphQLError,
    GraphQLList,
    GraphQLNonNull,
    OperationDefinitionNode,
    execute_sync,
    get_named_type,
    is_composite_type,
    parse,
    validate,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from appsync_local.engine.event import to_schema_names
from appsync_local.execution.execution import Execution, FieldError, Outcome
from appsync_local.execution.plan import Plan, find_fragments
from appsync_local.schema import build

SCHEMA = build.build_schema("""
type Query { thing: Thing things: [Thing] strict: Thing! node: Node nodes: [Node!] either: [Either] }
interface Node { id: ID! name: String }
union Either = Thing | Other
enum Colour { RED BLUE }
type Thing implements Node {
  id: ID! name: String size: Int! colour: Colour ratio: Float on: Boolean!
  tags: [String!] grid: [[Int!]]! child: Thing must: Thing! list: [Thing!] rows: [[Thing]!]! node: Node other: Other!
}
type Other implements Node { id: ID! name: String thing: Thing! kinds: [Colour!]! }
""")
RESOLVED = {("Query", "thing"), ("Query", "strict"), ("Thing", "child"), ("Thing", "list"), ("Other", "thing")}
RAISE = "raise an error"
INTERPRETED, COMPILED = 10**9, 0  # uses of a selection until there is code for it
COMPOSITE = ("thing", "things", "strict", "node", "nodes", "either", "child", "must", "list", "rows", "other")

SOUND: dict[str, Any] = {"ID": "7", "String": "x", "Int": 3, "Float": 1.5, "Boolean": True, "Colour": "RED"}
ODD_LEAVES = (None, None, RAISE, 5, 2**40)  # where graphql-java's scalars and graphql-core's agree
ODD: tuple[Any, ...] = (None, None, None, RAISE, 5, "x", True, 2**40, [], {}, [None], {"__typename": "Nobody"})


def datum(chance: Random, kind: Any, depth: int) -> Any:
    """Data for a type: mostly sound, here and there null, of another shape or of no known type."""
    if isinstance(kind, GraphQLNonNull):
        return datum(chance, kind.of_type, depth)
    if chance.random() < 0.04:
        return chance.choice(ODD if is_composite_type(get_named_type(kind)) else ODD_LEAVES)
    if isinstance(kind, GraphQLList):
        return [datum(chance, kind.of_type, depth) for _ in range(chance.randrange(3))]
    if not is_composite_type(kind):
        return SOUND[kind.name]
    name = kind.name if kind.name in ("Thing", "Other") else chance.choice(["Thing", "Other"])
    made: dict[str, Any] = {"__typename": name} if chance.random() < 0.97 else {}
    for field, definition in fields_of(name).items():
        if depth or not is_composite_type(get_named_type(definition.type)):
            made[field] = datum(chance, definition.type, depth - 1)
    return made


def fields_of(name: str) -> dict[str, Any]:
    fields: dict[str, Any] = getattr(SCHEMA.type_map[name], "fields", {})
    return fields


def root_of(chance: Random) -> dict[str, Any]:
    return {name: datum(chance, field.type, 2) for name, field in fields_of("Query").items()}


roots = some.integers(0, 2**32).map(lambda seed: root_of(Random(seed)))  # noqa: S311


@some.composite
def selections(draw: Any, kind: str, depth: int) -> str:
    """A selection set on a type, with aliases, fragments, conditions and repeated fields."""
    fields = list(fields_of(kind))
    parts = []
    for name in draw(some.lists(some.sampled_from([*fields, "__typename"]), min_size=1, max_size=5)):
        alias = draw(some.sampled_from(["", "", f"{kind.lower()}_{name}: "]))
        condition = draw(some.sampled_from(["", "", "", " @skip(if: false)", " @include(if: false)"]))
        if name not in COMPOSITE:
            parts.append(f"{alias}{name}{condition}")
            continue
        if depth:
            below = get_named_type(fields_of(kind)[name].type).name
            parts.append(f"{alias}{name}{condition} {{ {draw(selections(below, depth - 1))} }}")
    if depth and kind in ("Node", "Either"):
        kinds = draw(some.lists(some.sampled_from(["Thing", "Other"]), max_size=2))
        parts += [f"... on {concrete} {{ {draw(selections(concrete, depth - 1))} }}" for concrete in kinds]
    return " ".join(parts or ["__typename"])


def theirs(query: str, root: Any) -> tuple[Any, list[Any]]:
    def resolve(source: Any, info: Any) -> Any:
        value = source.get(info.field_name) if isinstance(source, dict) else None
        if value == RAISE and (info.parent_type.name, info.field_name) in RESOLVED:
            raise GraphQLError("no")
        return value

    result = execute_sync(SCHEMA, parse(query), root, field_resolver=resolve)
    return result.data, [error.path for error in result.errors or ()]


def ours(query: str, root: Any, uses_until_compiled: int) -> tuple[Any, list[Any], Any]:
    """The data, the paths of the errors, and the data by schema names."""
    document = parse(query)
    operation = document.definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    fragments, resolvers = find_fragments(document), dict.fromkeys(RESOLVED)
    plan = Plan(SCHEMA, operation, fragments, resolvers, uses_until_compiled=uses_until_compiled)

    def resolve(field: Any, _: Any, sources: list[Any]) -> list[Any]:
        found = [source.get(field.name) if isinstance(source, dict) else None for source in sources]
        return [Outcome(error=FieldError("no")) if value == RAISE else value for value in found]

    run = Execution(plan, {}, resolve, object_selections={})
    query_running = run.execute_query(root)
    try:
        query_running.send(None)
    except StopIteration:
        pass
    else:
        raise AssertionError("nothing here is asynchronous")
    named = to_schema_names(run.data, run.object_selections or {})
    return run.data, [error["path"] for error in run.errors], named


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(query=selections("Query", 4), root=roots)
def test_answers_equal_those_of_graphql_core(query: str, root: Any) -> None:
    """Same data, same error paths in the same order, whatever the resolvers return, by generated code too."""
    text = f"{{ {query} }}"
    if validate(SCHEMA, parse(text)):
        return

    their_data, their_paths = theirs(text, root)
    our_data, our_paths, our_names = ours(text, root, INTERPRETED)

    assert our_data == their_data
    assert our_paths == their_paths
    assert ours(text, root, COMPILED) == (our_data, our_paths, our_names)
