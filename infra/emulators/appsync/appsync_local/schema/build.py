"""From an API's SDL to a schema, with AppSync's scalars, directives and refusals.

The refusals follow AppSync's errors as its users report them (docs/local-appsync/fidelity.md).
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
from graphql.language import ConstValueNode, Lexer, SchemaExtensionNode, Source, Token
from graphql.language.parser import Parser
from graphql.type import GraphQLScalarType
from graphql.validation.validate import validate_sdl

from appsync_local import messages
from appsync_local.schema import aws_subscribe, scalars
from appsync_local.schema.release import release_document
from appsync_local.schema.scalars import AWS_SCALARS, InvalidValue, Scalar
from appsync_local.settings import EngineSettings

_ON_INTERFACE = r"Directive '@aws_\w+' may not be used on interface\."
SIZE_LIMIT = 1024 * 1024
_ON_FIELD_AND_OBJECT = "on FIELD_DEFINITION | OBJECT"
PRELUDE = parse(
    "\n".join(f"scalar {name}" for name in AWS_SCALARS)
    + f"""
    directive @aws_subscribe(mutations: [String!]!) on FIELD_DEFINITION
    directive @aws_publish(subscriptions: [String!]!) on FIELD_DEFINITION
    directive @aws_auth(cognito_groups: [String!]!) on FIELD_DEFINITION
    directive @aws_cognito_user_pools(cognito_groups: [String!]) {_ON_FIELD_AND_OBJECT}
    directive @aws_api_key {_ON_FIELD_AND_OBJECT}
    directive @aws_iam {_ON_FIELD_AND_OBJECT}
    directive @aws_oidc {_ON_FIELD_AND_OBJECT}
    directive @aws_lambda {_ON_FIELD_AND_OBJECT}
    directive @canonical {_ON_FIELD_AND_OBJECT} | ENUM | INPUT_OBJECT
    directive @hidden {_ON_FIELD_AND_OBJECT} | ENUM | INPUT_OBJECT
    directive @renamed(to: String!) {_ON_FIELD_AND_OBJECT} | ENUM | INPUT_OBJECT
    """,
    no_location=True,
)


class SchemaRefused(ValueError):  # noqa: N818
    """SDL that AppSync does not accept; the text is what its schema creation reports."""


def build_schema(sdl: str, settings: EngineSettings | None = None) -> GraphQLSchema:
    """Return the schema of an API's SDL, or raise `SchemaRefused` with the reason."""
    settings = settings or EngineSettings()
    if len(sdl.encode()) > SIZE_LIMIT:
        raise SchemaRefused("Schema size exceeds the limit of 1 MB.")
    document = _parse_sdl(sdl)
    if not settings.modern_sdl:
        _refuse_modern(document)
    _refuse_unsupported(document)
    if not settings.descriptions:
        document = visit(document, _RemoveDescriptions())
    whole = DocumentNode(definitions=(*PRELUDE.definitions, *document.definitions))
    problems = [each for each in validate_sdl(whole) if not _is_accepted(each, settings)]
    if problems:
        raise SchemaRefused(_join_messages(problems))
    schema = build_ast_schema(whole, assume_valid_sdl=True)
    problems = validate_schema(schema)
    if problems:
        raise SchemaRefused(_join_messages(problems))
    if found := dict.fromkeys(aws_subscribe.find_problems(schema)):
        raise SchemaRefused("\n".join([messages.SCHEMA_ERRORS, *(f"- {reason}" for reason in found)]))
    for name, scalar in scalars.aws_scalars(settings.scalar_nouns).items():
        _set_scalar_rules(schema.type_map[name], scalar)
    release_document(schema)
    return schema


def remove_printed_definitions(sdl: str) -> str:
    """Return SDL without the scalars and directives of AppSync, which some endpoints print along with it (moto does).

    A developer cannot declare AppSync's scalars, so SDL without them was not printed and stays as it is.
    """
    if "scalar AWS" not in sdl:
        return sdl
    document = _parse_sdl(sdl)
    scalar_names = {each.name.value for each in document.definitions if isinstance(each, ScalarTypeDefinitionNode)}
    if not scalar_names & AWS_SCALARS.keys():
        return sdl
    used = _CollectTypeNames()
    visit(document, used)
    kept = [each for each in document.definitions if not _is_predefined(each, used.names)]
    return print_ast(DocumentNode(definitions=tuple(kept)))


