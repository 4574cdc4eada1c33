"""Waymark's stacks on the embedded AWS: the same stacks in the same order as on AWS, by the environment `dev`."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from infra import bundle, templates
from infra.deploy import environment, formation
from infra.deploy.deployment import choose_stacks, guest_key_end
from infra.deploy.errors import DeployError
from infra.local.deploy import stacks, template
from infra.local.deploy.artifacts import Artifacts
from infra.local.deploy.aws import REGION, client
from infra.local.deploy.ignored_properties import apply_ignored_properties
from infra.local.deploy.recordings import prepare_configuration

Say = Callable[[str], None]
RECORDINGS: Final = "RecordingConfigurationArn"
# A developer's environment on AWS saves the firewall's price; here it costs nothing. All of a laptop's people, its
# demo world and its tests share one address, so it may send ten times as much as one on AWS.
FIREWALL: Final = {"RequestsPerAddress": "20000"}


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
    """The web origins that may upload: the site's, and that of the hot-reloading frontend."""

    site: str
    development: str


def deploy(
    endpoint: str,
    *,
    graphql_endpoint: str,
    rekognition_endpoint: str,
    mediaconvert_endpoint: str,
    transcribe_endpoint: str,
    polly_endpoint: str,
    ivs_endpoint: str,
    chat_endpoint: str,
    origins: Origins,
    overrides: Mapping[str, str],
    say: Say,
) -> Deployed:
    """Bring the stacks up to date in the order of their links, and return what they made.

    `endpoint` is the emulator's address; the other endpoints are where the functions find the data plane, Rekognition,
    MediaConvert, Transcribe, Polly, IVS and IVS Chat; `overrides` take the place of the environment's parameters.

    Raises `DeployError`.
    """
    project = Project(endpoint, say)
    project.require_known_stacks()
    parameters = {
        "SiteOrigin": origins.site,
        "DevelopmentOrigin": origins.development,
        "GraphqlEndpoint": graphql_endpoint,
        "RekognitionEndpoint": rekognition_endpoint,
        "MediaConvertEndpoint": mediaconvert_endpoint,
        "TranscribeEndpoint": transcribe_endpoint,
        "PollyEndpoint": polly_endpoint,
        "IvsEndpoint": ivs_endpoint,
        "IvsChatEndpoint": chat_endpoint,
        "ChatUrl": chat_endpoint.replace("http://", "ws://"),
        # The database here knows no IAM; without a secret there is none, and ordering is closed.
        "DatabaseSignIn": "secret",
        **overrides,
    }
    for stack, given in project.list_chosen_stacks().items():
        project.deploy(stack, given | parameters | project.prepare(stack, ivs_endpoint))
    return project.read_deployed()


class Project:
    """The stacks of one environment on one emulator."""

    def __init__(self, endpoint: str, say: Say, name: str = "dev") -> None:
        self._endpoint = endpoint
        self._environment = name
        self._say = say
        self._formation = client("cloudformation", endpoint)
        self._ssm = client("ssm", endpoint)
        self._artifacts = Artifacts(client("s3", endpoint))
        self.bodies = templates.compose()
        say("building the functions")
        self._code = self._artifacts.bundles(bundle.build_local())

    def name(self, stack: str) -> str:
        return f"waymark-{self._environment}-{stack}"

    def list_chosen_stacks(self) -> dict[str, dict[str, str]]:
        """Return the environment's stacks in the order of their links, each with the parameters it is given."""
        settings = environment.read(self._environment)
        settings.stacks.setdefault("security", FIREWALL)
        return {stack: settings.stacks[stack] for stack in choose_stacks(settings, self.bodies, ())}

    def require_known_stacks(self) -> None:
        """Raise `DeployError` where the emulator has a stack that no template makes any more."""
        found = {each["StackName"] for each in self._formation.describe_stacks()["Stacks"]}
        ours = {each for each in found if each.startswith(self.name(""))}
        unknown = sorted(ours - {self.name(stack) for stack in self.bodies})
        if unknown:
            raise DeployError(
                f"The local data has stacks of another version: {', '.join(unknown)}. Drop it with: make clean"
            )

    def deploy(self, stack: str, parameters: Mapping[str, str]) -> None:
        """Make or update one stack as its template says, with those of the parameters that it has."""
        found = formation.parameters(formation.describe_stack(self._formation, self.name(stack)))
        every = {"ApiKeyExpires": guest_key_end(found, time.time()), **parameters}
        known = {name: value for name, value in every.items() if name in self.bodies[stack]["Parameters"]}
        self.apply(stack, self.localise(stack), known)
        apply_ignored_properties(self._endpoint, self.name(stack), self.bodies[stack]["Resources"])

    def prepare(self, stack: str, ivs_endpoint: str) -> dict[str, str]:
        """Return parameters for what a stack makes on AWS, and the emulator's CloudFormation lacks."""
        if RECORDINGS not in self.bodies[stack]["Parameters"]:
            return {}
        bucket = self._read_link(f"/waymark/{self._environment}/media-bucket")
        return {RECORDINGS: prepare_configuration(ivs_endpoint, bucket)}

    def localise(self, stack: str) -> template.Template:
        """Return a stack's template as the emulator can take it."""
        return template.localise(self.bodies[stack], self._code)

    def apply(self, stack: str, ready: template.Template, parameters: Mapping[str, str]) -> None:
        """Make a stack or bring it up to a template, and say what happened; raises `DeployError`."""
        links = templates.list_consumed_links(ready.body, self._environment)
        filled = {"Environment": self._environment, **links, **parameters}
        linked = {name: self._read_link(name) for name in links.values()}
        changed = stacks.deploy(self._formation, self.name(stack), ready, filled, linked, self._artifacts)
        if changed:
            for why, names in group_by_reason(ready.dropped).items():
                self._say(f"{stack}: without {', '.join(names)} ({why})")
        self._say(f"{stack}: {'deployed' if changed else 'unchanged'}")

    def read_deployed(self) -> Deployed:
        """Return what clients need of what the stacks put out."""
        outputs: dict[str, Any] = {}
        for stack in self.list_chosen_stacks():
            outputs |= formation.outputs(formation.describe_stack(self._formation, self.name(stack)))
        return Deployed(
            region=REGION,
            api_id=outputs["ApiId"],
            api_key=outputs["ApiKey"],
            user_pool_id=outputs["UserPoolId"],
            web_client_id=outputs["WebClientId"],
            table_name=outputs["TableName"],
            media_bucket=outputs["MediaBucketName"],
        )

    def _read_link(self, name: str) -> str:
        try:
            return str(self._ssm.get_parameter(Name=name)["Parameter"]["Value"])
        except self._ssm.exceptions.ParameterNotFound as error:
            raise DeployError(f"The link {name} is not there: deploy the stack that makes it first.") from error


def group_by_reason(dropped: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the names of dropped resources by the reason that they share."""
    return {why: [name for name, each in dropped.items() if each == why] for why in dict.fromkeys(dropped.values())}
