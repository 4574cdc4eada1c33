"""One stack on the emulator: made, updated or left alone, with the reason of the resource that failed."""

import hashlib
import time
from collections.abc import Mapping
from typing import Any, Final

from botocore.exceptions import ClientError

from infra.deploy.errors import DeployError
from infra.deploy.formation import describe_stack, failure_reasons
from infra.local.deploy.artifacts import Artifacts
from infra.local.deploy.template import Template

TAG: Final = "waymark:content"
DONE: Final = ("CREATE_COMPLETE", "UPDATE_COMPLETE")
LIMIT_SECONDS: Final = 120


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
    Raises `DeployError` with the failure_reasons of the resources that failed.
    """
    content = hashlib.sha256(
        f"{template.text()}{sorted(parameters.items())}{sorted(links.items())}".encode()
    ).hexdigest()
    found = describe_stack(client, name)
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


def _wait(client: Any, name: str) -> None:
    end = time.monotonic() + LIMIT_SECONDS
    status = "IN_PROGRESS"
    while status.endswith("IN_PROGRESS") and time.monotonic() < end:
        time.sleep(0.2)
        status = (describe_stack(client, name) or {"StackStatus": "DELETE_COMPLETE"})["StackStatus"]
    if status not in DONE:
        failed = [f"  {each}" for each in failure_reasons(client, name)] or [
            "  The emulator gave no reason; its log may."
        ]
        raise DeployError("\n".join([f"The stack {name} ended in {status}.", *failed]))
