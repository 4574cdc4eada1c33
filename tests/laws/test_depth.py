"""How deep and how wide a query may be: as the site's own deepest and widest, and no more."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import TypeVar, cast

import pytest
from graphql import (
    DefinitionNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLObjectType,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    build_schema,
    get_named_type,
    parse,
)

import schema
from infra import templates
from resolvers import rooms
from resolvers.core.appsync import BATCH_SIZE, MOST_ROWS

D = TypeVar("D", bound=DefinitionNode)

SITE = Path("frontend/src")
WRITTEN = re.compile(r"\bgraphql\(\s*`([^`]+)`")


def documents() -> Iterator[DocumentNode]:
    """Every operation and fragment that the site's code writes."""
    for path in sorted(SITE.rglob("*.ts*")):
        for text in WRITTEN.findall(path.read_text()):
            yield parse(text)


def depth(selected: SelectionSetNode | None, fragments: dict[str, FragmentDefinitionNode]) -> int:
    """How many fields stand below each other, a root field being one."""
    deepest = 0
    for each in selected.selections if selected else ():
        if isinstance(each, FieldNode):
            deepest = max(deepest, 1 + depth(each.selection_set, fragments))
        elif isinstance(each, FragmentSpreadNode):
            deepest = max(deepest, depth(fragments[each.name.value].selection_set, fragments))
        elif isinstance(each, InlineFragmentNode):
            deepest = max(deepest, depth(each.selection_set, fragments))
    return deepest


@dataclass(frozen=True)
class Cost:
    """What an operation asks for when every page is full: resolvers called, and rows of its widest nested list."""

    resolvers: int = 0
    rows: int = 0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.resolvers + other.resolvers, max(self.rows, other.rows))


class Estimate:
    """Walks an operation with the contract at hand."""

    def __init__(self, fragments: dict[str, FragmentDefinitionNode]) -> None:
        self.contract, self.fragments = build_schema(schema.client_sdl()), fragments
        self.resolvers = rooms.registry().keys()

    def cost(self, selected: SelectionSetNode | None, type_name: str, parents: int) -> Cost:
        """Return the cost of a selection on this many parents."""
        total = Cost()
        for each in selected.selections if selected else ():
            if isinstance(each, FieldNode):
                total += self._field(each, type_name, parents)
            elif isinstance(each, FragmentSpreadNode):
                fragment = self.fragments[each.name.value]
                total += self.cost(fragment.selection_set, fragment.type_condition.name.value, parents)
            elif isinstance(each, InlineFragmentNode):
                inside = each.type_condition.name.value if each.type_condition else type_name
                total += self.cost(each.selection_set, inside, parents)
        return total

    def _field(self, field: FieldNode, type_name: str, parents: int) -> Cost:
        known = cast("GraphQLObjectType", self.contract.type_map[type_name]).fields.get(field.name.value)
        if known is None:  # __typename
            return Cost()
        first = _first(field, known)
        answered = int((type_name, field.name.value) in self.resolvers)
        rows = min(parents, BATCH_SIZE) * first if type_name not in ("Query", "Mutation", "Subscription") else 0
        inside = self.cost(field.selection_set, get_named_type(known.type).name, parents * max(1, first))
        return Cost(parents * answered, rows) + inside


def _first(field: FieldNode, known: GraphQLField) -> int:
    given = {each.name.value: each.value for each in field.arguments or ()}.get("first")
    if isinstance(given, IntValueNode):
        return int(given.value)
    return int(known.args["first"].default_value) if "first" in known.args else 0


@pytest.fixture(scope="module")
def operations() -> dict[str, OperationDefinitionNode]:
    return {each.name.value: each for each in _definitions(OperationDefinitionNode) if each.name}


@pytest.fixture(scope="module")
def fragments() -> dict[str, FragmentDefinitionNode]:
    return {each.name.value: each for each in _definitions(FragmentDefinitionNode)}


@pytest.fixture(scope="module")
def costs(
    operations: dict[str, OperationDefinitionNode], fragments: dict[str, FragmentDefinitionNode]
) -> dict[str, Cost]:
    estimate = Estimate(fragments)
    return {
        name: estimate.cost(each.selection_set, each.operation.value.title(), 1) for name, each in operations.items()
    }


def _definitions(kind: type[D]) -> Iterator[D]:
    return (each for document in documents() for each in document.definitions if isinstance(each, kind))


def _limit(name: str) -> int:
    return int(templates.load_all()["api"]["Parameters"][name]["Default"])


def test_the_api_allows_the_sites_deepest_query_and_no_deeper(
    operations: dict[str, OperationDefinitionNode], fragments: dict[str, FragmentDefinitionNode]
) -> None:
    """A guest's nested lists multiply with every level: change QueryDepthLimit in api.yaml with the site."""
    deepest = max(depth(each.selection_set, fragments) for each in operations.values())

    assert len(operations) > 30
    assert _limit("QueryDepthLimit") == deepest


def test_the_api_allows_the_resolvers_of_the_sites_widest_query_and_hardly_more(costs: dict[str, Cost]) -> None:
    """Every page full; change ResolverCountLimit in api.yaml with the site, to the next hundred."""
    name, widest = max(costs.items(), key=lambda each: each[1].resolvers)

    assert _limit("ResolverCountLimit") == ceil(widest.resolvers / 100) * 100, f"{name} calls {widest.resolvers}."


def test_no_list_of_the_site_is_refused_for_its_rows(costs: dict[str, Cost]) -> None:
    """A handler refuses before it reads when its parents times `first` exceed the bound."""
    refused = {name: each.rows for name, each in costs.items() if each.rows > MOST_ROWS}

    assert not refused
