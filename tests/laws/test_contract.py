"""The contract: printed as committed, described throughout, loadable by AppSync, open to exactly whom it says."""

import difflib
from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    get_named_type,
    parse,
)
from graphql.language import ast

import schema
from resolvers import rooms

ROOTS = ("Query", "Mutation", "Subscription")


@pytest.fixture(scope="module")
def contract() -> GraphQLSchema:
    return build_schema(schema.client_sdl())


@pytest.fixture(scope="module")
def printed() -> str:
    return schema.print_contract()


def test_the_printed_contract_is_the_committed_one(printed: str) -> None:
    """`make schema` prints it; a change of the code without it is a broken promise."""
    committed = schema.APPSYNC.read_text().splitlines()

    changes = list(difflib.unified_diff(committed, printed.splitlines(), "committed", "printed", n=0, lineterm=""))
    assert not changes, "\n".join(changes)


def test_every_type_field_argument_and_enum_value_is_described(contract: GraphQLSchema) -> None:
    """Values in the client SDL; AppSync loses descriptions there, so its own file has them in the enum's."""
    assert list(_list_undescribed(contract)) == []


def test_the_contract_has_nothing_that_appsync_refuses(printed: str) -> None:
    """No definitions of directives or scalars, no extensions, no `= null`, no interface of an interface."""
    document = parse(printed)
    refused = (
        ast.DirectiveDefinitionNode,
        ast.ScalarTypeDefinitionNode,
        ast.TypeExtensionNode,
        ast.SchemaExtensionNode,
    )

    assert [node.kind for node in document.definitions if isinstance(node, refused)] == []
    assert "= null" not in printed
    assert not [
        node for node in document.definitions if isinstance(node, ast.InterfaceTypeDefinitionNode) and node.interfaces
    ]


def test_every_root_field_and_nested_field_has_a_handler_and_no_handler_lacks_a_field(
    contract: GraphQLSchema,
) -> None:
    """Publish mutations are echoed by AppSync itself; all else is answered by a registered function."""
    promised = {
        (name, field)
        for name in ROOTS
        for field, definition in _object(contract, name).fields.items()
        if not _is_publisher(definition)
    }
    registered = set(rooms.registry())

    without_handler = (promised | _nested_fields()) - registered
    without_field = [key for key in registered if key[1] not in _object(contract, key[0]).fields]
    assert not without_handler, f"No handler answers {without_handler}."
    assert not without_field, f"The contract has no field {without_field}."


@pytest.mark.parametrize("product", rooms.ROOMS)
def test_the_printed_list_of_fields_says_which_room_answers_each(product: str) -> None:
    """`make schema` prints it; a field that it lacks would have no answer on AWS."""
    assert Path("resolvers", product, "fields.py").read_text() == schema.print_rooms(product), "Run `make schema`."


def test_what_guests_may_ask_for_they_may_read(contract: GraphQLSchema) -> None:
    """Every type reachable from a field open to the API key is open to it as well, or says so field by field."""
    assert list(_close(contract, "aws_api_key")) == []


def test_what_is_published_its_publisher_may_read(contract: GraphQLSchema) -> None:
    """A type closed to IAM would reach every subscriber as nulls."""
    assert list(_close(contract, "aws_iam")) == []


def test_a_subscription_returns_what_its_mutations_return(contract: GraphQLSchema) -> None:
    """Same named type, nullable, arguments scoping and non-null."""
    mutations = _object(contract, "Mutation").fields
    for name, field in _object(contract, "Subscription").fields.items():
        for mutation in _published_by(field):
            assert get_named_type(mutations[mutation].type) is get_named_type(field.type), name
        assert get_named_type(field.type) is field.type, f"{name} must be nullable"
        assert all(str(argument.type).endswith("!") for argument in field.args.values()), name


def _nested_fields() -> set[tuple[str, str]]:
    """Return the fields that `nested` declared: those of a type that are not fields of its model."""
    return {
        (kind.name, name)
        for kind in schema.build()._schema.type_map.values()
        if isinstance(kind, GraphQLObjectType) and kind.name not in ROOTS
        for name, field in kind.fields.items()
        if (declared := field.extensions.get("strawberry-definition")) and declared.base_resolver
    }


def _list_undescribed(contract: GraphQLSchema) -> Iterator[str]:
    for kind in contract.type_map.values():
        if kind.name.startswith(("__", "AWS")) or kind.name in {"ID", "String", "Int", "Float", "Boolean"}:
            continue
        if not kind.description:
            yield kind.name
        for name, value in getattr(kind, "values", {}).items():
            if not value.description:
                yield f"{kind.name}.{name}"
        for name, field in getattr(kind, "fields", {}).items():
            if not field.description:
                yield f"{kind.name}.{name}"
            for argument, value in getattr(field, "args", {}).items():
                if not value.description:
                    yield f"{kind.name}.{name}({argument})"


def _close(contract: GraphQLSchema, mode: str) -> Iterator[str]:
    seen: set[str] = set()
    open_fields = [
        field for name in ROOTS for field in _object(contract, name).fields.values() if mode in _directives(field)
    ]
    while open_fields:
        kind = get_named_type(open_fields.pop().type)
        if not isinstance(kind, GraphQLObjectType | GraphQLInterfaceType) or kind.name in seen:
            continue
        seen.add(kind.name)
        if isinstance(kind, GraphQLInterfaceType):
            open_fields += [GraphQLField(each) for each in contract.get_possible_types(kind)]
        elif mode not in _directives(kind):
            yield kind.name
        open_fields += [field for field in kind.fields.values() if not _directives(field)]


def _object(contract: GraphQLSchema, name: str) -> GraphQLObjectType:
    found = contract.get_type(name)
    assert isinstance(found, GraphQLObjectType), name
    return found


def _directives(thing: GraphQLField | GraphQLObjectType) -> set[str]:
    return {directive.name.value for directive in (thing.ast_node.directives or ())} if thing.ast_node else set()


def _is_publisher(field: GraphQLField) -> bool:
    return _directives(field) == {"aws_iam"}


def _published_by(field: GraphQLField) -> list[str]:
    assert field.ast_node is not None
    return [
        value.value
        for directive in field.ast_node.directives or ()
        if directive.name.value == "aws_subscribe"
        for argument in directive.arguments or ()
        if isinstance(argument.value, ast.ListValueNode)
        for value in argument.value.values
        if isinstance(value, ast.StringValueNode)
    ]
