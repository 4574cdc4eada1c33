"""Validation and coercion speak graphql-java's words, as AppSync's clients know them."""

from typing import Any

import pytest

from infra.local.appsync import coercion, schema
from infra.local.appsync.documents import Documents

SCHEMA = schema.build("""
type Query { post(id: ID!, kind: Kind, email: AWSEmail): Post find(in: Find!): [Post!]! node: Node }
interface Node { id: ID! }
type Post implements Node { id: ID! title: String! at: AWSDateTime }
type User implements Node { id: ID! }
input Find { a: Int! b: String = "x" email: AWSEmail kind: Kind nested: Find }
enum Kind { NEWS }
""")
INVALID = {
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
    '{find(in:{b:"1"}){id}}': "WrongType: argument 'in' with value 'ObjectValue{objectFields=[ObjectField{name='b',"
    " value=StringValue{value='1'}}]}' is missing required fields '[a]' @ 'find'",
    "{find(in:{a:1,c:2}){id}}": "contains a field not in 'Find': 'c' @ 'find'",
    '{post(id:"1",kind:OLD){id}}': "WrongType: argument 'kind' with value 'EnumValue{name='OLD'}' is not a valid",
    '{post(id:"1"){...F}} fragment F on User{id}': "InvalidFragmentType: Fragment F cannot be spread here as objects of"
    " type Post can never be of type User",
    "{node{...Nope}}": "UndefinedFragment: Undefined fragment Nope @ 'node'",
    '{post(id:"1"){title @foo}}': "UnknownDirective: Unknown directive foo @ 'post/title'",
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
    error = Documents(SCHEMA).get(query).errors[0]

    assert INVALID[query] in error["message"]
    assert error["message"].startswith("Validation error of type ")
    assert error["path"] is None
    assert error["locations"][0]["sourceName"] is None


@pytest.mark.parametrize(("value", "message"), UNFIT)
def test_variables_that_do_not_fit_read_as_graphql_javas(value: Any, message: str) -> None:
    """The message names the outer variable, wherever in it the fault lies."""
    operation = Documents(SCHEMA).get("query($in: Find!) { find(in: $in) { id } }").operation(None)

    _, errors = coercion.variables(SCHEMA, operation, {"in": value})

    assert [error["message"] for error in errors] == [message]


def test_variables_are_coerced_with_defaults() -> None:
    """Defaults are filled in at every depth; what was left out without a default stays absent."""
    operation = Documents(SCHEMA).get("query($in: Find!) { find(in: $in) { id } }").operation(None)

    values, errors = coercion.variables(SCHEMA, operation, {"in": {"a": "5", "nested": {"a": 2}}})

    assert errors == []
    assert values == {"in": {"a": 5, "b": "x", "nested": {"a": 2, "b": "x"}}}


def test_documents_are_read_once() -> None:
    """The same text is the same document, until a thousand others have come."""
    documents = Documents(SCHEMA)

    assert documents.get("{__typename}") is documents.get("{__typename}")
