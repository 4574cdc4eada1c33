"""The roles that AWS's services act by in an account, made before the first stack that needs one.

CloudFormation makes none of them. In an empty account AppSync would refuse an API with traces, WAF its logs, and
Cognito mail by SES, RDS a database, each in the middle of a deploy.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from botocore.exceptions import ClientError

from infra.deploy.errors import DeployError
from infra.templates import Body


class ServiceRole(NamedTuple):
    """A service-linked role: the service that acts by it, its name, and the property of ours that needs it."""

    service: str
    name: str
    resource_type: str
    needed_property: str


SERVICE_ROLES: Final = (
    ServiceRole("appsync.amazonaws.com", "AWSServiceRoleForAppSync", "AWS::AppSync::GraphQLApi", "XrayEnabled"),
    ServiceRole(
        "wafv2.amazonaws.com",
        "AWSServiceRoleForWAFV2Logging",
        "AWS::WAFv2::LoggingConfiguration",
        "LogDestinationConfigs",
    ),
    ServiceRole("rds.amazonaws.com", "AWSServiceRoleForRDS", "AWS::RDS::DBInstance", "Engine"),
    ServiceRole(
        "email.cognito-idp.amazonaws.com",
        "AWSServiceRoleForAmazonCognitoIdpEmailService",
        "AWS::Cognito::UserPool",
        "EmailConfiguration",
    ),
)
TAKEN: Final = re.compile("AlreadyExists|has been taken")
MISSING: Final = frozenset({"NoSuchEntity", "NoSuchEntityException"})


def make_service_roles(iam: Any, stacks: Mapping[str, Body], say: Callable[[str], None]) -> None:
    """Make the service-linked roles that the stacks need and the account lacks.

    Raises `DeployError` with the command for an administrator where the deployer may not.
    """
    for role in list_needed_service_roles(stacks):
        if not _exists(iam, role) and _make(iam, role):
            say(f"made the role {role.name}, by which {role.service} acts in this account")


def list_needed_service_roles(stacks: Mapping[str, Body]) -> list[ServiceRole]:
    """Return the roles whose service some resource asks to act."""
    resources = [each for body in stacks.values() for each in body["Resources"].values()]
    return [
        role
        for role in SERVICE_ROLES
        if any(
            each["Type"] == role.resource_type and role.needed_property in each.get("Properties", {})
            for each in resources
        )
    ]


def _exists(iam: Any, role: ServiceRole) -> bool:
    try:
        iam.get_role(RoleName=role.name)
    except ClientError as error:
        if error.response["Error"]["Code"] in MISSING:
            return False
        raise
    return True


def _make(iam: Any, role: ServiceRole) -> bool:
    """Make a role; return False where the account has it already, under whatever name."""
    try:
        iam.create_service_linked_role(AWSServiceName=role.service)
    except ClientError as error:
        if TAKEN.search(str(error)):
            return False
        raise DeployError(
            f"The account lacks the role {role.name}, and you may not make it: {error}. Let an administrator run once: "
            f"`aws iam create-service-linked-role --aws-service-name {role.service}`."
        ) from error
    return True
