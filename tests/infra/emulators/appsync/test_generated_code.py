"""The code that is generated for a selection: readable, shared, and of the interpreter's opinion about every value."""

import json
from typing import Any

import pytest
from graphql import OperationDefinitionNode, parse

from appsync_local.execution import generated_code
from appsync_local.execution.execution import Execution
from appsync_local.execution.plan import Plan, find_fragments
from appsync_local.execution.selection import USES_UNTIL_COMPILED
from appsync_local.schema import build

SCALARS = (
    "ID", "String", "Int", "Float", "Boolean", "AWSDate", "AWSTime", "AWSDateTime", "AWSTimestamp", "AWSEmail",
    "AWSJSON", "AWSPhone", "AWSURL", "AWSIPAddress", "Colour",
)  # fmt: skip
SDL = "enum Colour { RED BLUE } type Query { thing: Thing strict: Strict }"
SDL += f" type Thing {{ {' '.join(f'{name.lower()}: {name}' for name in SCALARS)} child: Thing list: [Thing!] }}"
SDL += f" type Strict {{ {' '.join(f'{name.lower()}: {name}!' for name in SCALARS)} child: Thing! list: [Thing!]! }}"
SCHEMA = build.build_schema(SDL)


class Text(str):
    """A string of another class."""

    __slots__ = ()


VALUES: tuple[Any, ...] = (
    None, "", "x", "7", "RED", "red", Text("RED"), 0, 1, -(2**31), 2**31 - 1, 2**31, 2**63, 1.0, 1.5, float("nan"),
    float("inf"), True, False, [], ["RED"], {}, {"a": None}, "2026-11-30", "2026-11-30T10:00:00Z", "10:00:00",
    "ada@example.com", '{"a": 1}', "+49 30 123456", "https://example.com/a", "127.0.0.1",
)  # fmt: skip


def execute(selected: str, source: Any, uses_until_compiled: int) -> tuple[str, list[Any]]:
    document = parse(f"{{ {selected} }}")
    operation = document.definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    plan = Plan(SCHEMA, operation, find_fragments(document), {}, uses_until_compiled=uses_until_compiled)
    run = Execution(plan, {}, lambda *_: [])
    run.complete_event(source)
    return json.dumps(run.data), run.errors


@pytest.mark.parametrize("kind", SCALARS)
@pytest.mark.parametrize("holder", ["thing", "strict"])
def test_every_value_of_a_leaf_is_completed_as_the_interpreter_does(holder: str, kind: str) -> None:
    """Each scalar, nullable or not, with values that fit, that have to be converted, and that are refused."""
    for value in VALUES:
        selected, source = f"{holder} {{ n: __typename v: {kind.lower()} }}", {holder: {kind.lower(): value}}

        assert execute(selected, source, 0) == execute(selected, source, 10**9), value


@pytest.mark.parametrize(
    "value", [*VALUES, [None], [{}], [{"id": "1"}, None], [[]], {"id": {}}, {"__typename": "Thing"}]
)
@pytest.mark.parametrize("place", ["thing child", "strict child", "thing list", "strict list"])
def test_every_shape_is_completed_as_the_interpreter_does(place: str, value: Any) -> None:
    """Objects and lists, and what stands where they should."""
    holder, field = place.split()
    selected, source = f"{holder} {{ {field} {{ id }} }}", {holder: {field: value}}

    assert execute(selected, source, 0) == execute(selected, source, 10**9)


def test_the_code_can_be_read() -> None:
    """Names, checks and a literal object, for a debugger and for whoever wonders."""
    document = parse("{ strict { __typename id when: awsdatetime colour child { id } } }")
    operation = document.definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    strict = Plan(SCHEMA, operation, {}, {}).root.fields[0]
    assert strict.select is not None

    assert generated_code.write_code(strict.select("Strict")) == (
        """\
def make(selection, interpret, PROPAGATE_NULL, names0, serialize1, complete2):
    def complete(execution, source, place):
        \"\"\"Complete Strict {__typename id when colour child}.\"\"\"
        if source.__class__ is not dict:
            return interpret(execution, selection, source, place)
        get = source.get
        value0 = get('id')
        value1 = get('awsdatetime')
        value2 = get('colour')
        value3 = get('child')
        if not (
            value0.__class__ is str
            and value1 is not None
            and value2.__class__ is str and value2 in names0
            and value3 is not None
        ):
            return interpret(execution, selection, source, place)
        try:
            if value1 is not None:
                value1 = serialize1(value1)
        except InvalidValue:
            return interpret(execution, selection, source, place)
        out = {'__typename': 'Strict', 'id': value0, 'when': value1, 'colour': value2, 'child': None}
        if execution.object_selections is not None:
            execution.object_selections[id(out)] = selection
        nulled = False
        if value3 is not None:
            done = complete2(execution, value3, (place, 'child', out, False, 4))
            if done is not PROPAGATE_NULL:
                out['child'] = done
            else:
                nulled = True
        return PROPAGATE_NULL if nulled else out

    return complete
"""
    )


def test_only_what_is_used_often_has_code() -> None:
    """A document that is asked once costs no compilation, and equal selections share theirs."""
    document = parse("{ thing { id } }")
    operation = document.definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    plan = Plan(SCHEMA, operation, {}, {})
    (thing,) = plan.root.fields
    assert thing.select is not None
    before = generated_code._compile_text.cache_info().currsize

    for number in range(USES_UNTIL_COMPILED):
        assert (thing.select("Thing").compiled is None) == (plan.root.compiled is None)
        assert plan.root.compiled is None, number
        Execution(plan, {}, lambda *_: []).complete_event({"thing": {"id": "1"}})

    assert plan.root.compiled is not None
    assert thing.select("Thing").compiled is not None
    assert generated_code._compile_text.cache_info().currsize <= before + 2
