"""Table, bucket and people: kept, protected, and shaped as the code expects."""

import re
from collections.abc import Iterator
from typing import Any, Final

from infra.rules.finding import Finding, rule
from infra.rules.project import Placed, Project, ref

TABLE: Final = "AWS::DynamoDB::Table"
BUCKET: Final = "AWS::S3::Bucket"
STATEFUL: Final = (TABLE, BUCKET, "AWS::SecretsManager::Secret", "AWS::Cognito::UserPool")
PHYSICAL: Final = ("BucketName", "TableName", "QueueName", "FunctionName", "RoleName", "TopicName", "UserPoolName")
PUBLIC_BLOCKS: Final = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
INDEX: Final = re.compile(r"\bindex=(\d)")


@rule
def what_lives_is_kept(project: Project) -> Iterator[Finding]:
    for kind in STATEFUL:
        for each in project.every(kind):
            kept = each.body.get("DeletionPolicy"), each.body.get("UpdateReplacePolicy")
            if kept not in {("Retain", "Retain"), ("RetainExceptOnCreate", "Retain")}:
                yield Finding("D03", each.where, "DeletionPolicy and UpdateReplacePolicy must be Retain.")


@rule
def nothing_has_a_fixed_name(project: Project) -> Iterator[Finding]:
    for stack, body in project.stacks.items():
        for name, resource in body["Resources"].items():
            is_its_own = resource["Type"] in {TABLE, BUCKET, "AWS::SQS::Queue", "AWS::IAM::Role"}
            owned = {*PHYSICAL} if is_its_own or resource["Type"].startswith("AWS::Serverless") else set()
            for each in sorted(owned & set(resource.get("Properties", {}))):
                yield Finding("S06", f"{stack}.{name}", f"{each} is fixed: it can't be replaced, nor made again.")


@rule
def the_table_is_protected(project: Project) -> Iterator[Finding]:
    for table in project.every(TABLE):
        told = table.properties
        if not told.get("PointInTimeRecoverySpecification", {}).get("PointInTimeRecoveryEnabled"):
            yield Finding("D01", table.where, "Point-in-time recovery is off.")
        if not told.get("DeletionProtectionEnabled"):
            yield Finding("D04", table.where, "Deletion protection is off.")
        if told.get("StreamSpecification", {}).get("StreamViewType") != "NEW_AND_OLD_IMAGES":
            yield Finding("D06", table.where, "The stream's reader compares NEW_AND_OLD_IMAGES.")
    for pool in project.every("AWS::Cognito::UserPool"):
        if pool.properties.get("DeletionProtection") != "ACTIVE":
            yield Finding("D04", pool.where, "Deletion protection is off.")


@rule
def the_table_has_the_keys_that_code_uses(project: Project) -> Iterator[Finding]:
    used = {f"GSI{number}" for text in project.sources.values() for number in INDEX.findall(text)}
    for table in project.every(TABLE):
        told = {each["IndexName"]: each for each in table.properties.get("GlobalSecondaryIndexes", [])}
        for name in sorted(used - set(told)):
            yield Finding("D02", table.where, f"The code queries {name}, which the table lacks.")
        for name, index in told.items():
            if [each["AttributeName"] for each in index["KeySchema"]] != [f"{name}PK", f"{name}SK"]:
                yield Finding("D02", table.where, f"The keys of {name} are {name}PK and {name}SK.")
        lifetime = table.properties.get("TimeToLiveSpecification", {})
        if (lifetime.get("AttributeName"), lifetime.get("Enabled")) != ("expiresAt", True):
            yield Finding("D05", table.where, "Items end by expiresAt: enable TTL on it.")


ORIGINS: Final = [
    {"Ref": "SiteOrigin"},
    {"Fn::If": ["HasDevelopmentOrigin", {"Ref": "DevelopmentOrigin"}, {"Ref": "AWS::NoValue"}]},
]
# Where the worker keeps originals, and what it makes of them.
KEPT: Final = frozenset({"uploads/", "variants/"})


@rule
def buckets_are_private(project: Project) -> Iterator[Finding]:
    for bucket in project.every(BUCKET):
        blocks = bucket.properties.get("PublicAccessBlockConfiguration", {})
        if not all(blocks.get(name) is True for name in PUBLIC_BLOCKS):
            yield Finding("S01", bucket.where, "All four public-access blocks must be on.")
        if "BucketEncryption" not in bucket.properties:
            yield Finding("S09", bucket.where, "Its objects are not encrypted.")
        if "LifecycleConfiguration" not in bucket.properties:
            yield Finding("S07", bucket.where, "Without lifecycle rules its cost only grows.")
        if not _is_tls_only(project, bucket):
            yield Finding("S08", bucket.where, "Its policy must deny requests without TLS.")


@rule
def the_upload_bucket_answers_one_origin(project: Project) -> Iterator[Finding]:
    for bucket in project.every(BUCKET, "foundation"):
        told = bucket.properties
        rules = told.get("CorsConfiguration", {}).get("CorsRules", [])
        if not any("POST" in each["AllowedMethods"] for each in rules):
            yield Finding("S02", bucket.where, "A browser's upload needs a CORS rule for POST.")
        lifecycle = told.get("LifecycleConfiguration", {}).get("Rules", [])
        moved = {each.get("Prefix") for each in lifecycle if "Transitions" in each}
        for prefix in sorted(KEPT - moved):
            yield Finding("S10", bucket.where, f"What lies under {prefix} stays in the dearest class for ever.")
        for each in rules:
            if each["AllowedOrigins"] != ORIGINS:
                yield Finding("S03", bucket.where, "CORS is for exactly the site's origin, and a developer's own.")
        if not told.get("NotificationConfiguration", {}).get("EventBridgeConfiguration", {}).get("EventBridgeEnabled"):
            yield Finding("S04", bucket.where, "Uploads start nothing while EventBridge is off.")
        if told.get("VersioningConfiguration", {}).get("Status") != "Enabled":
            yield Finding("S05", bucket.where, "The worker pins a version: versioning must be on.")


@rule
def people_sign_in_without_sending_passwords(project: Project) -> Iterator[Finding]:
    for client in project.every("AWS::Cognito::UserPoolClient"):
        flows = client.properties.get("ExplicitAuthFlows", [])
        if "ALLOW_USER_SRP_AUTH" not in flows or "ALLOW_REFRESH_TOKEN_AUTH" not in flows:
            yield Finding("A01", client.where, "The web signs in by SRP and stays by refreshing: allow both.")
        if "ALLOW_USER_PASSWORD_AUTH" in flows or "ALLOW_ADMIN_USER_PASSWORD_AUTH" in flows:
            yield Finding("A02", client.where, "No flow may send the password itself.")
        if client.properties.get("GenerateSecret"):
            yield Finding("A02", client.where, "A browser cannot keep a client secret.")


def _is_tls_only(project: Project, bucket: Placed) -> bool:
    statements: list[dict[str, Any]] = [
        statement
        for policy in project.every("AWS::S3::BucketPolicy", bucket.stack)
        if ref(policy.properties["Bucket"]) == bucket.name
        for statement in policy.properties["PolicyDocument"]["Statement"]
    ]
    return any(
        each["Effect"] == "Deny" and each.get("Condition", {}).get("Bool", {}).get("aws:SecureTransport") == "false"
        for each in statements
    )
