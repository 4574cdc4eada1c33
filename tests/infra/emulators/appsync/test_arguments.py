"""Arguments that are compiled for a field: the same as those coerced from the syntax tree."""

from typing import Any

import pytest
from graphql import FieldNode, OperationDefinitionNode, parse

from appsync_local.execution.coercion import NullNotAllowed, coerce_arguments, compile_arguments
from appsync_local.schema import build

SCHEMA = build.build_schema("""
enum Colour { RED BLUE }
input Size { width: Int! = 3 tags: [String] }
type Query { find(
  id: ID text: String = "t" count: Int! = 5 on: Boolean ratio: Float colour: Colour = RED
  list: [Int] = [1] size: Size = { width: 1 } sizes: [Size!] must: String! when: AWSDateTime
): String }
""")
WRITTEN = (
    'must: "m"', "must: $a", 'id: 7 must: "m"', 'id: "7" text: null must: $a', "must: $a count: $b", "must: $a id: $b",
    'must: "m" on: true ratio: 1 colour: BLUE', 'must: "m" on: $a ratio: $b colour: $a', 'must: "m" list: 2',
    'must: "m" list: [1, $a]', 'must: "m" list: $a', 'must: "m" size: { tags: ["x", $a] }', 'must: "m" size: $b',
    'must: "m" sizes: { width: 2 }', 'must: "m" when: "2026-11-30T10:00:00Z"', 'must: "m" text: $none count: $none',
)  # fmt: skip
VARIABLES: tuple[dict[str, Any], ...] = (
    {},
    {"a": None},
    {"a": "x", "b": 1},
    {"a": [1], "b": {"width": 1}},
    {"b": None},
)


def attempt(coerce: Any, *given: Any) -> Any:
    try:
        values: dict[str, Any] = coerce(*given)
    except NullNotAllowed as refusal:
        return str(refusal)
    return list(values.items())


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize("variables", VARIABLES)
def test_compiled_arguments_are_those_of_the_syntax_tree(written: str, variables: dict[str, Any]) -> None:
    """Literals, variables that are there, null or missing, defaults, and nulls that are not allowed; in one order."""
    operation = parse(f"{{ find({written}) }}").definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    (node,) = operation.selection_set.selections
    assert isinstance(node, FieldNode)
    nodes = {each.name.value: each.value for each in node.arguments or ()}
    assert SCHEMA.query_type is not None
    definitions = SCHEMA.query_type.fields["find"].args

    compiled = compile_arguments(definitions, nodes)

    assert attempt(compiled, variables) == attempt(coerce_arguments, definitions, nodes, variables)


def test_each_request_has_lists_and_objects_of_its_own() -> None:
    """What one resolver changes in its arguments, no other sees."""
    assert SCHEMA.query_type is not None
    coerce = compile_arguments(SCHEMA.query_type.fields["find"].args, {})
    with pytest.raises(NullNotAllowed):
        coerce({})
    definitions = {
        name: each for name, each in SCHEMA.query_type.fields["find"].args.items() if name in ("list", "size")
    }
    first = compile_arguments(definitions, {})({})
    first["list"].append(2)

    assert compile_arguments(definitions, {})({}) == {"list": [1], "size": {"width": 1}}
