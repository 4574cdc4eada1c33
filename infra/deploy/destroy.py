"""An environment taken away: stacks in reverse order, the buckets that can be filled again, and never people's data."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from infra import templates
from infra.deploy import account, advice, confirm, formation
from infra.deploy.confirm import Answers
from infra.deploy.deployment import PROTECTED, Say, choose_stacks
from infra.deploy.environment import Environment
from infra.deploy.errors import DeployError

BUCKET: Final = "AWS::S3::Bucket"
# What must be typed before a stack that holds people's data is let go of; CONFIRM=yes is never enough.
WORD: Final = "let-go-of-{environment}"
LIMIT_SECONDS: Final = 3600  # a distribution takes its time to leave the edge


@dataclass(frozen=True)
class Destruction:
    """The stacks of an environment, and the means to delete them."""

    environment: Environment
    answers: Answers
    say: Say
    clients: account.Clients = account.clients
    folder: Path = templates.COMPOSED
    pause: Callable[[float], None] = time.sleep

    def destroy(self, only: Sequence[str] = ()) -> None:
        """Delete the stateless stacks, or those of `only`; a stack with people's data goes only when it is named."""
        bodies = templates.load_all(self.folder)
        caller = account.identify(self.environment, self.clients)
        named = [*reversed(choose_stacks(self.environment, bodies, only))]
        stacks = [stack for stack in named if only or stack not in PROTECTED]
        there = account.call_aws(lambda: [each for each in stacks if self._describe(each)])
        if not there:
            self.say(f"{self.environment.name} has none of {', '.join(stacks)}: nothing to delete.")
            return
        account.call_aws(lambda: self._require_unread(bodies, there))
        where = f"{self.environment.name} in {self.environment.region}, account {caller.account}"
        self._require_word(f"Delete {', '.join(there)} of {where}?", there)
        for stack in there:
            account.call_aws(lambda stack=stack: self._delete(stack, bodies[stack]))  # type: ignore[misc]
        if not only:
            self.say(f"{', '.join(sorted(PROTECTED))} stay, with everybody's accounts, articles, photos and orders.")

    def _require_word(self, question: str, stacks: Sequence[str]) -> None:
        if PROTECTED & set(stacks):
            word = WORD.format(environment=self.environment.name)
            question = f"{question} What people made stays in AWS, but no later deploy finds it again."
        else:
            word = confirm.word_for(self.environment.name, self.answers)
        confirm.require(self.answers, question, word)

    def _require_unread(self, bodies: Mapping[str, Any], going: Sequence[str]) -> None:
        """Raise `DeployError` where a stack that stays reads what one that goes makes."""
        for stack, body in bodies.items():
            if stack in going or stack not in self.environment.stacks or not self._describe(stack):
                continue
            wanted = set(templates.list_consumed_links(body).values())
            makers = [each for each in going if wanted & set(templates.list_produced_links(bodies[each]))]
            # A stack that can be deployed again at once may go from under its readers; the data's may not.
            if PROTECTED & set(makers):
                command = f"make destroy ENV={self.environment.name}"
                raise DeployError(f"{stack} still reads {', '.join(makers)}. Delete it first: `{command}`.")

    def _delete(self, stack: str, body: Mapping[str, Any]) -> None:
        name, client = self.environment.stack_name(stack), self._formation(stack)
        retained = dict(_list_retained_resources(client, name, body))
        if stack in PROTECTED:
            client.update_termination_protection(StackName=name, EnableTerminationProtection=False)
        client.delete_stack(StackName=name)
        self._wait(client, name, stack)
        for logical, physical in retained.items():
            kind = body["Resources"][logical]["Type"]
            if kind == BUCKET and stack not in PROTECTED:
                _remove_bucket(self.clients("s3", self.environment.region_of(stack)), physical)
                self.say(f"{stack}: {logical} emptied and deleted ({physical})")
            else:
                self.say(f"{stack}: {logical} stays in AWS ({kind} {physical})")
        self.say(f"{stack}: deleted")

    def _wait(self, client: Any, name: str, stack: str) -> None:
        end = time.monotonic() + LIMIT_SECONDS
        while (found := formation.describe_stack(client, name)) and time.monotonic() < end:
            if found["StackStatus"] == "DELETE_FAILED":
                failed = formation.failure_reasons(client, name)
                problem = "\n  ".join([f"{stack} could not be deleted.", *failed])
                raise DeployError(advice.add_next_steps(problem, "\n".join(failed)))
            self.pause(2)
        if found:
            raise DeployError(f"{stack} is not gone after an hour; it is in {found['StackStatus']}. Look, then repeat.")

    def _describe(self, stack: str) -> formation.Stack | None:
        return formation.describe_stack(self._formation(stack), self.environment.stack_name(stack))

    def _formation(self, stack: str) -> Any:
        return self.clients("cloudformation", self.environment.region_of(stack))


def _list_retained_resources(client: Any, name: str, body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what the template retains, with its physical id; a failed first deploy may lack some of it."""
    made = {
        each["LogicalResourceId"]: each.get("PhysicalResourceId")
        for each in client.describe_stack_resources(StackName=name)["StackResources"]
    }
    for logical, resource in body["Resources"].items():
        if resource.get("DeletionPolicy", "").startswith("Retain") and made.get(logical):
            yield logical, made[logical]


def _remove_bucket(s3: Any, bucket: str) -> None:
    """Delete a bucket with every version of what is in it."""
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
        found = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
        if found:
            objects = [{"Key": each["Key"], "VersionId": each["VersionId"]} for each in found]
            s3.delete_objects(Bucket=bucket, Delete={"Objects": objects, "Quiet": True})
    s3.delete_bucket(Bucket=bucket)
