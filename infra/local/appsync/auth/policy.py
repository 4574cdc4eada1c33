"""IAM policies, as far as they guard an AppSync API: the action `appsync:GraphQL` on types and fields.

Source: IAM User Guide, "Policy evaluation logic" and the grammar of policy documents.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from infra.local.appsync.catalog import Api

ACTION = "appsync:GraphQL"


def resource(api: Api, type_name: str, field_name: str) -> str:
    """Return the ARN by which a policy names a field."""
    return f"arn:aws:appsync:{api.region}:{api.account_id}:apis/{api.id}/types/{type_name}/fields/{field_name}"


def permits(api: Api, policies: Iterable[Mapping[str, Any]], type_name: str, field_name: str) -> bool:
    """Return whether some statement allows the field and none denies it.

    A statement with conditions allows nothing here and denies all it names: what cannot be judged is refused.
    """
    target = resource(api, type_name, field_name)
    allowed = False
    for document in policies:
        for statement in _listed(document.get("Statement")):
            if not _concerns(statement, target):
                continue
            if statement.get("Effect") == "Deny":
                return False
            allowed = allowed or not statement.get("Condition")
    return allowed


def _concerns(statement: Mapping[str, Any], target: str) -> bool:
    if "NotAction" in statement:
        acts = not _any_matches(statement["NotAction"], ACTION, ignore_case=True)
    else:
        acts = _any_matches(statement.get("Action"), ACTION, ignore_case=True)
    if "NotResource" in statement:
        return acts and not _any_matches(statement["NotResource"], target)
    return acts and _any_matches(statement.get("Resource"), target)


def _any_matches(patterns: Any, value: str, *, ignore_case: bool = False) -> bool:
    return any(_pattern(str(pattern), ignore_case=ignore_case).fullmatch(value) for pattern in _listed(patterns))


@lru_cache(maxsize=1000)
def _pattern(text: str, *, ignore_case: bool) -> re.Pattern[str]:
    escaped = re.escape(text).replace(r"\*", ".*").replace(r"\?", ".")
    return re.compile(escaped, re.DOTALL | (re.IGNORECASE if ignore_case else 0))


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
