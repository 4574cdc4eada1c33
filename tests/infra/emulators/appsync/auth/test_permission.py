"""Which fields are open to whom: directives of fields and types, groups, denied fields, policies."""

from typing import Any

import pytest

from appsync_local.api.model import Api, AuthProvider
from appsync_local.auth import Caller, explain_access, is_allowed
from tests.fakes.news_api import make_news_api

SDL = """
type Query {
  plain: Thing
  byKey: Thing @aws_api_key
  both: Thing @aws_api_key @aws_iam
  editors: Thing @aws_cognito_user_pools(cognito_groups: ["editors", "chiefs"])
  old: Thing @aws_auth(cognito_groups: ["editors"])
  oidc: Thing @aws_oidc
  guarded: Thing @aws_lambda
}
type Thing @aws_iam @aws_cognito_user_pools { id: ID! open: String @aws_api_key }
type Plain { id: ID! }
"""
POOL = AuthProvider("AMAZON_COGNITO_USER_POOLS", user_pool_id="p", default_action="ALLOW")
DENY = AuthProvider("AMAZON_COGNITO_USER_POOLS", user_pool_id="p", default_action="DENY")
OTHERS = (AuthProvider("API_KEY"), AuthProvider("AWS_IAM"), AuthProvider("AWS_LAMBDA"))
KEY = Caller(mode="API_KEY")
ADA = Caller(mode="AMAZON_COGNITO_USER_POOLS")
EDITOR = Caller(mode="AMAZON_COGNITO_USER_POOLS", groups=frozenset({"editors"}))
SIGNER = Caller(mode="AWS_IAM")


def api(default: AuthProvider = POOL, others: tuple[AuthProvider, ...] = OTHERS) -> Api:
    return make_news_api(sdl=SDL, default_auth=default, additional_auth=others)


@pytest.mark.parametrize(
    ("caller", "field", "open_"),
    [
        (ADA, "Query.plain", True),  # no directive: the default mode
        (KEY, "Query.plain", False),
        (KEY, "Query.byKey", True),
        (ADA, "Query.byKey", False),  # a directive replaces the default
        (SIGNER, "Query.both", True),
        (KEY, "Query.both", True),
        (ADA, "Query.both", False),
        (EDITOR, "Query.editors", True),
        (ADA, "Query.editors", False),  # no group of those named
        (SIGNER, "Thing.id", True),  # the type's directives
        (KEY, "Thing.id", False),
        (KEY, "Thing.open", True),  # the field beats its type
        (SIGNER, "Thing.open", False),
        (ADA, "Plain.id", True),
        (KEY, "Plain.id", False),
        (Caller(mode="OPENID_CONNECT"), "Query.oidc", True),
        (Caller(mode="AWS_LAMBDA"), "Query.guarded", True),
        (KEY, "__Schema.types", True),
        (KEY, "Query.__schema", True),
        (KEY, "Thing.__typename", True),
    ],
)
def test_the_nearest_directives_decide(caller: Caller, field: str, open_: bool) -> None:
    """Directives of the field, else of its type, else the default mode; introspection is open to all."""
    assert is_allowed(api(), caller, *field.split(".")) is open_


def test_aws_auth_counts_with_a_pool_alone() -> None:
    """`@aws_auth` names groups where a user pool is the only mode, and is as if absent beside others."""
    alone = api(others=())

    assert [is_allowed(alone, who, "Query", "old") for who in (ADA, EDITOR)] == [False, True]
    assert [is_allowed(api(), who, "Query", "old") for who in (ADA, EDITOR, KEY)] == [True, True, False]


def test_a_pool_that_denies_by_default_opens_only_what_is_named() -> None:
    """With default action DENY a field without directive is closed, one with a directive is as it says."""
    closed = api(default=DENY)

    assert not is_allowed(closed, ADA, "Query", "plain")
    assert is_allowed(closed, EDITOR, "Query", "editors")
    assert is_allowed(closed, ADA, "Thing", "id")


def test_denied_fields_of_an_authorizer_are_closed() -> None:
    """A field that the authorizer denied is closed to that caller and stays open to others of its mode."""
    denied = Caller(mode="AWS_LAMBDA", denied_fields=frozenset({"Query.guarded"}))

    assert not is_allowed(api(), denied, "Query", "guarded")
    assert is_allowed(api(), Caller(mode="AWS_LAMBDA"), "Query", "guarded")


def statement(effect: str, resource: Any, action: Any = "appsync:GraphQL", **more: Any) -> dict[str, Any]:
    return {"Statement": [{"Effect": effect, "Action": action, "Resource": resource, **more}]}


FIELD = "arn:aws:appsync:eu-west-1:111122223333:apis/newsroom/types/Query/fields/both"


@pytest.mark.parametrize(
    ("policies", "open_"),
    [
        ((), False),
        ((statement("Allow", FIELD),), True),
        ((statement("Allow", "arn:aws:appsync:eu-west-1:111122223333:apis/newsroom/*", "AppSync:*"),), True),
        ((statement("Allow", "*", ["s3:*", "appsync:Graph??"]),), True),
        ((statement("Allow", FIELD.replace("both", "plain")),), False),
        ((statement("Allow", "*", "appsync:ListTypes"),), False),
        ((statement("Allow", "*"), statement("Deny", FIELD)), False),
        ((statement("Allow", "*", Condition={"Bool": {"aws:SecureTransport": "true"}}),), False),
        (({"Statement": {"Effect": "Allow", "NotAction": "s3:*", "NotResource": "arn:aws:s3:::*"}},), True),
        (({"Statement": {"Effect": "Allow", "NotAction": "appsync:*", "Resource": "*"}},), False),
    ],
)
def test_a_signer_s_policies_guard_root_fields(policies: tuple[Any, ...], open_: bool) -> None:
    """Where policies are known, a root field needs one that allows it and none that denies; nested ones do not."""
    signer = Caller(mode="AWS_IAM", policies=policies)

    assert is_allowed(api(), signer, "Query", "both") is open_
    assert is_allowed(api(), signer, "Thing", "id")
    assert not is_allowed(api(), signer, "Query", "byKey")


@pytest.mark.parametrize(
    ("caller", "field", "words"),
    [
        (KEY, "byKey", "is open to API_KEY"),
        (ADA, "byKey", "open to API_KEY, and the caller came by AMAZON_COGNITO_USER_POOLS"),
        (ADA, "editors", "the groups ['chiefs', 'editors'], and the caller is in []"),
        (Caller(mode="AWS_LAMBDA", denied_fields=frozenset({"Query.guarded"})), "guarded", "deniedFields"),
        (Caller(mode="AWS_IAM", policies=()), "both", f"No IAM policy of the caller allows appsync:GraphQL on {FIELD}"),
    ],
)
def test_a_denial_can_be_explained(caller: Caller, field: str, words: str) -> None:
    """The reason of each denial is a sentence that names what would open the field."""
    assert words in explain_access(api(), caller, "Query", field)
