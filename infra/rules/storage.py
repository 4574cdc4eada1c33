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
def check_stateful_resources_are_retained(project: Project) -> Iterator[Finding]:
    """People's data must outlive its stack."""
    for kind in STATEFUL:
        for each in project.resources(kind):
            kept = each.body.get("DeletionPolicy"), each.body.get("UpdateReplacePolicy")
            if kept not in {("Retain", "Retain"), ("RetainExceptOnCreate", "Retain")}:
                yield Finding("D03", each.where, "DeletionPolicy and UpdateReplacePolicy must be Retain.")


@rule
def check_names_are_generated(project: Project) -> Iterator[Finding]:
    """A fixed name refuses the next create of a resource that was retained."""
    for stack, body in project.stacks.items():
        for name, resource in body["Resources"].items():
            is_its_own = resource["Type"] in {TABLE, BUCKET, "AWS::SQS::Queue", "AWS::IAM::Role"}
            owned = {*PHYSICAL} if is_its_own or resource["Type"].startswith("AWS::Serverless") else set()
            for each in sorted(owned & set(resource.get("Properties", {}))):
                yield Finding("S06", f"{stack}.{name}", f"{each} is fixed: it can't be replaced, nor made again.")


@rule
def check_table_is_protected(project: Project) -> Iterator[Finding]:
    """A wrong delete must be refused, or undone."""
    for table in project.resources(TABLE):
        properties = table.properties
        if not properties.get("PointInTimeRecoverySpecification", {}).get("PointInTimeRecoveryEnabled"):
            yield Finding("D01", table.where, "Point-in-time recovery is off.")
        if not properties.get("DeletionProtectionEnabled"):
            yield Finding("D04", table.where, "Deletion protection is off.")
        if properties.get("StreamSpecification", {}).get("StreamViewType") != "NEW_AND_OLD_IMAGES":
            yield Finding("D06", table.where, "The stream's reader compares NEW_AND_OLD_IMAGES.")
    for pool in project.resources("AWS::Cognito::UserPool"):
        if pool.properties.get("DeletionProtection") != "ACTIVE":
            yield Finding("D04", pool.where, "Deletion protection is off.")


@rule
def check_table_keys(project: Project) -> Iterator[Finding]:
    """A query of an index that is not there fails when somebody asks for it."""
    used = {f"GSI{number}" for text in project.sources.values() for number in INDEX.findall(text)}
    for table in project.resources(TABLE):
        indexes = {each["IndexName"]: each for each in table.properties.get("GlobalSecondaryIndexes", [])}
        for name in sorted(used - set(indexes)):
            yield Finding("D02", table.where, f"The code queries {name}, which the table lacks.")
        for name, index in indexes.items():
            if [each["AttributeName"] for each in index["KeySchema"]] != [f"{name}PK", f"{name}SK"]:
                yield Finding("D02", table.where, f"The keys of {name} are {name}PK and {name}SK.")
        lifetime = table.properties.get("TimeToLiveSpecification", {})
        if (lifetime.get("AttributeName"), lifetime.get("Enabled")) != ("expiresAt", True):
            yield Finding("D05", table.where, "Items end by expiresAt: enable TTL on it.")


@rule
def check_index_projections(project: Project) -> Iterator[Finding]:
    """An index that copies what people write is written again with every change of it."""
    for table in project.resources(TABLE):
        indexes = table.properties.get("GlobalSecondaryIndexes", [])
        projections = [each["Projection"] for each in indexes]
        if any(each.get("ProjectionType") != "INCLUDE" or each != projections[0] for each in projections):
            yield Finding("D07", table.where, "All indexes must project one list of attributes (INCLUDE).")


ORIGINS: Final = [
    {"Ref": "SiteOrigin"},
    {"Fn::If": ["HasDevelopmentOrigin", {"Ref": "DevelopmentOrigin"}, {"Ref": "AWS::NoValue"}]},
]
# Where the worker keeps originals, and what it makes of them.
KEPT: Final = frozenset({"uploads/", "variants/"})


