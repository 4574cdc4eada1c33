"""Access keys for whoever verifies signatures beside the emulator: secret, principal and account of one key."""

import hmac
from typing import Any

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, set_request_account_id


def allowed(sent: bytes, token: str) -> bool:
    return hmac.compare_digest(sent, token.encode())


def lookup(access_key_id: str) -> dict[str, Any] | None:
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
    }
