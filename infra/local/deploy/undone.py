"""What ministack's CloudFormation silently leaves undone: the table's TTL and the bucket's lifecycle."""

from collections.abc import Mapping
from typing import Any

from infra.deploy.formation import resource
from infra.local.deploy.aws import client


def finish(endpoint: str, stack: str, resources: Mapping[str, Any]) -> None:
    """Set the TTL of `Table` and the lifecycle of `MediaBucket` as the foundation's template says."""
    stacks = client("cloudformation", endpoint)
    dynamodb, s3 = client("dynamodb", endpoint), client("s3", endpoint)
    table = resource(stacks, stack, "Table")
    if dynamodb.describe_time_to_live(TableName=table)["TimeToLiveDescription"]["TimeToLiveStatus"] != "ENABLED":
        lifetime = resources["Table"]["Properties"]["TimeToLiveSpecification"]
        dynamodb.update_time_to_live(TableName=table, TimeToLiveSpecification=lifetime)
    rules = resources["MediaBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    s3.put_bucket_lifecycle_configuration(
        Bucket=resource(stacks, stack, "MediaBucket"),
        LifecycleConfiguration={"Rules": [_rule(rule) for rule in rules]},
    )


def _rule(told: Mapping[str, Any]) -> dict[str, Any]:
    """Turn CloudFormation's wording of a rule into the API's."""
    moves = [
        {"StorageClass": move["StorageClass"], "Days": move["TransitionInDays"]} for move in told.get("Transitions", [])
    ]
    other = {"Id", "Prefix", "Transitions", "ExpiredObjectDeleteMarker"}
    rule: dict[str, Any] = {name: value for name, value in told.items() if name not in other}
    rule |= {"ID": told["Id"], "Filter": {"Prefix": told.get("Prefix", "")}}
    if moves:
        rule["Transitions"] = moves
    if "ExpiredObjectDeleteMarker" in told:
        rule["Expiration"] = {"ExpiredObjectDeleteMarker": told["ExpiredObjectDeleteMarker"]}
    return rule
