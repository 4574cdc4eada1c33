"""Why a field is open or closed to a caller: every rule in the order in which it is asked, and which one decides."""

from collections.abc import Iterator

from graphql import GraphQLObjectType

from infra.local.appsync.auth import permission, policy
from infra.local.appsync.auth.caller import Caller
from infra.local.appsync.catalog import Api, AuthMode

_DIRECTIVES: dict[AuthMode, str] = {mode: f"@{name}" for name, mode in permission.MODES.items()}


def chain(api: Api, caller: Caller, type_name: str, field_name: str) -> tuple[str, list[str]]:
    """Return the verdict as a sentence, and the rules that led to it."""
    place = f"{type_name}.{field_name}"
    is_open = permission.allowed(api, caller, type_name, field_name)
    title = f"{place} is {'open' if is_open else 'closed'} to {caller.name}"
    lines = [*_authorizer(caller, place), *_directives(api, type_name, field_name)]
    grants = permission.grants(api, type_name, field_name)
    if caller.mode not in grants:
        lines.append(f"✗ the caller came by {caller.mode}, which is not among them")
        lines.append(f"→ to open it, {_remedy(api, caller.mode, type_name, field_name)}")
        return title, lines
    groups = grants[caller.mode]
    if groups is not None:
        met = bool(groups & caller.groups)
        mine = ", ".join(sorted(caller.groups)) or "none"
        lines.append(f"{'✓' if met else '✗'} one of the groups {', '.join(sorted(groups))}; the caller's: {mine}")
    else:
        lines.append(f"✓ the caller came by {caller.mode}")
    if caller.policies is not None and (caller.policies_nest or permission.is_root(api.schema, type_name)):
        met = policy.permits(api, caller.policies, type_name, field_name)
        resource = policy.resource(api, type_name, field_name)
        lines.append(f"{'✓' if met else '✗'} an IAM policy that allows {policy.ACTION} on {resource}")
    return title, lines


def _authorizer(caller: Caller, place: str) -> Iterator[str]:
    if place in caller.denied_fields:
        yield "✗ the Lambda authorizer's answer has it among its deniedFields; nothing else is asked"


def _directives(api: Api, type_name: str, field_name: str) -> Iterator[str]:
    """Yield the three places that may say who is let in; the first that does decides alone."""
    kind = api.schema.type_map.get(type_name)
    field = kind.fields.get(field_name) if isinstance(kind, GraphQLObjectType) else None
    decided = False
    places = (
        ("the field", _names(field.ast_node if field else None)),
        (f"type {type_name}", _names(kind.ast_node if kind else None)),
        ("the API's default", [api.default_auth.mode]),
    )
    for where, names in places:
        if decided:
            yield f"· {where}: {' '.join(names) or 'nothing'}; not asked"
        elif names:
            decided = True
            yield f"· {where}: {' '.join(names)}; decides alone, because it is nearest"
        else:
            yield f"· {where}: nothing"


def _names(node: object) -> list[str]:
    found = [each.name.value for each in getattr(node, "directives", None) or ()]
    return [f"@{name}" for name in found if name in permission.MODES or name == "aws_auth"]


def _remedy(api: Api, mode: AuthMode, type_name: str, field_name: str) -> str:
    kept = _grant_names(api, type_name, field_name)
    return (
        f"write {' '.join(dict.fromkeys([*kept, _DIRECTIVES[mode]]))} on {type_name}.{field_name} or on the type: a"
        " directive replaces what stands further away, so those that count now are repeated"
    )


def _grant_names(api: Api, type_name: str, field_name: str) -> list[str]:
    return [_DIRECTIVES[mode] for mode in permission.grants(api, type_name, field_name)]
