"""Waymark's stacks on the embedded AWS: bundles uploaded, stacks in order, and what ministack leaves undone."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from infra import bundle, templates
from infra.deploy import formation
from infra.deploy.deployment import guest_key_end
from infra.deploy.errors import DeployError
from infra.local.deploy import stacks, template, undone
from infra.local.deploy.artifacts import Artifacts
from infra.local.deploy.aws import REGION, client

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


@dataclass(frozen=True)
class Origins:
    """The web origins that may upload: the site's, and that of its hot-reloading twin."""

    site: str
    development: str


def deploy(endpoint: str, *, graphql_endpoint: str, rekognition_endpoint: str, origins: Origins, say: Say) -> Deployed:
    """Bring both stacks up to date and return what they made.

    `endpoint` is the emulator's address, `graphql_endpoint` and `rekognition_endpoint` are where the functions find
    the data plane and Rekognition. Raises `DeployError`.
    """
    project = Project(endpoint, say)
    project.apply("foundation", {"SiteOrigin": origins.site, "DevelopmentOrigin": origins.development})
    below = templates.load(templates.STACKS / "foundation.yaml")
    undone.finish(endpoint, project.name("foundation"), below["Resources"])
    own = {"GraphqlEndpoint": graphql_endpoint, "RekognitionEndpoint": rekognition_endpoint}
    project.apply("backend", own | {"ApiKeyExpires": project.key_end()})
    return project.deployed()


class Project:
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
        """Make or update one stack as its template says."""
        self.bring(stack, self.localised(stack), parameters)

    def localised(self, stack: str) -> template.Template:
        """Return a stack's template as the emulator can take it."""
        return template.localised(templates.STACKS / f"{stack}.yaml", self._code)

    def bring(self, stack: str, ready: template.Template, parameters: Mapping[str, str]) -> None:
        """Make a stack or bring it up to a template, and say what happened; raises `DeployError`."""
        for logical, why in ready.dropped.items():
            self._say(f"{stack}: without {logical} ({why})")
        links = templates.consumed(ready.body, self._environment)
        filled = {"Environment": self._environment, **links, **parameters}
        linked = {name: self._linked(name) for name in links.values()}
        changed = stacks.deploy(self._formation, self.name(stack), ready, filled, linked, self._artifacts)
        self._say(f"{stack}: {'deployed' if changed else 'unchanged'}")

    def key_end(self) -> str:
        """Return when the guests' key ends."""
        found = formation.described(self._formation, self.name("backend"))
        return guest_key_end(formation.parameters(found), time.time())

    def deployed(self) -> Deployed:
        below = formation.outputs(formation.described(self._formation, self.name("foundation")))
        above = formation.outputs(formation.described(self._formation, self.name("backend")))
        return Deployed(
            region=REGION,
            api_id=above["ApiId"],
            api_key=above["ApiKey"],
            user_pool_id=below["UserPoolId"],
            web_client_id=below["WebClientId"],
            table_name=below["TableName"],
            media_bucket=below["MediaBucketName"],
        )

    def _linked(self, name: str) -> str:
        try:
            return str(self._ssm.get_parameter(Name=name)["Parameter"]["Value"])
        except self._ssm.exceptions.ParameterNotFound as error:
            raise DeployError(f"The link {name} is not there: deploy the stack that makes it first.") from error