class _CollectTypeNames(Visitor):
    """Collects the types that fields and arguments name."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def enter_named_type(self, node: NamedTypeNode, *_: Any) -> None:
        self.names.add(node.name.value)


def _is_predefined(definition: DefinitionNode, used: set[str]) -> bool:
    """Return whether a printed definition is AppSync's own, or a scalar that nothing names."""
    if isinstance(definition, DirectiveDefinitionNode):
        return True
    if not isinstance(definition, ScalarTypeDefinitionNode):
        return False
    return definition.name.value in AWS_SCALARS or definition.name.value not in used


class _ForgetfulLexer(Lexer):
    """Forgets the tokens behind it: their chain takes megabytes for a large schema, and leaves the heap with holes."""

    def advance(self) -> Token:
        token = super().advance()
        token.prev = None
        return token


def _parse_sdl(sdl: str) -> DocumentNode:
    source = Source(sdl)
    try:
        return Parser(source, no_location=True, lexer=_ForgetfulLexer(source)).parse_document()
    except GraphQLError as error:
        raise SchemaRefused(f"{messages.INVALID_SDL} {error.message}") from error
    except RecursionError:
        raise SchemaRefused(f"{messages.INVALID_SDL} It is nested too deeply.") from None


def _refuse_unsupported(document: DocumentNode) -> None:
    """Refuse what AppSync does not support; its engine predates the specification of October 2021."""
    for definition in document.definitions:
        if isinstance(definition, DirectiveDefinitionNode):
            raise SchemaRefused(messages.NO_DIRECTIVE_DEFINITIONS)
        if isinstance(definition, (TypeExtensionNode, SchemaExtensionNode)):
            raise SchemaRefused(f"{messages.INVALID_SDL} Type extensions are not supported.")
        if isinstance(definition, ScalarTypeDefinitionNode):
            raise SchemaRefused(f"Custom scalars are not supported: '{definition.name.value}'.")
        if isinstance(definition, TypeDefinitionNode):
            _refuse_definition(definition)
    _refuse_without_query(document)


def _refuse_modern(document: DocumentNode) -> None:
    """Refuse what the specification has had since 2021, and AppSync may or may not have by now."""
    for definition in document.definitions:
        if isinstance(definition, InterfaceTypeDefinitionNode) and definition.interfaces:
            raise SchemaRefused(messages.INVALID_SDL)
        if isinstance(definition, SchemaDefinitionNode) and definition.description:
            raise SchemaRefused(f"{messages.INVALID_SDL} A schema may not have a description.")
        for directive in getattr(definition, "directives", None) or ():
            if directive.name.value in ("oneOf", "specifiedBy"):
                raise SchemaRefused(f"Directive '@{directive.name.value}' is not supported.")


def _is_accepted(problem: GraphQLError, settings: EngineSettings) -> bool:
    """Return whether a switch accepts a validation error."""
    return settings.directives_on_interfaces and re.fullmatch(_ON_INTERFACE, problem.message) is not None


class _RemoveDescriptions(Visitor):
    """Removes descriptions."""

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
        raise SchemaRefused(f"{messages.INVALID_SDL} Type '{name}' has no fields.")


def _refuse_without_query(document: DocumentNode) -> None:
    names = {d.name.value for d in document.definitions if isinstance(d, TypeDefinitionNode)}
    roots = [d for d in document.definitions if isinstance(d, SchemaDefinitionNode)]
    if roots and not any(kind.operation.value == "query" for kind in roots[0].operation_types):
        raise SchemaRefused(messages.NO_QUERY)
    if not roots and "Query" not in names:
        raise SchemaRefused(messages.NO_SCHEMA_OBJECT)


def _join_messages(problems: Iterable[GraphQLError]) -> str:
    return " ".join(problem.message for problem in problems)


def _set_scalar_rules(target: Any, scalar: Scalar) -> None:
    """Set how a scalar of the schema parses and serialises values."""
    assert isinstance(target, GraphQLScalarType)
    target.extensions = {scalars.RULES_KEY: scalar}

    def literal(node: ConstValueNode) -> Any:
        return scalar.parse(value_from_ast_untyped(node))  # graphql-core adds the location to other exceptions itself

    def value(given: Any) -> Any:
        try:
            return scalar.parse(given)
        except InvalidValue as error:
            raise GraphQLError(str(error)) from None

    for name, rule in {"coerce_input_literal": literal, "coerce_input_value": value}.items():
        setattr(target, name, rule)
