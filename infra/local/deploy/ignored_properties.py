"""Properties that ministack's CloudFormation ignores: a table's TTL and a bucket's lifecycle, set by their own APIs."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from infra.deploy.formation import resource
from infra.local.deploy.aws import client


def apply_ignored_properties(endpoint: str, stack: str, resources: Mapping[str, Any]) -> None:
    """Set what a deployed stack's template says and ministack did not."""
    formation = client("cloudformation", endpoint)
    for logical, each in resources.items():
        apply = _APPLY.get(each["Type"])
        if apply:
            apply(endpoint, resource(formation, stack, logical), each.get("Properties", {}))


def _set_time_to_live(endpoint: str, table: str, properties: Mapping[str, Any]) -> None:
    if "TimeToLiveSpecification" not in properties:
        return
    dynamodb = client("dynamodb", endpoint)
    if dynamodb.describe_time_to_live(TableName=table)["TimeToLiveDescription"]["TimeToLiveStatus"] != "ENABLED":
        dynamodb.update_time_to_live(TableName=table, TimeToLiveSpecification=properties["TimeToLiveSpecification"])


def _set_lifecycle(endpoint: str, bucket: str, properties: Mapping[str, Any]) -> None:
    rules = properties.get("LifecycleConfiguration", {}).get("Rules", [])
    if rules:
        configuration = {"Rules": [to_api_rule(rule) for rule in rules]}
        client("s3", endpoint).put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration=configuration)


_APPLY: Final[Mapping[str, Callable[[str, str, Mapping[str, Any]], None]]] = {
    "AWS::DynamoDB::Table": _set_time_to_live,
    "AWS::S3::Bucket": _set_lifecycle,
}


def to_api_rule(rule: Mapping[str, Any]) -> dict[str, Any]:
    """Turn CloudFormation's wording of a lifecycle rule into S3's."""
    transitions = [
        {"StorageClass": each["StorageClass"], "Days": each["TransitionInDays"]} for each in rule.get("Transitions", [])
    ]
    other = {"Id", "Prefix", "Transitions", "ExpiredObjectDeleteMarker", "ExpirationInDays"}
    api_rule: dict[str, Any] = {name: value for name, value in rule.items() if name not in other}
    api_rule |= {"ID": rule["Id"], "Filter": {"Prefix": rule.get("Prefix", "")}}
    if transitions:
        api_rule["Transitions"] = transitions
    if "ExpirationInDays" in rule:
        api_rule["Expiration"] = {"Days": rule["ExpirationInDays"]}
    if "ExpiredObjectDeleteMarker" in rule:
        api_rule["Expiration"] = {"ExpiredObjectDeleteMarker": rule["ExpiredObjectDeleteMarker"]}
    return api_rule
