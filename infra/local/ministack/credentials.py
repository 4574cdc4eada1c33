"""Access keys for services that verify signatures beside the emulator: secret, principal and account of a key."""

import hmac
import json
from typing import Any

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, set_request_account_id
from ministack.services import iam


def is_token(sent: bytes, token: str) -> bool:
    return hmac.compare_digest(sent, token.encode())


def find_credentials(access_key_id: str) -> dict[str, Any] | None:
    """Return the active key's secret, token and principal, or None where there is no such key."""
    if not access_key_id:
        return None
    try:
        set_request_account_id(iam_evaluator.find_iam_access_key_account(access_key_id) or access_key_id)
    except iam_evaluator.AmbiguousAccessKeyError:
        return None
    found = iam_evaluator.resolve_credential(access_key_id, get_account_id())
    if not isinstance(found, iam_evaluator.ResolvedCredential):
        return None
    return {
        "accessKeyId": found.access_key_id,
        "secretAccessKey": found.secret_access_key,
        "sessionToken": found.session_token,
        "arn": found.principal_arn,
        "accountId": found.account_id,
        "userId": found.principal_id,
        "policies": _policies(found),
    }


def _policies(found: iam_evaluator.ResolvedCredential) -> list[Any] | None:
    """Return the policy documents of a role; None for others, whom the emulator itself judges."""
    if ":assumed-role/" not in found.principal_arn:
        return None
    name = found.principal_arn.split("/")[1]
    role = iam._roles.get_scoped(found.account_id, None, name) or {}  # noqa: SLF001 (ministack has no public door)
    attached = [
        iam_evaluator._resolve_managed_policy_document(arn, found.account_id)  # noqa: SLF001
        for arn in role.get("AttachedPolicies", [])
    ]
    documents = [*(role.get("InlinePolicies") or {}).values(), *attached]
    return [json.loads(each) if isinstance(each, str) else each for each in documents if each]
