"""Waymark's stacks on the embedded AWS: bundles uploaded, stacks in order, and what ministack leaves undone."""

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import boto3
from botocore.config import Config

from infra import bundle
from infra.local.deploy import stacks, template
from infra.local.deploy.artifacts import Artifacts

STACKS: Final = Path("infra/stacks")
REGION: Final = "us-east-1"
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

    def shown(self) -> dict[str, str]:
        return asdict(self)


def client(service: str, endpoint: str) -> Any:
    """Return a boto3 client that acts as the emulator's root."""
    return boto3.session.Session().client(  # type: ignore[call-overload]
        service,
        endpoint_url=endpoint,
        region_name=REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",  # noqa: S106 (the emulator's fixed root key)
        config=Config(retries={"total_max_attempts": 2}, s3={"addressing_style": "path"}),
    )


def deploy(
    endpoint: str,
    *,
    graphql_endpoint: str,
    rekognition_endpoint: str,
    site_origin: str,
    say: Say,
    environment: str = "dev",
) -> Deployed:
    """Bring both stacks up to date and return what they made.

    `endpoint` is the emulator's address, `graphql_endpoint` and `rekognition_endpoint` are where the functions find
    the data plane and Rekognition. Raises `stacks.DeployError`.
    """
    formation = client("cloudformation", endpoint)
    artifacts = Artifacts(client("s3", endpoint))
    say("building the functions")
    code = artifacts.bundles(bundle.build_local())
    foundation = f"waymark-{environment}-foundation"
    backend = f"waymark-{environment}-backend"
    common = {"Environment": environment}
    _apply(formation, foundation, code, common | {"SiteOrigin": site_origin}, artifacts, say)
    _finish_foundation(endpoint, foundation)
    own = {
        "GraphqlEndpoint": graphql_endpoint,
        "RekognitionEndpoint": rekognition_endpoint,
        "ApiKeyExpires": _key_end(formation, backend),
    }
    _apply(formation, backend, code, common | own, artifacts, say)
    return _deployed(formation, foundation, backend)


def _apply(
    formation: Any, name: str, code: Mapping[str, Any], parameters: dict[str, str], artifacts: Artifacts, say: Say
) -> None:
    path = STACKS / f"{name.rpartition('-')[2]}.yaml"
    ready = template.localised(path, code)
    for logical, kind in ready.dropped.items():
        say(f"{path.stem}: without {logical} ({kind}), which the emulator lacks")
    filled = _links(ready.body, parameters["Environment"]) | parameters
    changed = stacks.deploy(formation, name, ready, filled, artifacts)
    say(f"{path.stem}: {'deployed' if changed else 'unchanged'}")


def _links(body: dict[str, Any], environment: str) -> dict[str, str]:
    """Return the parameters that other stacks' links fill, for this environment."""
    parameters = body.get("Parameters", {}).items()
    return {
        name: each["Default"].replace("/dev/", f"/{environment}/") for name, each in parameters if each["Type"] == LINK
    }


def _finish_foundation(endpoint: str, stack: str) -> None:
    """Set what ministack's CloudFormation ignores: the table's TTL and the bucket's lifecycle."""
    formation = client("cloudformation", endpoint)
    resources = template.load(STACKS / "foundation.yaml")["Resources"]
    dynamodb, s3 = client("dynamodb", endpoint), client("s3", endpoint)
    table = stacks.resource(formation, stack, "Table")
    lifetime = resources["Table"]["Properties"]["TimeToLiveSpecification"]
    if dynamodb.describe_time_to_live(TableName=table)["TimeToLiveDescription"]["TimeToLiveStatus"] != "ENABLED":
        dynamodb.update_time_to_live(TableName=table, TimeToLiveSpecification=lifetime)
    rules = resources["MediaBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    s3.put_bucket_lifecycle_configuration(
        Bucket=stacks.resource(formation, stack, "MediaBucket"),
        LifecycleConfiguration={"Rules": [_lifecycle_rule(rule) for rule in rules]},
    )


def _lifecycle_rule(rule: Mapping[str, Any]) -> dict[str, Any]:
    """Turn CloudFormation's wording of a rule into the API's."""
    told = {name: value for name, value in rule.items() if name not in {"Id", "Prefix", "Transitions"}}
    moves = [
        {"StorageClass": each["StorageClass"], "Days": each["TransitionInDays"]} for each in rule.get("Transitions", [])
    ]
    return (
        {"ID": rule["Id"], "Filter": {"Prefix": rule.get("Prefix", "")}}
        | told
        | ({"Transitions": moves} if moves else {})
    )


def _key_end(formation: Any, stack: str) -> str:
    """Return when the guests' key ends: as it was while a month is left, else 360 days ahead."""
    found = stacks.described(formation, stack) or {}
    known = {each["ParameterKey"]: each["ParameterValue"] for each in found.get("Parameters", [])}
    now = int(time.time())
    kept = int(known.get("ApiKeyExpires", 0))
    return str(kept if kept > now + 30 * DAY_SECONDS else now + 360 * DAY_SECONDS)


def _deployed(formation: Any, foundation: str, backend: str) -> Deployed:
    below, above = stacks.outputs(formation, foundation), stacks.outputs(formation, backend)
    return Deployed(
        region=REGION,
        api_id=above["ApiId"],
        api_key=above["ApiKey"],
        user_pool_id=below["UserPoolId"],
        web_client_id=below["WebClientId"],
        table_name=below["TableName"],
        media_bucket=below["MediaBucketName"],
    )
