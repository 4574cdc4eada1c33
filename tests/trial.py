"""Waymark's stacks in an environment and on an emulator of their own: changed, broken, deleted, made again."""

import json
import time
from collections.abc import Callable
from typing import Any

from infra.deploy import formation
from infra.local.deploy.project import Project
from infra.local.deploy.recordings import NO_CONFIGURATION
from tests.emulator import ORIGIN, VECTOR_INDEX, Emulator

GUEST: dict[str, Any] = {"identity": None, "source": None, "request": {"headers": {}}, "prev": None, "stash": {}}

Change = Callable[[dict[str, Any]], None]


class Trial:
    """The environment `trial`; every stack can be deployed as it is, or with a change of its resources."""

    def __init__(self, aws: Emulator) -> None:
        self.aws = aws
        self.said: list[str] = []
        self.formation = aws.client("cloudformation")
        self._project = Project(aws.url, self.said.append, "trial")

    def deploy(self, stack: str, change: Change | None = None, **parameters: str) -> None:
        """Deploy a stack; `change` may alter its resources before."""
        if stack == "delivery":  # it starts staging's build beside this environment's
            name = "/waymark/staging/deploy-project"
            self.aws.client("ssm").put_parameter(Name=name, Value="Deploy", Type="String", Overwrite=True)
        ready = self._project.localise(stack)
        if change:
            change(ready.body["Resources"])
        self._project.apply(stack, ready, self._parameters_of(stack) | parameters)

    def delete(self, stack: str) -> None:
        """Delete a stack, and wait until it is gone."""
        self.formation.delete_stack(StackName=self._project.name(stack))
        until = time.monotonic() + 60
        while self.sees(stack):
            assert time.monotonic() < until, f"{stack} does not go."
            time.sleep(0.1)

    def sees(self, stack: str) -> dict[str, Any] | None:
        return formation.describe_stack(self.formation, self._project.name(stack))

    def status(self, stack: str) -> str:
        return str((self.sees(stack) or {"StackStatus": "GONE"})["StackStatus"])

    def outputs(self, stack: str) -> dict[str, str]:
        return formation.outputs(self.sees(stack))

    def resource(self, logical: str, stack: str = "social") -> str:
        return formation.resource(self.formation, self._project.name(stack), logical)

    def asks(self, field: str, **arguments: Any) -> dict[str, Any]:
        """Ask the platform function as AppSync would, as a guest; a failed function answers with `errorMessage`."""
        info = {"fieldName": field, "parentTypeName": "Query", "variables": {}, "selectionSetList": ["handle"]}
        event = json.dumps(GUEST | {"arguments": arguments, "info": info})
        answer = self.aws.client("lambda").invoke(
            FunctionName=self.resource("PlatformFunction", "platform"), Payload=event
        )
        return dict(json.loads(answer["Payload"].read()))

    def signs_up(self, email: str) -> str:
        """Sign somebody up by the deployed pool and its trigger, and return their handle."""
        told = self.outputs("foundation")
        cognito, who = self.aws.client("cognito-idp"), {"ClientId": told["WebClientId"], "Username": email}
        cognito.sign_up(**who, Password="Correct-Horse-9", UserAttributes=[{"Name": "email", "Value": email}])
        cognito.confirm_sign_up(**who, ConfirmationCode="123456")
        items = self.aws.client("dynamodb").scan(TableName=told["TableName"])["Items"]
        return str(next(each["handle"]["S"] for each in items if "handle" in each))

    def _parameters_of(self, stack: str) -> dict[str, str]:
        """Return what a stack must be told in this environment."""
        every = {
            "foundation": {"SiteOrigin": ORIGIN, "AlarmEmail": "operations@example.org"},
            "security": {"SiteOrigin": ORIGIN},
            "learning": {"VectorIndexArn": VECTOR_INDEX},
            "video": {"RecordingConfigurationArn": NO_CONFIGURATION},
            "orders": {"DatabaseSignIn": "secret"},
            "delivery": {
                "ConnectionArn": "arn:aws:codeconnections:us-east-1:123456789012:connection/x",
                "Repository": "waymark/waymark",
            },
        }
        if stack == "frontend":
            bucket = self.outputs("foundation")["MediaBucketName"]
            media = {"MediaBucketName": bucket, "MediaPublicKeys": "K2TESTMEDIAKEY"}
            return {"DomainName": "site.example.org", "HostedZoneId": self._zone(), **media}
        return every.get(stack, {})

    def _zone(self) -> str:
        route53 = self.aws.client("route53")
        found = [each["Id"] for each in route53.list_hosted_zones()["HostedZones"]]
        if not found:
            made = route53.create_hosted_zone(Name="example.org", CallerReference="trial")
            found = [made["HostedZone"]["Id"]]
        return str(found[0]).rpartition("/")[2]
