"""Why a field is open or closed to a caller: every rule in order, and which one decides."""

from collections.abc import Iterator

from graphql import GraphQLObjectType

from appsync_local.api.model import Api, AuthMode
from appsync_local.auth import iam_policy, permission
from appsync_local.auth.caller import Caller

_DIRECTIVES: dict[AuthMode, str] = {mode: f"@{name}" for name, mode in permission.MODES.items()}


def explain_rules(api: Api, caller: Caller, type_name: str, field_name: str) -> tuple[str, list[str]]:
    """Return the decision as a sentence, and the rules that led to it."""
    place = f"{type_name}.{field_name}"
    is_open = permission.is_allowed(api, caller, type_name, field_name)
    title = f"{place} is {'open' if is_open else 'closed'} to {caller.name}"
    lines = [*_authorizer_lines(caller, place), *_directive_lines(api, type_name, field_name)]
    grants = permission.find_grants(api, type_name, field_name)
    if caller.mode not in grants:
        lines.append(f"✗ the caller came by {caller.mode}, which is not among them")
        lines.append(f"→ to open it, {_suggest_directives(api, caller.mode, type_name, field_name)}")
        return title, lines
    groups = grants[caller.mode]
    if groups is not None:
        met = bool(groups & caller.groups)
        mine = ", ".join(sorted(caller.groups)) or "none"
        lines.append(f"{'✓' if met else '✗'} one of the groups {', '.join(sorted(groups))}; the caller's: {mine}")
    else:
        lines.append(f"✓ the caller came by {caller.mode}")
    if caller.policies is not None and (caller.policies_nest or permission.is_root_type(api.schema, type_name)):
        met = iam_policy.allows_field(api, caller.policies, type_name, field_name)
        resource = iam_policy.field_arn(api, type_name, field_name)
        lines.append(f"{'✓' if met else '✗'} an IAM policy that allows {iam_policy.ACTION} on {resource}")
    return title, lines


def _authorizer_lines(caller: Caller, place: str) -> Iterator[str]:
    if place in caller.denied_fields:
        yield "✗ the Lambda authorizer's answer has it among its deniedFields; nothing else is asked"


def _directive_lines(api: Api, type_name: str, field_name: str) -> Iterator[str]:
    """Yield the field, its type and the default mode; the first one with directives decides."""
    kind = api.schema.type_map.get(type_name)
    field = kind.fields.get(field_name) if isinstance(kind, GraphQLObjectType) else None
    decided = False
    places = (
        ("the field", _directive_names(field.ast_node if field else None)),
        (f"type {type_name}", _directive_names(kind.ast_node if kind else None)),
        ("the API's default", [api.default_auth.mode]),
    )
    for where, names in places:
        if decided:
            yield f"· {where}: {' '.join(names) or 'nothing'}; not asked"
        elif names:
            decided = True
            yield f"· {where}: {' '.join(names)}; decides, because it is nearest"
        else:
            yield f"· {where}: nothing"


def _directive_names(node: object) -> list[str]:
    found = [each.name.value for each in getattr(node, "directives", None) or ()]
    return [f"@{name}" for name in found if name in permission.MODES or name == "aws_auth"]


def _suggest_directives(api: Api, mode: AuthMode, type_name: str, field_name: str) -> str:
    kept = _grant_names(api, type_name, field_name)
    return (
        f"write {' '.join(dict.fromkeys([*kept, _DIRECTIVES[mode]]))} on {type_name}.{field_name} or on the type: the"
        " nearest directives replace all others, so repeat those that should keep working"
    )


def _grant_names(api: Api, type_name: str, field_name: str) -> list[str]:
    return [_DIRECTIVES[mode] for mode in permission.find_grants(api, type_name, field_name)]
