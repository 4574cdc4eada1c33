"""Who may deploy what: no administrators, a role for CloudFormation with what it calls, and a boundary for the rest."""

import re
from collections.abc import Iterator
from typing import Any, Final

from infra.rules.finding import Finding, rule
from infra.rules.grants import statements
from infra.rules.project import FUNCTION, Placed, Project, listed, ref

POLICY: Final = "AWS::IAM::ManagedPolicy"
ROLE: Final = "AWS::IAM::Role"
WIDE: Final = re.compile(r"AdministratorAccess|PowerUserAccess|FullAccess")
FORMATION: Final = "cloudformation.amazonaws.com"
# What SAM makes of a function.
EXPANDED: Final = {FUNCTION: ("AWS::Lambda::Function", ROLE)}
# SAM gives every function these, by AWS's own policies for logs and traces.
BY_SAM: Final = frozenset(
    {
        *("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"),
        *("xray:GetSamplingRules", "xray:GetSamplingStatisticSummaries", "xray:GetSamplingTargets"),
        *("xray:PutTelemetryRecords", "xray:PutTraceSegments"),
    }
)


@rule
def nobody_is_an_administrator(project: Project) -> Iterator[Finding]:
    for each in _identities(project):
        for policy in [*listed(each.properties.get("ManagedPolicyArns")), *listed(each.properties.get("Policies"))]:
            if isinstance(policy, (str, dict)) and WIDE.search(str(policy)):
                yield Finding("V03", each.where, "A policy of AWS that allows everything: name what is done instead.")
    for where, statement in [*statements(project), *_managed(project)]:
        if statement["Effect"] != "Allow":
            continue
        if "NotAction" in statement or "NotResource" in statement:
            yield Finding("V03", where, "It allows everything but what it names: name what is done instead.")
        if any("*" in action for action in listed(statement.get("Action"))):
            yield Finding("V03", where, "It allows actions by an asterisk: name each.")


@rule
def cloudformation_may_do_what_it_calls(project: Project) -> Iterator[Finding]:
    from infra.rules import handlers  # noqa: PLC0415 (loads cfn-lint's registry, which takes a second)

    for role in _execution_roles(project):
        made = {
            kind
            for stack, body in project.stacks.items()
            if stack != role.stack
            for resource in body["Resources"].values()
            for kind in (
                [FUNCTION.replace("Serverless", "Lambda"), ROLE] if resource["Type"] == FUNCTION else [resource["Type"]]
            )
        }
        needed, allowed = handlers.needed(made), _allowed(project, role)
        for action in sorted(needed - allowed):
            yield Finding(
                "V04", role.where, f"CloudFormation calls {action} for our resources, which it does not allow."
            )
        for action in sorted(allowed - needed):
            yield Finding(
                "V05", role.where, f"It allows {action}, which CloudFormation calls for none of our resources."
            )


@rule
def only_the_build_hands_the_role_to_cloudformation(project: Project) -> Iterator[Finding]:
    for role in _execution_roles(project):
        trusted = [
            service
            for each in role.properties["AssumeRolePolicyDocument"]["Statement"]
            for service in listed(each["Principal"].get("Service"))
        ]
        if trusted != [FORMATION]:
            yield Finding("V08", role.where, "CloudFormation alone acts by it.")
        for where, statement in statements(project):
            if "iam:PassRole" in listed(statement.get("Action")) and FORMATION not in str(statement.get("Condition")):
                yield Finding("V08", where, "It may hand the role to more than CloudFormation.")


@rule
def what_a_deploy_makes_stays_within_its_boundary(project: Project) -> Iterator[Finding]:
    for boundary in _boundaries(project):
        allowed = {action for each in _of(boundary) for action in listed(each["Action"])}
        done = {
            action
            for where, statement in statements(project)
            if not where.startswith(f"{boundary.stack}.")
            for action in listed(statement["Action"])
        } | BY_SAM
        for action in sorted(done - allowed):
            yield Finding("V07", boundary.where, f"A role needs {action}, which the boundary cuts off.")
        for action in sorted(allowed - done):
            yield Finding("V07", boundary.where, f"It lets roles do {action}, which none does.")
        for each in _identities(project):
            if each.stack != boundary.stack and "RoleBoundary" not in str(each.properties.get("PermissionsBoundary")):
                yield Finding("V06", each.where, "The pipeline may only make roles within its RoleBoundary: name it.")


def _identities(project: Project) -> Iterator[Placed]:
    yield from project.functions()
    yield from project.every(ROLE)


def _execution_roles(project: Project) -> Iterator[Placed]:
    """Yield the roles that CloudFormation acts by."""
    for role in project.every(ROLE):
        if FORMATION in str(role.properties["AssumeRolePolicyDocument"]):
            yield role


def _boundaries(project: Project) -> Iterator[Placed]:
    """Yield the policies that bound roles: those that a role may be made under."""
    for policy in project.every(POLICY):
        named = f"{{'iam:PermissionsBoundary': {{'Ref': '{policy.name}'}}}}"
        if any(named in str(each.body) for each in project.every(POLICY, policy.stack)):
            yield policy


def _managed(project: Project) -> Iterator[tuple[str, dict[str, Any]]]:
    for policy in project.every(POLICY):
        for statement in _of(policy):
            yield policy.where, statement


def _of(policy: Placed) -> list[dict[str, Any]]:
    return listed(policy.properties["PolicyDocument"]["Statement"])


def _allowed(project: Project, role: Placed) -> set[str]:
    """Return the actions that a role's managed policies allow."""
    attached = {ref(each) for each in listed(role.properties.get("ManagedPolicyArns"))}
    return {
        action
        for policy in project.every(POLICY, role.stack)
        if policy.name in attached
        for statement in _of(policy)
        if statement["Effect"] == "Allow"
        for action in listed(statement.get("Action"))
    }
