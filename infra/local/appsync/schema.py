"""From an API's SDL to a schema: AppSync's scalars and directives are known, what AppSync refuses is refused.

Source of the refusals: AppSync's answers to such schemas as its users report them (see docs/local-appsync.md).
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from graphql import (
    DefinitionNode,
    DirectiveDefinitionNode,
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    InterfaceTypeDefinitionNode,
    NamedTypeNode,
    Node,
    ObjectTypeDefinitionNode,
    ScalarTypeDefinitionNode,
    SchemaDefinitionNode,
    TypeDefinitionNode,
    TypeExtensionNode,
    Visitor,
    build_ast_schema,
    parse,
    print_ast,
    validate_schema,
    value_from_ast_untyped,
    visit,
)
from graphql.language import ConstValueNode, SchemaExtensionNode
from graphql.type import GraphQLScalarType
from graphql.validation.validate import validate_sdl

from infra.local.appsync import scalars, subscribing, wording
from infra.local.appsync.scalars import AWS, Scalar, Unfit
from infra.local.appsync.settings import Settings

_ON_INTERFACE = r"Directive '@aws_\w+' may not be used on interface\."
SIZE_LIMIT = 1024 * 1024
_BOTH = "on FIELD_DEFINITION | OBJECT"
PRELUDE = parse(
    "\n".join(f"scalar {name}" for name in AWS)
    + f"""
    directive @aws_subscribe(mutations: [String!]!) on FIELD_DEFINITION
    directive @aws_publish(subscriptions: [String!]!) on FIELD_DEFINITION
    directive @aws_auth(cognito_groups: [String!]!) on FIELD_DEFINITION
    directive @aws_cognito_user_pools(cognito_groups: [String!]) {_BOTH}
    directive @aws_api_key {_BOTH}
    directive @aws_iam {_BOTH}
    directive @aws_oidc {_BOTH}
    directive @aws_lambda {_BOTH}
    directive @canonical {_BOTH} | ENUM | INPUT_OBJECT
    directive @hidden {_BOTH} | ENUM | INPUT_OBJECT
    directive @renamed(to: String!) {_BOTH} | ENUM | INPUT_OBJECT
    """,
    no_location=True,
)


class SchemaRefused(ValueError):  # noqa: N818
    """SDL that AppSync would not take; the text is what its schema creation reports."""


def build(sdl: str, settings: Settings | None = None) -> GraphQLSchema:
    """Return the schema of an API's SDL, or raise `SchemaRefused` with the reason."""
    settings = settings or Settings()
    if len(sdl.encode()) > SIZE_LIMIT:
        raise SchemaRefused("Schema size exceeds the limit of 1 MB.")
    document = _parsed(sdl)
    if not settings.modern_sdl:
        _refuse_modern(document)
    _refuse_unsupported(document)
    if not settings.descriptions:
        document = visit(document, _Undescribed())
    whole = DocumentNode(definitions=(*PRELUDE.definitions, *document.definitions))
    problems = [each for each in validate_sdl(whole) if not _is_let_pass(each, settings)]
    if problems:
        raise SchemaRefused(_reasons(problems))
    schema = build_ast_schema(whole, assume_valid_sdl=True)
    problems = validate_schema(schema)
    if problems:
        raise SchemaRefused(_reasons(problems))
    if found := dict.fromkeys(subscribing.problems(schema)):
        raise SchemaRefused("\n".join([wording.SCHEMA_ERRORS, *(f"- {reason}" for reason in found)]))
    for name, scalar in scalars.aws(settings.scalar_nouns).items():
        _teach(schema.type_map[name], scalar)
    return schema


def unprinted(sdl: str) -> str:
    """Return SDL as it was uploaded, where an endpoint prints what AppSync itself declares along with it (moto does).

    What the developer wrote cannot declare AppSync's scalars, so it stays untouched, and may still be refused.
    """
    if "scalar AWS" not in sdl:
        return sdl
    document = _parsed(sdl)
    scalar_names = {each.name.value for each in document.definitions if isinstance(each, ScalarTypeDefinitionNode)}
    if not scalar_names & AWS.keys():
        return sdl
    used = _Named()
    visit(document, used)
    kept = [each for each in document.definitions if not _is_appsyncs(each, used.names)]
    return print_ast(DocumentNode(definitions=tuple(kept)))


