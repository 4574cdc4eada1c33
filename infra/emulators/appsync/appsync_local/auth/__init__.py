"""Who calls an API, and which fields they may read.

`await Authenticator(settings).authenticate(api, request)` returns a `Caller` or raises `Unauthorized`.
`is_allowed(api, caller, type_name, field_name)` is fast enough for every field; `explain_access` says why.
"""

from appsync_local.auth.authenticator import Authenticator
from appsync_local.auth.caller import AuthRequest, Caller, Unauthorized
from appsync_local.auth.permission import explain_access, is_allowed
from appsync_local.auth.settings import AuthSettings

__all__ = ["AuthRequest", "AuthSettings", "Authenticator", "Caller", "Unauthorized", "explain_access", "is_allowed"]
