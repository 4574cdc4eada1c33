"""The roles of AWS's services: made once where something needs them, or asked of an administrator."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra import templates
from infra.deploy.errors import DeployError
from infra.deploy.service_roles import SERVICE_ROLES, list_needed_service_roles, make_service_roles
from tests.fakes.aws_account import Account

POOL: dict[str, Any] = {"Type": "AWS::Cognito::UserPool", "Properties": {"EmailConfiguration": {}}}


def test_our_stacks_need_those_of_appsync_of_the_firewalls_log_and_of_rds() -> None:
    """Traces of the API, what the firewall blocked, and the orders' database."""
    needed = {role.service for role in list_needed_service_roles(templates.load_all())}

    assert needed == {"appsync.amazonaws.com", "rds.amazonaws.com", "wafv2.amazonaws.com"}


def test_mail_by_ses_needs_one_more() -> None:
    """Cognito's own fifty mails a day need none."""
    (role,) = list_needed_service_roles({"foundation": {"Resources": {"UserPool": POOL}}})

    assert role.service == "email.cognito-idp.amazonaws.com"


def test_an_empty_account_gets_them_before_anything_is_deployed() -> None:
    """And says so."""
    account = Account()
    said: list[str] = []

    make_service_roles(account, templates.load_all(), said.append)

    assert account.made_for == ["appsync.amazonaws.com", "wafv2.amazonaws.com", "rds.amazonaws.com"]
    assert said[0] == "made the role AWSServiceRoleForAppSync, by which appsync.amazonaws.com acts in this account"


def test_what_is_there_is_left_alone() -> None:
    """A second deploy makes nothing."""
    account = Account(roles={role.name for role in SERVICE_ROLES})

    make_service_roles(account, templates.load_all(), print)

    assert account.made_for == []


def test_who_may_not_make_one_learns_who_can() -> None:
    """With the command for them."""
    denied = ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "CreateServiceLinkedRole")
    account = Account(refusal_to_make=denied)

    with pytest.raises(DeployError, match="create-service-linked-role --aws-service-name appsync"):
        make_service_roles(account, templates.load_all(), print)


def test_a_role_that_the_account_has_under_another_name_is_no_mistake() -> None:
    """IAM says so only when it is asked to make one."""
    taken = ClientError(
        {"Error": {"Code": "InvalidInput", "Message": "Service role name AWSServiceRoleForX has been taken."}}, "Create"
    )
    said: list[str] = []

    make_service_roles(Account(refusal_to_make=taken), templates.load_all(), said.append)

    assert said == []