@rule
def check_buckets_are_private(project: Project) -> Iterator[Finding]:
    """A public bucket shows everybody's originals, with the places where they were taken."""
    for bucket in project.resources(BUCKET):
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
def check_upload_bucket(project: Project) -> Iterator[Finding]:
    """Browsers upload directly, so the bucket itself must know the site, its versions and its cost."""
    for bucket in project.resources(BUCKET, "foundation"):
        properties = bucket.properties
        rules = properties.get("CorsConfiguration", {}).get("CorsRules", [])
        if not any("POST" in each["AllowedMethods"] for each in rules):
            yield Finding("S02", bucket.where, "A browser's upload needs a CORS rule for POST.")
        lifecycle = properties.get("LifecycleConfiguration", {}).get("Rules", [])
        moved = {each.get("Prefix") for each in lifecycle if "Transitions" in each or "ExpirationInDays" in each}
        for prefix in sorted(KEPT - moved):
            yield Finding("S10", bucket.where, f"What lies under {prefix} stays in the dearest class for ever.")
        for each in rules:
            if each["AllowedOrigins"] != ORIGINS:
                yield Finding("S03", bucket.where, "CORS is for exactly the site's origin, and a developer's own.")
        if (
            not properties.get("NotificationConfiguration", {})
            .get("EventBridgeConfiguration", {})
            .get("EventBridgeEnabled")
        ):
            yield Finding("S04", bucket.where, "Uploads start nothing while EventBridge is off.")
        if properties.get("VersioningConfiguration", {}).get("Status") != "Enabled":
            yield Finding("S05", bucket.where, "The worker pins a version: versioning must be on.")


@rule
def check_sign_in_flows(project: Project) -> Iterator[Finding]:
    """Passwords that are never sent are never logged."""
    for client in project.resources("AWS::Cognito::UserPoolClient"):
        flows = client.properties.get("ExplicitAuthFlows", [])
        if "ALLOW_USER_SRP_AUTH" not in flows:
            yield Finding("A01", client.where, "The web signs in by SRP: allow it.")
        if "ALLOW_USER_PASSWORD_AUTH" in flows or "ALLOW_ADMIN_USER_PASSWORD_AUTH" in flows:
            yield Finding("A02", client.where, "No flow may send the password itself.")
        if client.properties.get("GenerateSecret"):
            yield Finding("A02", client.where, "A browser cannot keep a client secret.")


@rule
def check_refresh_tokens(project: Project) -> Iterator[Finding]:
    """A refresh token that was copied stops working once its owner has used theirs."""
    for client in project.resources("AWS::Cognito::UserPoolClient"):
        if client.properties.get("RefreshTokenRotation", {}).get("Feature") != "ENABLED":
            yield Finding("A03", client.where, "Refresh tokens must rotate.")
        if "ALLOW_REFRESH_TOKEN_AUTH" in client.properties.get("ExplicitAuthFlows", []):
            yield Finding("A03", client.where, "Tokens that rotate are not renewed by REFRESH_TOKEN_AUTH.")


@rule
def check_second_factor(project: Project) -> Iterator[Finding]:
    """A password that was guessed or reused elsewhere is not enough for who wants more."""
    for pool in project.resources("AWS::Cognito::UserPool"):
        offered = pool.properties.get("MfaConfiguration") in {"OPTIONAL", "ON"}
        if not offered or "SOFTWARE_TOKEN_MFA" not in pool.properties.get("EnabledMfas", []):
            yield Finding("A04", pool.where, "Offer codes of an authenticator app.")


def _is_tls_only(project: Project, bucket: Placed) -> bool:
    statements: list[dict[str, Any]] = [
        statement
        for policy in project.resources("AWS::S3::BucketPolicy", bucket.stack)
        if ref(policy.properties["Bucket"]) == bucket.name
        for statement in policy.properties["PolicyDocument"]["Statement"]
    ]
    return any(
        each["Effect"] == "Deny" and each.get("Condition", {}).get("Bool", {}).get("aws:SecureTransport") == "false"
        for each in statements
    )
