"""IAM policies for the action `appsync:GraphQL` on the fields of an API.

Source: IAM User Guide, "Policy evaluation logic" and the grammar of policy documents.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from appsync_local.api.model import Api

ACTION = "appsync:GraphQL"


def field_arn(api: Api, type_name: str, field_name: str) -> str:
    """Return the ARN by which a policy names a field."""
    return f"arn:aws:appsync:{api.region}:{api.account_id}:apis/{api.id}/types/{type_name}/fields/{field_name}"


def allows_field(api: Api, policies: Iterable[Mapping[str, Any]], type_name: str, field_name: str) -> bool:
    """Return whether a statement allows the field and no statement denies it.

    Conditions are not evaluated: a statement with conditions allows nothing and denies everything that it names.
    """
    target = field_arn(api, type_name, field_name)
    allowed = False
    for document in policies:
        for statement in _to_list(document.get("Statement")):
            if not _applies_to(statement, target):
                continue
            if statement.get("Effect") == "Deny":
                return False
            allowed = allowed or not statement.get("Condition")
    return allowed


def _applies_to(statement: Mapping[str, Any], target: str) -> bool:
    if "NotAction" in statement:
        acts = not _matches_any(statement["NotAction"], ACTION, ignore_case=True)
    else:
        acts = _matches_any(statement.get("Action"), ACTION, ignore_case=True)
    if "NotResource" in statement:
        return acts and not _matches_any(statement["NotResource"], target)
    return acts and _matches_any(statement.get("Resource"), target)


def _matches_any(patterns: Any, value: str, *, ignore_case: bool = False) -> bool:
    return any(
        _compile_pattern(str(pattern), ignore_case=ignore_case).fullmatch(value) for pattern in _to_list(patterns)
    )


@lru_cache(maxsize=1000)
def _compile_pattern(text: str, *, ignore_case: bool) -> re.Pattern[str]:
    escaped = re.escape(text).replace(r"\*", ".*").replace(r"\?", ".")
    return re.compile(escaped, re.DOTALL | (re.IGNORECASE if ignore_case else 0))


def _to_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