class _Named(Visitor):
    """Collects the types that fields and arguments name."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def enter_named_type(self, node: NamedTypeNode, *_: Any) -> None:
        self.names.add(node.name.value)


def _is_appsyncs(definition: DefinitionNode, used: set[str]) -> bool:
    """Return whether a printed definition is AppSync's own, or a scalar that nothing names."""
    if isinstance(definition, DirectiveDefinitionNode):
        return True
    if not isinstance(definition, ScalarTypeDefinitionNode):
        return False
    return definition.name.value in AWS or definition.name.value not in used


def _parsed(sdl: str) -> DocumentNode:
    try:
        return parse(sdl, no_location=True)  # nobody asks where a definition stood, and it is a megabyte of Waymark's
    except GraphQLError as error:
        raise SchemaRefused(f"{wording.INVALID_SDL} {error.message}") from error


def _refuse_unsupported(document: DocumentNode) -> None:
    """Raise for what AppSync's engine, older than the specification of October 2021, does not know."""
    for definition in document.definitions:
        if isinstance(definition, DirectiveDefinitionNode):
            raise SchemaRefused(wording.NO_DIRECTIVE_DEFINITIONS)
        if isinstance(definition, (TypeExtensionNode, SchemaExtensionNode)):
            raise SchemaRefused(f"{wording.INVALID_SDL} Type extensions are not supported.")
        if isinstance(definition, ScalarTypeDefinitionNode):
            raise SchemaRefused(f"Custom scalars are not supported: '{definition.name.value}'.")
        if isinstance(definition, TypeDefinitionNode):
            _refuse_definition(definition)
    _refuse_without_query(document)


def _refuse_modern(document: DocumentNode) -> None:
    """Raise for what the specification has had since 2021, and AppSync may have by now or not."""
    for definition in document.definitions:
        if isinstance(definition, InterfaceTypeDefinitionNode) and definition.interfaces:
            raise SchemaRefused(wording.INVALID_SDL)
        if isinstance(definition, SchemaDefinitionNode) and definition.description:
            raise SchemaRefused(f"{wording.INVALID_SDL} A schema may not have a description.")
        for directive in getattr(definition, "directives", None) or ():
            if directive.name.value in ("oneOf", "specifiedBy"):
                raise SchemaRefused(f"Directive '@{directive.name.value}' is not supported.")


def _is_let_pass(problem: GraphQLError, settings: Settings) -> bool:
    """Return whether a switch accepts what validation refuses."""
    return settings.directives_on_interfaces and re.fullmatch(_ON_INTERFACE, problem.message) is not None


class _Undescribed(Visitor):
    """Takes the descriptions away."""

    def enter(self, node: Node, *_: Any) -> Any:
        described: Any = node
        return replace(described, description=None) if getattr(node, "description", None) else None


def _refuse_definition(definition: TypeDefinitionNode) -> None:
    name = definition.name.value
    if name in scalars.BUILT_IN:
        raise SchemaRefused(f"'{name}' type tried to redefine existing '{name}' type")
    if name.startswith("AWS"):
        raise SchemaRefused(f"Type names may not start with 'AWS': '{name}'.")
    if isinstance(definition, ObjectTypeDefinitionNode) and not definition.fields:
        raise SchemaRefused(f"{wording.INVALID_SDL} Type '{name}' has no fields.")


def _refuse_without_query(document: DocumentNode) -> None:
    names = {d.name.value for d in document.definitions if isinstance(d, TypeDefinitionNode)}
    roots = [d for d in document.definitions if isinstance(d, SchemaDefinitionNode)]
    if roots and not any(kind.operation.value == "query" for kind in roots[0].operation_types):
        raise SchemaRefused(wording.NO_QUERY)
    if not roots and "Query" not in names:
        raise SchemaRefused(wording.NO_SCHEMA_OBJECT)


def _reasons(problems: Iterable[GraphQLError]) -> str:
    return " ".join(problem.message for problem in problems)


def _teach(target: Any, scalar: Scalar) -> None:
    """Give a scalar of the schema its rules."""
    assert isinstance(target, GraphQLScalarType)
    target.extensions = {scalars.RULES: scalar}

    def literal(node: ConstValueNode) -> Any:
        return scalar.parse(value_from_ast_untyped(node))  # graphql-core knows the place of what is no GraphQLError

    def value(given: Any) -> Any:
        try:
            return scalar.parse(given)
        except Unfit as error:
            raise GraphQLError(str(error)) from None

    for name, rule in {"coerce_input_literal": literal, "coerce_input_value": value}.items():
        setattr(target, name, rule)
