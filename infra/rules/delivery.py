"""Who may deploy what: no administrators, a role for CloudFormation with what it calls, and a boundary for the rest."""

import re
from collections.abc import Iterator
from typing import Any, Final

from infra.rules.finding import Finding, rule
from infra.rules.grants import statements
from infra.rules.links import ENVIRONMENTS
from infra.rules.project import FUNCTION, Placed, Project, as_list, ref

POLICY: Final = "AWS::IAM::ManagedPolicy"
ROLE: Final = "AWS::IAM::Role"
WIDE: Final = re.compile(r"AdministratorAccess|PowerUserAccess|FullAccess")
# Deployed by a person, and never by the roles that they make.
BY_HAND: Final = frozenset({"deployer", "delivery"})
READ_SECRET: Final = "secretsmanager:GetSecretValue"  # noqa: S105 (an action's name)
TAG: Final = "aws:ResourceTag/waymark:environment"
# RDS tags the password that it keeps with its database, whose name begins with its environment's.
TAG_OF_RDS: Final = "aws:ResourceTag/aws:rds:primaryDBInstanceArn"
FORMATION: Final = "cloudformation.amazonaws.com"
# What SAM makes of a function, and of a REST API with what may invoke its functions.
EXPANDED: Final = {
    FUNCTION: ("AWS::Lambda::Function", ROLE),
    "AWS::Serverless::Api": (
        *("AWS::ApiGateway::RestApi", "AWS::ApiGateway::Deployment", "AWS::ApiGateway::Stage"),
        "AWS::Lambda::Permission",
    ),
}
# SAM gives every function these, by AWS's own policies for logs and traces, and those in a network the last ones.
BY_SAM: Final = frozenset(
    {
        *("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"),
        *("xray:GetSamplingRules", "xray:GetSamplingStatisticSummaries", "xray:GetSamplingTargets"),
        *("xray:PutTelemetryRecords", "xray:PutTraceSegments"),
        *("ec2:AssignPrivateIpAddresses", "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface"),
        *("ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:UnassignPrivateIpAddresses"),
    }
)


@rule
def check_nobody_is_administrator(project: Project) -> Iterator[Finding]:
    """A policy that allows everything makes every other limit worthless."""
    for each in _identities(project):
        for policy in [*as_list(each.properties.get("ManagedPolicyArns")), *as_list(each.properties.get("Policies"))]:
            if isinstance(policy, (str, dict)) and WIDE.search(str(policy)):
                yield Finding("V03", each.where, "A policy of AWS that allows everything: name what is done instead.")
    for where, statement in [*statements(project), *_list_managed_statements(project)]:
        if statement["Effect"] != "Allow":
            continue
        if "NotAction" in statement or "NotResource" in statement:
            yield Finding("V03", where, "It allows everything but what it names: name what is done instead.")
        if any("*" in action for action in as_list(statement.get("Action"))):
            yield Finding("V03", where, "It allows actions by an asterisk: name each.")


@rule
def check_execution_role(project: Project) -> Iterator[Finding]:
    """A missing permission stops a deploy half-way; a superfluous one is a way in."""
    from infra.rules import handlers  # noqa: PLC0415 (loads cfn-lint's registry, which takes a second)

    for role in _execution_roles(project):
        made = {
            kind
            for stack, body in project.stacks.items()
            if stack not in BY_HAND
            for resource in body["Resources"].values()
            for kind in EXPANDED.get(resource["Type"], (resource["Type"],))
        }
        needed, allowed = handlers.actions_called_for(made), _list_allowed_actions(project, role)
        for action in sorted(needed - allowed):
            yield Finding(
                "V04", role.where, f"CloudFormation calls {action} for our resources, which it does not allow."
            )
        for action in sorted(allowed - needed):
            yield Finding(
                "V05", role.where, f"It allows {action}, which CloudFormation calls for none of our resources."
            )


@rule
def check_execution_role_is_handed_over(project: Project) -> Iterator[Finding]:
    """A role that more than CloudFormation can take lets a build change things directly."""
    for role in _execution_roles(project):
        trusted = [
            service
            for each in role.properties["AssumeRolePolicyDocument"]["Statement"]
            for service in as_list(each["Principal"].get("Service"))
        ]
        if trusted != [FORMATION]:
            yield Finding("V08", role.where, "Only CloudFormation may take it.")
        for where, statement in statements(project):
            is_handed = "iam:PassRole" in as_list(statement.get("Action")) and _is_about(statement, role)
            if is_handed and FORMATION not in str(statement.get("Condition")):
                yield Finding("V08", where, "It may hand the role to more than CloudFormation.")


def _is_about(statement: dict[str, Any], role: Placed) -> bool:
    """Tell whether a statement may be about a role: it names it, or nothing that is certainly another."""
    named = [ref(each) for each in as_list(statement["Resource"])]
    return role.name in named or None in named


