"""Validation and coercion speak graphql-java's words, as AppSync's clients know them."""

from typing import Any

import pytest
from graphql import parse, specified_rules, validate

from appsync_local.execution import coercion
from appsync_local.execution.documents import BUDGET, UNKNOWN_RULES, DocumentCache
from appsync_local.schema import build

SCHEMA = build.build_schema("""
type Query { post(id: ID!, kind: Kind, email: AWSEmail, data: AWSJSON): Post find(in: Find!): [Post!]! node: Node }
interface Node { id: ID! }
type Post implements Node { id: ID! title: String! at: AWSDateTime }
type User implements Node { id: ID! }
input Find { a: Int! b: String = "x" email: AWSEmail kind: Kind nested: Find }
enum Kind { NEWS }
""")
INVALID = {
    "{__schema{types" + "{fields{type" * 4 + "{name}" + "}}" * 4 + "}}": "BadFaithIntrospection: This request is"
    " not asking for introspection in good faith - the types of types are selected too often! @ '__schema'",
    '{post(id:"1"){bad}}': "FieldUndefined: Field 'bad' in type 'Post' is undefined @ 'post/bad'",
    '{post(id:"1",x:2){id}}': "UnknownArgument: Unknown field argument x @ 'post'",
    "{post{id}}": "MissingFieldArgument: Missing field argument id @ 'post'",
    '{post(id:"1")}': "SubSelectionRequired: Sub selection required for type Post of field post @ 'post'",
    '{post(id:"1"){title{x}}}': "SubSelectionNotAllowed: Sub selection not allowed on leaf type String! of field title"
    " @ 'post/title'",
    "query($a:String){post(id:$a){id}}": "VariableTypeMismatch: Variable type 'String' doesn't match expected type"
    " 'ID!' @ 'post'",
    "{post(id:$x){id}}": "UndefinedVariable: Undefined variable x @ 'post'",
    'query($x:Int){post(id:"1"){id}}': "UnusedVariable: Unused variable x",
    '{post(id:"1",email:"x"){id}}': "WrongType: argument 'email' with value 'StringValue{value='x'}' is not a valid"
    " 'AWSEmail' @ 'post'",
    '{post(id:"1",data:{n:10}){id}}': "WrongType: argument 'data' with value 'ObjectValue{objectFields="
    "[ObjectField{name='n', value=IntValue{value=10}}]}' is not a valid 'AWSJSON' @ 'post'",
    '{find(in:{b:"1"}){id}}': "WrongType: argument 'in' with value 'ObjectValue{objectFields=[ObjectField{name='b',"
    " value=StringValue{value='1'}}]}' is missing required fields '[a]' @ 'find'",
    "{find(in:{a:1,c:2}){id}}": "contains a field not in 'Find': 'c' @ 'find'",
    '{post(id:"1",kind:OLD){id}}': "WrongType: argument 'kind' with value 'EnumValue{name='OLD'}' is not a valid",
    '{post(id:"1"){...F}} fragment F on User{id}': "InvalidFragmentType: Fragment F cannot be spread here as objects of"
    " type Post can never be of type User",
    "{node{...Nope}}": "UndefinedFragment: Undefined fragment Nope @ 'node'",
    '{post(id:"1"){title @foo}}': "UnknownDirective: Unknown directive foo @ 'post/title'",
    "query A {__typename} query A {__typename}": "DuplicateOperationName: There can be only one operation named 'A'",
    "query A {__typename} type X {a: Int}": "NonExecutableDefinition: The X definition is not executable.",
    "query($x: Nope) {__typename}": "UnknownType: Unknown type Nope",
    "{...on Kind{a}}": "FragmentTypeConditionInvalid: Fragment type condition is invalid, must be on Object/Interface",
    "query($x: Post) {__typename}": "NonInputTypeOnVariable: Wrong type for a variable",
    "{...F} fragment F on Query{a:__typename} fragment F on Query{b:__typename}": "DuplicateFragmentName: There can be",
    "{__typename} fragment F on Query{__typename}": "UnusedFragment: Unused fragment F",
    "{...F} fragment F on Query{...F}": "FragmentCycle: Fragment cycles not allowed",
    "query($x: Int, $x: Int) {__typename}": "DuplicateVariableName: There can be only one variable named 'x'",
    "{a: __typename @deprecated}": "MisplacedDirective: Directive deprecated not allowed here",
    "{a: __typename @skip(if: true) @skip(if: true)}": "DuplicateDirectiveName: Directive 'skip' must be",
    '{post(id:"1", id:"2"){id}}': "DuplicateArgumentNames: There can be only one argument named 'id' @ 'post'",
    "{a: __typename @skip}": "MissingDirectiveArgument: Missing directive argument if",
    "{a: __typename @skip(if: true, x: 1)}": "UnknownDirective: Unknown directive argument x",
    '{a: post(id:"1"){id} a: post(id:"2"){id}}': "FieldsConflict: a: they have differing arguments",
    "{find(in:{a:1, a:2}){id}}": "UniqueObjectFieldName: There can be only one field named 'a' @ 'find'",
    'query($x: Int = "no") {__typename}': "BadValueForDefaultArg: Bad default value StringValue{value='no'} for",
    "{__typename} {__typename}": "LoneAnonymousOperationViolation: Anonymous operation with other operations.",
}
UNFIT: list[tuple[Any, str]] = [
    (None, "Variable 'in' has coerced Null value for NonNull type 'Find!'"),
    ({"a": None}, "Variable 'in' has coerced Null value for NonNull type 'Int!'"),
    ({}, "Variable 'in' has coerced Null value for NonNull type 'Int!'"),
    (3, ("Variable 'in' has an invalid value. Expected type 'Map' but was 'Integer'."
         " Variables for input objects must be an instance of type 'Map'.")),
    ({"a": "x"}, "Variable 'in' has an invalid value. Expected type 'Int' but was 'String'."),
    ({"a": 1, "email": "q"}, "Variable 'in' has an invalid value. Unable to parse `q` as a valid email address."),
    ({"a": 1, "z": 1}, ("Variable 'in' has an invalid value. The variables input contains a field name 'z' that is not"
                        " defined for input object type 'Find'")),
    ({"a": 1, "kind": "OLD"}, ("Variable 'in' has an invalid value. Invalid input for Enum 'Kind'."
                               " No value found for name 'OLD'")),
]  # fmt: skip


