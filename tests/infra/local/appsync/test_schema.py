"""Which SDL becomes a schema, and what AppSync refuses."""

import pytest

from infra.local.appsync import schema
from infra.local.appsync.schema import SchemaRefused
from tests.fakes.library import SDL

QUERY = "type Query { a: Int }"
REFUSED = {
    "directive @mine on FIELD_DEFINITION " + QUERY: "Directive definitions are not supported.",
    QUERY + " interface A { a: Int } interface B implements A { a: Int }": "Failed to parse schema document",
    QUERY + " scalar Date": "Custom scalars are not supported",
    QUERY + " extend type Query { b: Int }": "Type extensions are not supported",
    "type Mutation { a: Int }": "There is no top level schema object defined.",
    "schema { mutation: Mutation } type Mutation { a: Int }": "A schema MUST have a 'query' operation defined.",
    QUERY + " type AWSThing { a: Int }": "may not start with 'AWS'",
    QUERY + " type Empty": "has no fields",
    QUERY + " input One @oneOf { a: Int }": "@oneOf",
    "type Query { a: Int @mine }": "@mine",
    "type Query { a: Missing }": "Missing",
    "type Query {": "ensure it's a valid SDL-formatted document",
    "interface I @aws_api_key { a: Int } " + QUERY: "may not be used on interface",
    QUERY + "#" * 1024 * 1024: "1 MB",
}


@pytest.mark.parametrize("sdl", REFUSED)
def test_what_appsync_refuses_is_refused(sdl: str) -> None:
    """Such SDL is refused with a text that names the reason."""
    with pytest.raises(SchemaRefused) as refusal:
        schema.build(sdl)

    assert REFUSED[sdl] in str(refusal.value)


def test_scalars_and_directives_need_no_declaration() -> None:
    """AppSync's scalars and directives are known, and `A & B` as well as descriptions pass."""
    sdl = QUERY + ' interface A { a: Int } interface B { a: Int } """About T""" type T implements A & B { a: Int }'

    built = schema.build(SDL)
    schema.build(sdl)

    assert built.get_directive("aws_subscribe") is not None
    assert "AWSDateTime" in built.type_map
