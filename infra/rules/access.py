"""Who may ask for what: directives closed over all that a field reaches, and subscriptions that can deliver."""

from collections.abc import Iterator
from functools import cache
from typing import Final

from graphql import GraphQLError, GraphQLField, GraphQLObjectType, GraphQLSchema, build_schema, get_named_type
from graphql.language import ast

from infra.rules.finding import Finding, rule
from infra.rules.project import Project

MODES: Final = {
    "aws_cognito_user_pools": "AMAZON_COGNITO_USER_POOLS",
    "aws_api_key": "API_KEY",
    "aws_iam": "AWS_IAM",
    "aws_oidc": "OPENID_CONNECT",
    "aws_lambda": "AWS_LAMBDA",
}
DEFAULT: Final = "aws_cognito_user_pools"
# AppSync defines these; a schema must not.
APPSYNC_DEFINITIONS: Final = """
scalar AWSDate scalar AWSTime scalar AWSDateTime scalar AWSTimestamp scalar AWSEmail scalar AWSJSON
scalar AWSPhone scalar AWSURL scalar AWSIPAddress
directive @aws_subscribe(mutations: [String!]!) on FIELD_DEFINITION
directive @aws_auth(cognito_groups: [String]) on FIELD_DEFINITION
directive @aws_cognito_user_pools(cognito_groups: [String]) on OBJECT | FIELD_DEFINITION
directive @aws_api_key on OBJECT | FIELD_DEFINITION
directive @aws_iam on OBJECT | FIELD_DEFINITION
directive @aws_oidc on OBJECT | FIELD_DEFINITION
directive @aws_lambda on OBJECT | FIELD_DEFINITION
"""

Directed = ast.FieldDefinitionNode | ast.ObjectTypeDefinitionNode | None


@cache
def build_contract(text: str) -> GraphQLSchema | None:
    """Return the contract with AppSync's own types, None where it makes no schema."""
    try:
        return build_schema(text + APPSYNC_DEFINITIONS)
    except (GraphQLError, TypeError):
        return None


@rule
def check_contract_builds(project: Project) -> Iterator[Finding]:
    """AppSync refuses a schema that does not build, in the middle of a deploy."""
    if build_contract(project.schema):
        return
    try:
        build_schema(project.schema + APPSYNC_DEFINITIONS)
    except (GraphQLError, TypeError) as error:
        yield Finding("G01", "schema.graphql", f"It makes no schema: {str(error)[:200]}")


@rule
def check_reachable_types_are_open(project: Project) -> Iterator[Finding]:
    """A field open to guests or to the publisher returns nulls where a type below it is closed to them."""
    schema = build_contract(project.schema)
    if not schema:
        return
    for root in ("Query", "Mutation", "Subscription"):
        kind = _object_type(schema, root)
        for name, field in kind.fields.items():
            for mode in _modes(field.ast_node, kind):
                for closed in sorted(_types_closed_to(schema, get_named_type(field.type).name, mode)):
                    yield Finding("G02", f"{root}.{name}", f"It is open to @{mode}, but {closed} is not.")


@rule
def check_auth_modes_are_offered(project: Project) -> Iterator[Finding]:
    """A directive of a mode that the API does not offer closes its field to everybody."""
    offered = {
        mode
        for api in project.resources("AWS::AppSync::GraphQLApi")
        for mode in (
            api.properties["AuthenticationType"],
            *(each["AuthenticationType"] for each in api.properties.get("AdditionalAuthenticationProviders", [])),
        )
    }
    for directive, mode in MODES.items():
        if f"@{directive}" in project.schema and mode not in offered:
            yield Finding("G08", "schema.graphql", f"@{directive} is used, but the API does not offer {mode}.")


@rule
def check_production_is_not_introspected(project: Project) -> Iterator[Finding]:
    """The schema tells an attacker every field to try; who writes clients has it in the repository."""
    api = (project.environments.get("prod", {}).get("stacks", {}).get("api")) or {}
    if api.get("Introspection") != "DISABLED":
        yield Finding("G09", "prod.api", "Introspection is open in production: say DISABLED.")


@rule
def check_subscriptions_can_deliver(project: Project) -> Iterator[Finding]:
    """A subscription starts and then stays silent where its mutation, type or arguments do not fit."""
    schema = build_contract(project.schema)
    if not schema or not schema.subscription_type:
        return
    mutations = _object_type(schema, "Mutation").fields
    for name, field in schema.subscription_type.fields.items():
        where = f"Subscription.{name}"
        kind = get_named_type(field.type)
        if field.type is not kind:
            yield Finding("G05", where, "It must be nullable: nothing is there when it starts.")
        if not isinstance(kind, GraphQLObjectType):
            continue
        for argument, definition in field.args.items():
            if not str(definition.type).endswith("!") or argument not in kind.fields:
                yield Finding("G06", where, f"Its argument {argument} must be non-null and a field of {kind.name}.")
        for mutation in _triggers(field.ast_node):
            yield from _check_trigger(where, kind, mutation, mutations.get(mutation), _object_type(schema, "Mutation"))


def _check_trigger(
    where: str, kind: GraphQLObjectType, name: str, mutation: GraphQLField | None, parent: GraphQLObjectType
) -> Iterator[Finding]:
    if mutation is None:
        yield Finding("G03", where, f"There is no mutation {name}.")
    elif get_named_type(mutation.type) is not kind:
        yield Finding("G04", where, f"{name} answers another type.")
    elif _modes(mutation.ast_node, parent) != {"aws_iam"}:
        yield Finding("G07", where, f"{name} must be open to @aws_iam only, or anybody could publish events.")


def _types_closed_to(schema: GraphQLSchema, name: str, mode: str) -> set[str]:
    """Return the types that open fields lead to, from a type on, and that are closed to a mode themselves."""
    waiting, seen, closed = [name], set[str](), set[str]()
    while waiting:
        kind = schema.type_map.get(waiting.pop())
        if not isinstance(kind, GraphQLObjectType) or kind.name in seen:
            continue
        seen.add(kind.name)
        if mode not in _modes(None, kind) and not all(_named_modes(each.ast_node) for each in kind.fields.values()):
            closed.add(kind.name)
        waiting += [
            get_named_type(field.type).name
            for field in kind.fields.values()
            if mode in _modes(field.ast_node, kind) or not _named_modes(field.ast_node)
        ]
    return closed


def _modes(node: Directed, parent: GraphQLObjectType) -> set[str]:
    """Return the modes that may read a field: its own, else its type's, else the API's default."""
    return _named_modes(node) or _named_modes(parent.ast_node) or {DEFAULT}


def _named_modes(node: Directed) -> set[str]:
    return {each.name.value for each in (node.directives if node else None) or ()} & set(MODES)


def _triggers(node: ast.FieldDefinitionNode | None) -> Iterator[str]:
    for directive in (node.directives if node else None) or ():
        for argument in directive.arguments or ():
            if directive.name.value == "aws_subscribe" and isinstance(argument.value, ast.ListValueNode):
                yield from (each.value for each in argument.value.values if isinstance(each, ast.StringValueNode))


def _object_type(schema: GraphQLSchema | None, name: str) -> GraphQLObjectType:
    kind = schema.type_map[name] if schema else None
    if not isinstance(kind, GraphQLObjectType):
        raise TypeError(f"{name} is no object type.")
    return kind