@pytest.mark.parametrize("query", INVALID)
def test_validation_errors_read_as_graphql_javas(query: str) -> None:
    """The message has the kind, the sentence and the path of field names; path is null, sourceName too."""
    found = DocumentCache(SCHEMA).get(query).errors
    error = next((each for each in found if INVALID[query] in each["message"]), None)

    assert error is not None, found
    assert error["message"].startswith("Validation error of type ")
    assert error["path"] is None
    assert error["locations"][0]["sourceName"] is None


def test_every_rule_has_its_words() -> None:
    """Each rule of validation is broken by a query above, and none of its messages is left in graphql-core's words."""
    broken = {
        rule.__name__
        for query in [*INVALID, "mutation {a}"]
        for rule in specified_rules
        if validate(SCHEMA, parse(query), [rule])
    }
    told = [error["message"] for query in INVALID for error in DocumentCache(SCHEMA).get(query).errors]

    assert {rule.__name__ for rule in specified_rules} - UNKNOWN_RULES - broken == set()
    assert [message for message in told if "InvalidSyntax" in message] == []


def test_an_operation_that_the_schema_lacks_is_no_validation_error() -> None:
    """A mutation on a schema without any is answered by the engine itself."""
    errors = DocumentCache(SCHEMA).get("mutation {a}").errors

    assert [error["message"] for error in errors] == ["Schema is not configured for mutations."]


def test_hidden_introspection_reads_as_an_unknown_field() -> None:
    """Where introspection is disabled, `__schema` is a field that the type does not have."""
    errors = DocumentCache(SCHEMA, introspection=False).get("{__schema{queryType{name}}}").errors

    assert "FieldUndefined: Field '__schema' in type 'Query' is undefined @ '__schema'" in errors[0]["message"]


@pytest.mark.parametrize(("value", "message"), UNFIT)
def test_variables_that_do_not_fit_read_as_graphql_javas(value: Any, message: str) -> None:
    """The message names the outer variable, wherever in it the fault lies."""
    operation = DocumentCache(SCHEMA).get("query($in: Find!) { find(in: $in) { id } }").find_operation(None)

    _, errors = coercion.Variables(SCHEMA, operation).coerce({"in": value})

    assert [error["message"] for error in errors] == [message]


def test_variables_are_coerced_with_defaults() -> None:
    """Defaults are filled in at every depth; what was left out without a default stays absent."""
    operation = DocumentCache(SCHEMA).get("query($in: Find!) { find(in: $in) { id } }").find_operation(None)

    values, errors = coercion.Variables(SCHEMA, operation).coerce({"in": {"a": "5", "nested": {"a": 2}}})

    assert errors == []
    assert values == {"in": {"a": 5, "b": "x", "nested": {"a": 2, "b": "x"}}}


def test_documents_are_cached_from_their_second_sight_on() -> None:
    """A text that comes once costs no memory; one that comes again is read twice, and then no more."""
    documents = DocumentCache(SCHEMA)

    first, second, third = (documents.get("{__typename}") for _ in range(3))

    assert first is not second
    assert second is third


def test_the_cache_has_a_budget_of_characters() -> None:
    """Large documents displace the least recently used, and so do the plans of one that stays."""
    documents = DocumentCache(SCHEMA)
    texts = [f"{{ a{number}: __typename }}" + " " * (BUDGET // 4) for number in range(4)]
    kept = [[documents.get(text) for _ in range(2)][1] for text in texts]

    assert documents.get(texts[3]) is kept[3]
    assert documents.get(texts[0]) is not kept[0]
    kept[3].plan_count = 3
    documents.get(texts[3])
    assert documents.get(texts[2]) is not kept[2]


def test_a_valid_document_keeps_its_lines_but_no_tokens() -> None:
    """An error names line and column; the chain of tokens behind them is gone."""
    operation = DocumentCache(SCHEMA).get("\n  { post(id: 1) { id } }").find_operation(None)

    (field,) = operation.selection_set.selections
    assert coercion.source_location(field) == {"line": 2, "column": 5, "sourceName": None}
    assert field.loc is not None
    assert field.loc.start_token.next is None