@rule
def check_boundary(project: Project) -> Iterator[Finding]:
    """Without a boundary, a push could make a role with more rights than its deploy has."""
    for boundary in _boundaries(project):
        allowed = {action for each in _get_statements(boundary) for action in as_list(each["Action"])}
        done = {
            action
            for where, statement in statements(project)
            if where.partition(".")[0] not in BY_HAND
            for action in as_list(statement["Action"])
        } | BY_SAM
        for action in sorted(done - allowed):
            yield Finding("V07", boundary.where, f"A role needs {action}, which the boundary cuts off.")
        for action in sorted(allowed - done):
            yield Finding("V07", boundary.where, f"It lets roles do {action}, which none does.")
        for each in _identities(project):
            if each.stack not in BY_HAND and "RoleBoundary" not in str(each.properties.get("PermissionsBoundary")):
                yield Finding("V06", each.where, "The pipeline may only make roles within its RoleBoundary: name it.")


@rule
def check_boundary_of_secrets(project: Project) -> Iterator[Finding]:
    """A pushed function must not read another environment's secrets, nor keys of third parties."""
    for boundary in _boundaries(project):
        for statement in _get_statements(boundary):
            if READ_SECRET not in as_list(statement["Action"]):
                continue
            resources = [
                each.get("Fn::Sub") if isinstance(each, dict) else each for each in as_list(statement["Resource"])
            ]
            condition = statement.get("Condition", {})
            is_bounded = TAG in condition.get("StringEquals", {}) or TAG_OF_RDS in condition.get("StringLike", {})
            if not is_bounded or any(str(each) == "*" or str(each).endswith(":secret:*") for each in resources):
                yield Finding("V09", boundary.where, "A pushed function could read every secret of the account.")


@rule
def check_deployers_are_separate(project: Project) -> Iterator[Finding]:
    """If one role deploys both, what is pushed can change production before anybody approved it."""
    for pipeline in project.resources("AWS::CodePipeline::Pipeline"):
        builds = [
            str(action["Configuration"]["ProjectName"])
            for stage in pipeline.properties["Stages"]
            for action in stage["Actions"]
            if action["ActionTypeId"]["Category"] == "Build"
        ]
        if len({*builds}) < len(builds):
            yield Finding("V10", pipeline.where, "One build deploys twice: before the approval it may do the same.")
    for where, statement in [*statements(project), *_list_managed_statements(project)]:
        named = {name for name in ENVIRONMENTS if f"waymark-{name}-" in str(statement.get("Resource"))}
        if where.startswith("deployer.") and named:
            yield Finding("V10", where, f"It names {', '.join(sorted(named))}: a deployer serves its own environment.")


@rule
def check_tests_have_a_browser(project: Project) -> Iterator[Finding]:
    """End-to-end tests need chromium, which Ubuntu offers only as a snap, and no container runs snaps."""
    for build in project.resources("AWS::CodeBuild::Project"):
        properties = build.properties
        if ".ci/run" not in properties["Source"]["BuildSpec"]:
            continue
        if properties["Environment"]["Image"].startswith("aws/codebuild/"):
            yield Finding("V11", build.where, "That image is Ubuntu, whose chromium is a snap: take a Debian one.")
        if "chromium" not in properties["Source"]["BuildSpec"]:
            yield Finding("V11", build.where, "Its tests need a browser: install chromium before them.")


def _identities(project: Project) -> Iterator[Placed]:
    yield from project.functions()
    yield from project.resources(ROLE)


def _execution_roles(project: Project) -> Iterator[Placed]:
    """Yield the roles that CloudFormation acts by."""
    for role in project.resources(ROLE):
        if FORMATION in str(role.properties["AssumeRolePolicyDocument"]):
            yield role


def _boundaries(project: Project) -> Iterator[Placed]:
    """Yield the policies that bound roles: those that a role may be made under."""
    for policy in project.resources(POLICY):
        named = f"{{'iam:PermissionsBoundary': {{'Ref': '{policy.name}'}}}}"
        if any(named in str(each.body) for each in project.resources(POLICY, policy.stack)):
            yield policy


def _list_managed_statements(project: Project) -> Iterator[tuple[str, dict[str, Any]]]:
    for policy in project.resources(POLICY):
        for statement in _get_statements(policy):
            yield policy.where, statement


def _get_statements(policy: Placed) -> list[dict[str, Any]]:
    return as_list(policy.properties["PolicyDocument"]["Statement"])


def _list_allowed_actions(project: Project, role: Placed) -> set[str]:
    """Return the actions that a role's managed policies allow."""
    attached = {ref(each) for each in as_list(role.properties.get("ManagedPolicyArns"))}
    return {
        action
        for policy in project.resources(POLICY, role.stack)
        if policy.name in attached
        for statement in _get_statements(policy)
        if statement["Effect"] == "Allow"
        for action in as_list(statement.get("Action"))
    }
