"""Authentication and authorisation of an AppSync API: who calls, and which fields they may read.

Borders: `await Authenticator(settings).authenticate(api, request)` → `Caller`, or `Unauthorized` is raised;
`allowed(api, caller, type_name, field_name)` → bool, quick enough to ask for each field;
`explain(…)` says why in a sentence.
"""

from infra.local.appsync.auth.authenticator import Authenticator
from infra.local.appsync.auth.caller import Caller, Request, Unauthorized
from infra.local.appsync.auth.permission import allowed, explain
from infra.local.appsync.auth.settings import Settings

__all__ = ["Authenticator", "Caller", "Request", "Settings", "Unauthorized", "allowed", "explain"]
