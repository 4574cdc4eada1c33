"""What CloudFormation says of a stack: its state, its outputs, why it failed, and whether it can be deployed now."""

from collections.abc import Mapping
from typing import Any, Final

from botocore.exceptions import ClientError

from infra import templates
from infra.deploy.errors import DeployError

Stack = dict[str, Any]

# A status that no deploy can go on from, and the way out of it.
STUCK: Final[Mapping[str, str]] = {
    "ROLLBACK_COMPLETE": "Its first deploy failed, and it can only be deleted: `{destroy}`, then deploy again.",
    "ROLLBACK_FAILED": "Its first deploy failed and could not be undone: `{destroy}`, then deploy again.",
    "CREATE_FAILED": "Its first deploy failed: `{destroy}`, then deploy again.",
    "DELETE_FAILED": "A deletion stopped half-way: `{destroy}` tries again and says what is in its way.",
    "UPDATE_ROLLBACK_FAILED": (
        "An update could not be undone. Mend what its events name (`aws cloudformation describe-stack-events "
        "--stack-name {name} --region {region}`), then `aws cloudformation continue-update-rollback "
        "--stack-name {name} --region {region}`, then deploy again."
    ),
}
UNFINISHED: Final = (
    "Somebody deploys it at this moment, or a pipeline does. Wait until it ends (`aws cloudformation describe-stacks "
    "--stack-name {name} --region {region}`), then deploy again."
)
# A change set that was shown and not executed; the next one takes its place.
ONLY_SHOWN: Final = "REVIEW_IN_PROGRESS"
# How SAM names its change sets.
BY_SAM: Final = "samcli-deploy"


def describe_stack(client: Any, name: str) -> Stack | None:
    """Return the stack's description, or None where there is none."""
    try:
        found: Stack = client.describe_stacks(StackName=name)["Stacks"][0]
    except ClientError as error:
        if "does not exist" in str(error):
            return None
        raise
    return None if found["StackStatus"] == "DELETE_COMPLETE" else found


def template(client: Any, name: str) -> templates.Body | None:
    """Return the template that a stack was deployed from, as it was given to CloudFormation; None without a stack."""
    if describe_stack(client, name) is None:
        return None
    body = client.get_template(StackName=name, TemplateStage="Original")["TemplateBody"]
    return templates.parse(body) if isinstance(body, str) else dict(body)


def outputs(stack: Stack | None) -> dict[str, str]:
    return {each["OutputKey"]: each["OutputValue"] for each in (stack or {}).get("Outputs", [])}


def parameters(stack: Stack | None) -> dict[str, str]:
    return {each["ParameterKey"]: each["ParameterValue"] for each in (stack or {}).get("Parameters", [])}


def require_deployable(stack: Stack | None, region: str, destroy: str) -> None:
    """Raise `DeployError` where the stack's state refuses a deploy; `destroy` is the command that deletes it."""
    status = stack["StackStatus"] if stack else ""
    way_out = STUCK.get(status)
    if status.endswith("_IN_PROGRESS") and status != ONLY_SHOWN:
        way_out = UNFINISHED
    if stack and way_out:
        name = stack["StackName"]
        advice = way_out.format(name=name, region=region, destroy=destroy)
        raise DeployError(f"The stack {name} is in {status}. {advice}")


def discard_declined_change_set(client: Any, name: str) -> bool:
    """Tell whether a person said no to SAM's change set, and take it away; SAM itself ends as if all were well."""
    every = client.list_change_sets(StackName=name)["Summaries"]
    waiting = [each for each in every if _is_waiting(each)]
    for each in waiting:
        client.delete_change_set(StackName=name, ChangeSetName=each["ChangeSetName"])
    found = describe_stack(client, name)
    if waiting and found and found["StackStatus"] == ONLY_SHOWN:  # it never became a stack
        client.delete_stack(StackName=name)
    return bool(waiting)


def _is_waiting(change_set: Mapping[str, Any]) -> bool:
    return change_set["ExecutionStatus"] == "AVAILABLE" and str(change_set["ChangeSetName"]).startswith(BY_SAM)


def failure_reasons(client: Any, name: str) -> list[str]:
    """Return why resources failed, the first failure first; the rest are often only cancelled because of it."""
    if describe_stack(client, name) is None:
        return []
    events = client.describe_stack_events(StackName=name)["StackEvents"]
    failed = [each for each in events if each["ResourceStatus"].endswith("FAILED")]
    lines = [f"{each['LogicalResourceId']}: {each.get('ResourceStatusReason', 'no reason given')}" for each in failed]
    return list(dict.fromkeys(reversed(lines)))


def resource(client: Any, name: str, logical: str) -> str:
    """Return the physical id of one of the stack's resources."""
    found = client.describe_stack_resource(StackName=name, LogicalResourceId=logical)
    return str(found["StackResourceDetail"]["PhysicalResourceId"])
