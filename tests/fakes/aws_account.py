"""An AWS account as a deploy sees it: stacks in some state, links, who asks; remembers what was done to it."""

import io
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError


@dataclass
class Account:
    """Gives out clients as `infra.deploy.account.clients` does; every one of them is the account itself."""

    stacks: dict[str, dict[str, Any]] = field(default_factory=dict)
    templates: dict[str, str] = field(default_factory=dict)
    roles: set[str] = field(default_factory=set)
    made_for: list[str] = field(default_factory=list)
    links: set[str] = field(default_factory=set)
    resources: dict[str, dict[str, str]] = field(default_factory=dict)
    events: list[tuple[str, str]] = field(default_factory=list)
    change_sets: list[dict[str, str]] = field(default_factory=list)
    refusal: Exception | None = None
    refusal_to_make: Exception | None = None
    undeletable: frozenset[str] = frozenset()
    answer: Any = field(default_factory=list)
    function_error: dict[str, str] = field(default_factory=dict)
    done: list[tuple[Any, ...]] = field(default_factory=list)

    def __call__(self, _service: str, _region: str) -> Any:
        return self

    def holds(self, name: str, status: str = "CREATE_COMPLETE", **outputs: str) -> None:
        """Let a stack stand in a state."""
        told = [{"OutputKey": key, "OutputValue": value} for key, value in outputs.items()]
        self.stacks[name] = {"StackName": name, "StackStatus": status, "Outputs": told}

    def get_caller_identity(self) -> dict[str, str]:
        if self.refusal:
            raise self.refusal
        return {"Account": "123456789012", "Arn": "arn:aws:iam::123456789012:user/ada"}

    def describe_stacks(self, StackName: str) -> dict[str, Any]:  # noqa: N803 (AWS's name)
        if StackName not in self.stacks:
            message = f"Stack with id {StackName} does not exist"
            raise ClientError({"Error": {"Code": "ValidationError", "Message": message}}, "DescribeStacks")
        return {"Stacks": [self.stacks[StackName]]}

    def describe_stack_events(self, StackName: str) -> dict[str, Any]:  # noqa: N803, ARG002 (one list for all)
        # The newest first, as CloudFormation tells them.
        told = [
            {"LogicalResourceId": logical, "ResourceStatus": "CREATE_FAILED", "ResourceStatusReason": reason}
            for logical, reason in self.events
        ]
        return {"StackEvents": told}

    def describe_stack_resources(self, StackName: str) -> dict[str, Any]:  # noqa: N803
        made = self.resources.get(StackName, {})
        rows = [{"LogicalResourceId": logical, "PhysicalResourceId": physical} for logical, physical in made.items()]
        return {"StackResources": rows}

    def describe_stack_resource(self, StackName: str, LogicalResourceId: str) -> dict[str, Any]:  # noqa: N803
        return {"StackResourceDetail": {"PhysicalResourceId": f"{StackName}-{LogicalResourceId}"}}

    def invoke(self, FunctionName: str, Payload: bytes) -> dict[str, Any]:  # noqa: N803
        self.done.append(("invoke", FunctionName, Payload))
        return {"Payload": io.BytesIO(json.dumps(self.answer).encode()), **self.function_error}

    def list_change_sets(self, StackName: str) -> dict[str, Any]:  # noqa: N803, ARG002 (one list for all)
        return {"Summaries": self.change_sets}

    def get_parameters(self, Names: list[str]) -> dict[str, Any]:  # noqa: N803
        return {"InvalidParameters": [name for name in Names if name not in self.links]}

    def get_role(self, RoleName: str) -> dict[str, Any]:  # noqa: N803
        if RoleName not in self.roles:
            message = f"The role with name {RoleName} cannot be found."
            raise ClientError({"Error": {"Code": "NoSuchEntity", "Message": message}}, "GetRole")
        return {"Role": {"RoleName": RoleName}}

    def create_service_linked_role(self, AWSServiceName: str) -> None:  # noqa: N803
        if self.refusal_to_make:
            raise self.refusal_to_make
        self.made_for.append(AWSServiceName)

    def get_template(self, StackName: str, TemplateStage: str) -> dict[str, str]:  # noqa: N803
        assert TemplateStage == "Original"
        return {"TemplateBody": self.templates[StackName]}

    def create_stack(self, StackName: str, **told: Any) -> None:  # noqa: N803
        self.done.append(("create_stack", StackName))
        if self.refusal_to_make:
            raise self.refusal_to_make
        status = "CREATE_FAILED" if self.events else "CREATE_COMPLETE"
        self.holds(StackName, status, **{name: name.lower() for name in json.loads(told["TemplateBody"])["Outputs"]})

    def delete_stack(self, StackName: str) -> None:  # noqa: N803
        self.done.append(("delete_stack", StackName))
        if StackName in self.undeletable:
            self.stacks[StackName]["StackStatus"] = "DELETE_FAILED"
        else:
            del self.stacks[StackName]

    def delete_change_set(self, StackName: str, ChangeSetName: str) -> None:  # noqa: N803
        self.done.append(("delete_change_set", StackName, ChangeSetName))

    def update_termination_protection(self, StackName: str, EnableTerminationProtection: bool) -> None:  # noqa: N803
        self.done.append(("protect", StackName, EnableTerminationProtection))

    def create_invalidation(self, DistributionId: str, InvalidationBatch: dict[str, Any]) -> None:  # noqa: N803
        self.done.append(("invalidate", DistributionId, tuple(InvalidationBatch["Paths"]["Items"])))


@dataclass
class Sam:
    """Stands for SAM: remembers its commands, and lets each stack stand, or fails with what it says."""

    account: Account
    code: int = 0
    said: str = ""
    commands: list[list[str]] = field(default_factory=list)

    def __call__(self, command: Any) -> tuple[int, str]:
        self.commands.append(list(command))
        if not self.code:
            name = self.value(-1, "--stack-name")
            self.account.holds(name)
            self.account.templates[name] = Path(self.value(-1, "--template-file")).read_text()
        return self.code, self.said

    def value(self, place: int, option: str) -> str:
        """Return what an option of one command says."""
        command = self.commands[place]
        return command[command.index(option) + 1]

    @property
    def stacks(self) -> list[str]:
        """The stacks in the order they were deployed."""
        return [self.value(place, "--stack-name") for place in range(len(self.commands))]
