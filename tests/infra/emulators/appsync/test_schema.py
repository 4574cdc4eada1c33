"""Which SDL becomes a schema, and what AppSync refuses."""

import gc

import pytest
from graphql import FieldDefinitionNode, InputValueDefinitionNode

from appsync_local.schema import aws_subscribe, build
from appsync_local.schema.build import SchemaRefused
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
    QUERY + " type String { a: Int }": "'String' type tried to redefine existing 'String' type",
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
        build.build_schema(sdl)

    assert REFUSED[sdl] in str(refusal.value)


def test_what_a_developer_declares_is_not_taken_for_printed() -> None:
    """Directives declared beside a schema of one's own stay in it, and so it is refused as on AWS."""
    own = "directive @aws_iam on OBJECT type Query { a: AWSJSON }"

    assert build.remove_printed_definitions(own) == own
    assert build.remove_printed_definitions(f"scalar AWSJSON scalar Unused {own}").split() == [
        "type",
        "Query",
        "{",
        "a:",
        "AWSJSON",
        "}",
    ]


def test_scalars_and_directives_need_no_declaration() -> None:
    """AppSync's scalars and directives are known, and `A & B` as well as descriptions pass."""
    sdl = QUERY + ' interface A { a: Int } interface B { a: Int } """About T""" type T implements A & B { a: Int }'

    built = build.build_schema(SDL)
    build.build_schema(sdl)

    assert built.get_directive("aws_subscribe") is not None
    assert "AWSDateTime" in built.type_map


SUBSCRIBING = QUERY + (
    " type Mutation { add: Post! all: [Post!] } type Post { id: ID! } type Other { id: ID! } type Subscription { %s }"
)
UNMATCHED = {
    'onAdd: Other @aws_subscribe(mutations: ["add"])': "- The subscription has an invalid output type.",
    'onAdd: [Post] @aws_subscribe(mutations: ["add"])': "- The subscription has an invalid output type.",
    'onAdd: ID @aws_subscribe(mutations: ["add"])': "- The subscription has an invalid output type.",
    'onAdd: Post @aws_subscribe(mutations: ["add", "nope"])': "names the mutation 'nope', which does not exist",
}


@pytest.mark.parametrize("field", UNMATCHED)
def test_a_subscription_must_fit_its_mutations(field: str) -> None:
    """The mutations that a subscription names exist and return its type; otherwise the schema is refused."""
    with pytest.raises(SchemaRefused) as refusal:
        build.build_schema(SUBSCRIBING % field)

    assert str(refusal.value).startswith("Schema has the following errors:\n- ")
    assert UNMATCHED[field] in str(refusal.value)


def test_nullability_does_not_part_a_subscription_from_its_mutation() -> None:
    """`Post` listens to a mutation of `Post!`, and a list to a list."""
    fields = 'onAdd(id: ID): Post @aws_subscribe(mutations: ["add"]) onAll: [Post] @aws_subscribe(mutations: ["all"])'

    built = build.build_schema(SUBSCRIBING % fields)

    assert list(aws_subscribe.find_unfilterable_arguments(built, frozenset())) == []


def test_an_argument_that_no_event_can_match_is_told() -> None:
    """An argument without a field of its name filters everything out, unless code sets a filter."""
    built = build.build_schema(SUBSCRIBING % 'onAdd(near: ID): Post @aws_subscribe(mutations: ["add"])')

    told = list(aws_subscribe.find_unfilterable_arguments(built, frozenset()))

    assert "Subscription.onAdd(near:) can match no event: Post has no field near" in told[0]
    assert list(aws_subscribe.find_unfilterable_arguments(built, frozenset({"onAdd"}))) == []


def test_a_built_schema_lets_go_of_its_document() -> None:
    """Of its nodes only those stay of which directives or default values are asked later."""
    schema = build.build_schema("""
        type Query { unguardedLetter(firstPage: Int, pageSize: Int = 20): Kind
                     guardedLetter(letterKind: Kind): Text @aws_api_key }
        type Text { wordsOfLetter: String }
        enum Kind { LETTER POSTCARD }
    """)
    gc.collect()

    names = {"unguardedLetter", "guardedLetter", "wordsOfLetter", "firstPage", "pageSize", "letterKind"}
    nodes = [each for each in gc.get_objects() if isinstance(each, FieldDefinitionNode | InputValueDefinitionNode)]

    assert names & {each.name.value for each in nodes} == {"guardedLetter", "pageSize"}
    assert schema.query_type  # it is still there itself
