"""Waymark's stacks on the embedded AWS: bundles uploaded, stacks in order, and what ministack leaves undone."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from infra import bundle
from infra.local.deploy import stacks, template, undone
from infra.local.deploy.artifacts import Artifacts
from infra.local.deploy.aws import REGION, client

STACKS: Final = Path("infra/stacks")
LINK: Final = "AWS::SSM::Parameter::Value<String>"
DAY_SECONDS: Final = 86_400

Say = Callable[[str], None]


@dataclass(frozen=True)
class Deployed:
    """What a client of the deployed system needs to know."""

    region: str
    api_id: str
    api_key: str
    user_pool_id: str
    web_client_id: str
    table_name: str
    media_bucket: str


def deploy(endpoint: str, *, graphql_endpoint: str, rekognition_endpoint: str, site_origin: str, say: Say) -> Deployed:
    """Bring both stacks up to date and return what they made.

    `endpoint` is the emulator's address, `graphql_endpoint` and `rekognition_endpoint` are where the functions find
    the data plane and Rekognition. Raises `stacks.DeployError`.
    """
    project = _Project(endpoint, say)
    project.apply("foundation", {"SiteOrigin": site_origin})
    undone.finish(endpoint, project.name("foundation"), template.load(STACKS / "foundation.yaml")["Resources"])
    own = {"GraphqlEndpoint": graphql_endpoint, "RekognitionEndpoint": rekognition_endpoint}
    project.apply("backend", own | {"ApiKeyExpires": project.key_end()})
    return project.deployed()


class _Project:
    """The stacks of one environment on one emulator."""

    def __init__(self, endpoint: str, say: Say, environment: str = "dev") -> None:
        self._environment = environment
        self._say = say
        self._formation = client("cloudformation", endpoint)
        self._ssm = client("ssm", endpoint)
        self._artifacts = Artifacts(client("s3", endpoint))
        say("building the functions")
        self._code = self._artifacts.bundles(bundle.build_local())

    def name(self, stack: str) -> str:
        return f"waymark-{self._environment}-{stack}"

    def apply(self, stack: str, parameters: Mapping[str, str]) -> None:
        """Make or update one stack, and say what happened."""
        ready = template.localised(STACKS / f"{stack}.yaml", self._code)
        for logical, kind in ready.dropped.items():
            self._say(f"{stack}: without {logical} ({kind}), which the emulator lacks")
        links = self._links(ready.body)
        filled = {"Environment": self._environment, **links, **parameters}
        linked = {name: self._linked(name) for name in links.values()}
        changed = stacks.deploy(self._formation, self.name(stack), ready, filled, linked, self._artifacts)
        self._say(f"{stack}: {'deployed' if changed else 'unchanged'}")

    def key_end(self) -> str:
        """Return when the guests' key ends: as it was while a month is left, else 360 days ahead."""
        found = stacks.described(self._formation, self.name("backend")) or {}
        known = {each["ParameterKey"]: each["ParameterValue"] for each in found.get("Parameters", [])}
        now = int(time.time())
        kept = int(known.get("ApiKeyExpires", 0))
        return str(kept if kept > now + 30 * DAY_SECONDS else now + 360 * DAY_SECONDS)

    def deployed(self) -> Deployed:
        below = stacks.outputs(self._formation, self.name("foundation"))
        above = stacks.outputs(self._formation, self.name("backend"))
        return Deployed(
            region=REGION,
            api_id=above["ApiId"],
            api_key=above["ApiKey"],
            user_pool_id=below["UserPoolId"],
            web_client_id=below["WebClientId"],
            table_name=below["TableName"],
            media_bucket=below["MediaBucketName"],
        )

    def _links(self, body: Mapping[str, Any]) -> dict[str, str]:
        """Return the parameters that name another stack's link, in this environment's words."""
        named = {name: each for name, each in body["Parameters"].items() if each["Type"] == LINK}
        return {name: each["Default"].replace("/dev/", f"/{self._environment}/") for name, each in named.items()}

    def _linked(self, name: str) -> str:
        try:
            return str(self._ssm.get_parameter(Name=name)["Parameter"]["Value"])
        except self._ssm.exceptions.ParameterNotFound as error:
            raise stacks.DeployError(f"The link {name} is not there: deploy the stack that makes it first.") from error
