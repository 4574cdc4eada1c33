"""What the demo world and its story send is in the contract."""

import pytest
from graphql import GraphQLSchema, build_schema, parse, validate

import schema
from infra.local.world import operations

DOCUMENTS = {name: text for name, text in vars(operations).items() if name.isupper() and not name.startswith("_")}


@pytest.fixture(scope="module")
def contract() -> GraphQLSchema:
    return build_schema(schema.client_sdl())


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_contract_knows_every_operation(contract: GraphQLSchema, name: str) -> None:
    """A field that is renamed breaks here, not in front of an audience."""
    assert validate(contract, parse(DOCUMENTS[name])) == []
