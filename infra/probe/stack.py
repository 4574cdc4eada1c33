"""The throw-away stack: made before the questions, deleted after them whatever happens."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from infra import templates
from infra.deploy import account, advice, formation
from infra.deploy.errors import DeployError

FOLDER: Final = Path(__file__).parent / "api"
NAME: Final = "waymark-probe"
LIMIT_SECONDS: Final = 600
# Properties that name a file beside the template, and where its text goes.
INLINED: Final = {"DefinitionS3Location": "Definition", "CodeS3Location": "Code", "ZipFile": "ZipFile"}


def body(token_seconds: int) -> templates.Body:
    """Return the template with its files inside, as CloudFormation takes it without a bucket."""
    found = dict(templates.load(FOLDER / "template.yaml"))
    found["Parameters"]["TokenSeconds"]["Default"] = token_seconds
    return {**found, "Resources": _inline_files(found["Resources"])}


def _inline_files(part: Any) -> Any:
    if isinstance(part, dict):
        return {
            INLINED.get(name, name): (FOLDER / value).read_text() if name in INLINED else _inline_files(value)
            for name, value in part.items()
        }
    return [_inline_files(each) for each in part] if isinstance(part, list) else part


@dataclass(frozen=True)
class Throwaway:
    """The stack in one region of one account."""

    client: Any
    region: str
    say: Callable[[str], None]
    token_seconds: int = 300
    pause: Callable[[float], None] = time.sleep

    @contextmanager
    def provide(self) -> Iterator[dict[str, str]]:
        """Make the stack, give its outputs, and delete it at the end; raises `DeployError`."""
        self._clear()
        self.say(f"making {NAME} in {self.region}")
        try:
            account.call_aws(self._create)
            yield account.call_aws(self._read_outputs)
        finally:
            self._delete()

    def _clear(self) -> None:
        """Delete what a killed run left; raise `DeployError` where another probe is at work."""
        found = account.call_aws(lambda: formation.describe_stack(self.client, NAME))
        if found and found["StackStatus"].endswith("_IN_PROGRESS"):
            raise DeployError(
                f"{NAME} is in {found['StackStatus']}: another probe is at work in {self.region}. Wait until it ends."
            )
        if found:
            self.say(f"{NAME} is left from a run that was killed")
            self._delete()

    def _create(self) -> None:
        self.client.create_stack(
            StackName=NAME,
            TemplateBody=json.dumps(body(self.token_seconds)),
            Capabilities=["CAPABILITY_IAM"],
            OnFailure="DO_NOTHING",
            TimeoutInMinutes=10,
            Tags=[{"Key": "waymark:throw-away", "Value": "probe"}],
        )

    def _read_outputs(self) -> dict[str, str]:
        found = self._wait_while("CREATE_IN_PROGRESS")
        if not found or found["StackStatus"] != "CREATE_COMPLETE":
            failed = formation.failure_reasons(self.client, NAME)
            problem = "\n  ".join([f"{NAME} could not be made.", *failed])
            raise DeployError(advice.add_next_steps(problem, "\n".join(failed)))
        return formation.outputs(found)

    def _delete(self) -> None:
        by_hand = f"`aws cloudformation delete-stack --stack-name {NAME} --region {self.region}`"
        try:
            if account.call_aws(lambda: formation.describe_stack(self.client, NAME)) is None:
                return
            self.say(f"deleting {NAME}")
            account.call_aws(lambda: self.client.delete_stack(StackName=NAME))
            left = account.call_aws(lambda: self._wait_while("DELETE_IN_PROGRESS", "CREATE_IN_PROGRESS"))
        except BaseException:
            self.say(f"{NAME} may still exist. Delete it by {by_hand}.")
            raise
        if left:
            failed = formation.failure_reasons(self.client, NAME)
            raise DeployError("\n  ".join([f"{NAME} could not be deleted. Delete it by {by_hand}.", *failed]))
        self.say(f"deleted {NAME}")

    def _wait_while(self, *passing: str) -> formation.Stack | None:
        """Return the stack once it is in another state than these, or is gone."""
        end = time.monotonic() + LIMIT_SECONDS
        found = formation.describe_stack(self.client, NAME)
        while found and found["StackStatus"] in passing and time.monotonic() < end:
            self.pause(1)
            found = formation.describe_stack(self.client, NAME)
        return found
