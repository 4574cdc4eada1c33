"""One stack on the emulator: made, updated or left alone, with the reason of the resource that failed."""

import hashlib
import time
from collections.abc import Mapping
from typing import Any, Final

from botocore.exceptions import ClientError

from infra.local.deploy.artifacts import Artifacts
from infra.local.deploy.template import Template

TAG: Final = "waymark:content"
DONE: Final = ("CREATE_COMPLETE", "UPDATE_COMPLETE")
LIMIT_SECONDS: Final = 120


class DeployError(Exception):
    """A stack could not be deployed; the text says which resource failed and why."""


def deploy(
    client: Any,
    name: str,
    template: Template,
    parameters: Mapping[str, str],
    links: Mapping[str, str],
    artifacts: Artifacts,
) -> bool:
    """Bring the stack up to date; return False where nothing had changed.

    `links` are the values behind the parameters that name another stack's output.
    Raises `DeployError` with the reasons of the resources that failed.
    """
    content = hashlib.sha256(
        f"{template.text()}{sorted(parameters.items())}{sorted(links.items())}".encode()
    ).hexdigest()
    found = described(client, name)
    if found and found["StackStatus"] in DONE and {"Key": TAG, "Value": content} in found.get("Tags", []):
        return False
    if found and found["StackStatus"] not in DONE and not found["StackStatus"].endswith("ROLLBACK_COMPLETE"):
        raise DeployError(f"The stack {name} is stuck in {found['StackStatus']}. `make clean` starts afresh.")
    if found and found["StackStatus"] == "ROLLBACK_COMPLETE":  # a first deploy that failed; it can only be deleted
        client.delete_stack(StackName=name)
        found = None
    apply = client.update_stack if found else client.create_stack
    try:
        apply(
            StackName=name,
            TemplateURL=artifacts.template_url(name, template.text()),
            Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
            Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
            Tags=[{"Key": TAG, "Value": content}],
        )
    except ClientError as error:
        raise DeployError(f"The stack {name} was refused: {error.response['Error']['Message'][:600]}") from error
    _wait(client, name)
    return True


def described(client: Any, name: str) -> dict[str, Any] | None:
    """Return the stack's description, or None where there is none."""
    try:
        found: dict[str, Any] = client.describe_stacks(StackName=name)["Stacks"][0]
    except ClientError as error:
        if "does not exist" in str(error):
            return None
        raise
    return None if found["StackStatus"] == "DELETE_COMPLETE" else found


def outputs(client: Any, name: str) -> dict[str, str]:
    found = described(client, name) or {}
    return {each["OutputKey"]: each["OutputValue"] for each in found.get("Outputs", [])}


def resource(client: Any, name: str, logical: str) -> str:
    """Return the physical id of one of the stack's resources."""
    found = client.describe_stack_resource(StackName=name, LogicalResourceId=logical)
    return str(found["StackResourceDetail"]["PhysicalResourceId"])


def _wait(client: Any, name: str) -> None:
    end = time.monotonic() + LIMIT_SECONDS
    status = "IN_PROGRESS"
    while status.endswith("IN_PROGRESS") and time.monotonic() < end:
        time.sleep(0.2)
        status = (described(client, name) or {"StackStatus": "DELETE_COMPLETE"})["StackStatus"]
    if status not in DONE:
        raise DeployError(f"The stack {name} ended in {status}.\n{_reasons(client, name)}")


def _reasons(client: Any, name: str) -> str:
    events = client.describe_stack_events(StackName=name)["StackEvents"]
    failed = [each for each in events if each["ResourceStatus"].endswith("FAILED")]
    lines = [f"  {each['LogicalResourceId']}: {each.get('ResourceStatusReason', 'no reason given')}" for each in failed]
    return "\n".join(dict.fromkeys(reversed(lines))) or "  The emulator gave no reason; its log may."
