"""Which fields a caller may read, by the `@aws_*` directives of fields and types.

Source: AppSync Developer Guide, "Configuring authorization and authentication", on multiple authorization types.
"""

from collections.abc import Mapping

from graphql import DirectiveNode, GraphQLObjectType, GraphQLSchema, ListValueNode, StringValueNode
from graphql.language import ValueNode

from appsync_local.api.model import Api, AuthMode
from appsync_local.auth import iam_policy
from appsync_local.auth.caller import Caller

_Grants = Mapping[AuthMode, frozenset[str] | None]  # a mode, and the groups it asks for (None: any caller)
MODES: dict[str, AuthMode] = {
    "aws_api_key": "API_KEY",
    "aws_cognito_user_pools": "AMAZON_COGNITO_USER_POOLS",
    "aws_iam": "AWS_IAM",
    "aws_lambda": "AWS_LAMBDA",
    "aws_oidc": "OPENID_CONNECT",
}
_ROOTS = ("query_type", "mutation_type", "subscription_type")
_Key = tuple[AuthMode, frozenset[str], frozenset[str]]


class Decisions(dict[_Key, dict[tuple[str, str], bool]]):
    """What was decided for the fields of one deployment, by the callers' mode, groups and denied fields."""


def is_allowed(api: Api, caller: Caller, type_name: str, field_name: str) -> bool:
    """Return whether the caller may read a field, by its directives, else its type's, else the API's default mode.

    Groups, an authorizer's denied fields and, for root fields, a signer's IAM policies are checked too.
    Introspection is open to every authenticated caller.
    """
    key = (caller.mode, caller.groups, caller.denied_fields)
    answers = api.keep(Decisions, Decisions).setdefault(key, {})
    place = (type_name, field_name)
    answer = answers.get(place)
    if answer is None:
        answer = answers[place] = _decide(api, caller, type_name, field_name)
    if answer and caller.policies is not None:
        asked = caller.policies_nest or is_root_type(api.schema, type_name)
        return not asked or iam_policy.allows_field(api, caller.policies, type_name, field_name)
    return answer


def explain_access(api: Api, caller: Caller, type_name: str, field_name: str) -> str:
    """Say in a sentence why a caller may or may not read a field."""
    place = f"{type_name}.{field_name}"
    if is_allowed(api, caller, type_name, field_name):
        return f"{place} is open to {caller.mode}."
    if place in caller.denied_fields:
        return f"{place} is among the deniedFields of the Lambda authorizer."
    open_to = find_grants(api, type_name, field_name)
    if caller.mode not in open_to:
        return f"{place} is open to {', '.join(open_to) or 'nobody'}, and the caller came by {caller.mode}."
    groups = open_to[caller.mode]
    if groups is not None and not groups & caller.groups:
        return f"{place} is open to the groups {sorted(groups)}, and the caller is in {sorted(caller.groups)}."
    return f"No IAM policy of the caller allows appsync:GraphQL on {iam_policy.field_arn(api, type_name, field_name)}."


def _decide(api: Api, caller: Caller, type_name: str, field_name: str) -> bool:
    if type_name.startswith("__") or field_name.startswith("__"):
        return True
    if f"{type_name}.{field_name}" in caller.denied_fields:
        return False
    open_to = find_grants(api, type_name, field_name)
    if caller.mode not in open_to:
        return False
    groups = open_to[caller.mode]
    return groups is None or bool(groups & caller.groups)


def find_grants(api: Api, type_name: str, field_name: str) -> _Grants:
    """Return the modes and groups that a field is open to: only the nearest directives count."""
    kind = api.schema.type_map.get(type_name)
    if not isinstance(kind, GraphQLObjectType):
        return {api.default_auth.mode: None}
    of_field = kind.fields.get(field_name)
    node = of_field.ast_node if of_field else None
    return (
        (_grants_of_directives(api, node.directives) if node else {})
        or (_grants_of_directives(api, kind.ast_node.directives) if kind.ast_node else {})
        or _default_grants(api)
    )


def _grants_of_directives(api: Api, directives: tuple[DirectiveNode, ...] | None) -> _Grants:
    found: dict[AuthMode, frozenset[str] | None] = {}
    for directive in directives or ():
        name = directive.name.value
        if name in MODES:
            found[MODES[name]] = _find_groups(directive)
        elif name == "aws_auth" and _is_only_mode(api):
            found["AMAZON_COGNITO_USER_POOLS"] = _find_groups(directive)
    return found


def _default_grants(api: Api) -> _Grants:
    """Return the default mode, or nothing for a user pool whose default action is DENY."""
    default = api.default_auth
    if default.mode == "AMAZON_COGNITO_USER_POOLS" and default.default_action == "DENY":
        return {}
    return {default.mode: None}


def _is_only_mode(api: Api) -> bool:
    """Return whether a user pool is the only mode: elsewhere `@aws_auth` has no effect."""
    return api.default_auth.mode == "AMAZON_COGNITO_USER_POOLS" and not api.additional_auth


def _find_groups(directive: DirectiveNode) -> frozenset[str] | None:
    for argument in directive.arguments or ():
        if argument.name.value == "cognito_groups":
            return frozenset(_string_values(argument.value))
    return None


def _string_values(value: ValueNode) -> list[str]:
    items = value.values if isinstance(value, ListValueNode) else (value,)
    return [item.value for item in items if isinstance(item, StringValueNode)]


def is_root_type(schema: GraphQLSchema, type_name: str) -> bool:
    return any((root := getattr(schema, name)) and root.name == type_name for name in _ROOTS)
