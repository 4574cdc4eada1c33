"""What CloudFormation itself calls to make, read, change and delete our resources, as its registry says."""

from collections.abc import Iterable
from functools import cache
from typing import Final

from cfnlint.schema import PROVIDER_SCHEMA_MANAGER

REGION: Final = "us-east-1"
# Listing is for imports and scans, which no deploy does.
USED: Final = frozenset({"create", "read", "update", "delete"})
# Handlers name what every feature of a type could call. None of our resources uses these services …
UNUSED_SERVICES: Final = frozenset(
    {
        *("acm-pca", "amplify", "apprunner", "bedrock-agentcore", "billing", "elasticfilesystem"),
        *("elasticloadbalancing", "firehose", "kinesis", "payments", "s3files", "s3tables", "vpc-lattice", "vpce"),
    }
)
# … nor these actions: imports, replicas, streams to Kinesis, code signing, replication, metadata tables, grants,
# transfers of addresses, VPNs, private NAT;
# and none may read or write what people keep here.
UNUSED: Final = frozenset(
    {
        # Streams of answers, and domains of private networks.
        *("apigateway:AddCertificateToDomain", "apigateway:RemoveCertificateFromDomain"),
        *("appsync:PutGraphqlApiEnvironmentVariables",),
        # Requests of the API that IAM knows under another name.
        *("cloudfront:CreateDistributionWithTags", "s3:DeleteBucketCors", "s3:DeleteBucketEncryption"),
        *("s3:DeleteBucketLifecycle",),
        *("cloudfront:CreateConnectionGroup", "cloudfront:GetConnectionGroup", "cloudfront:GetVpcOrigin"),
        *("cloudfront:UpdateDistributionWithStagingConfig", "cognito-idp:AddCustomAttributes"),
        *("dynamodb:AssociateTableReplica", "dynamodb:BatchWriteItem", "dynamodb:CreateTableReplica"),
        *("dynamodb:DeleteItem", "dynamodb:DescribeImport", "dynamodb:DisableKinesisStreamingDestination"),
        *("dynamodb:EnableKinesisStreamingDestination", "dynamodb:GetItem", "dynamodb:ImportTable", "dynamodb:PutItem"),
        *("dynamodb:DeleteResourcePolicy", "dynamodb:PutResourcePolicy", "dynamodb:Query", "dynamodb:Scan"),
        *("dynamodb:UpdateItem", "dynamodb:UpdateKinesisStreamingDestination"),
        *("ec2:AcceptAddressTransfer", "ec2:AssignPrivateNatGatewayAddress", "ec2:AssociateAddress"),
        *("ec2:AssociateNatGatewayAddress", "ec2:AssociateSubnetCidrBlock", "ec2:AttachVpnGateway"),
        *("ec2:AssociateVerifiedAccessInstanceWebAcl", "ec2:DescribeVerifiedAccessInstanceWebAclAssociations"),
        *("ec2:DisassociateVerifiedAccessInstanceWebAcl", "ec2:GetVerifiedAccessInstanceWebAcl"),
        *("ec2:CreateVpcEncryptionControl", "ec2:DescribeVpcEncryptionControls", "ec2:DetachVpnGateway"),
        *("ec2:DisassociateNatGatewayAddress", "ec2:DisassociateSubnetCidrBlock", "ec2:ModifyVpcTenancy"),
        *("ec2:UnassignPrivateNatGatewayAddress",),
        *("iam:DeleteRolePermissionsBoundary", "iam:DescribeOrganization", "iam:ListRoles"),
        *("kms:CreateGrant", "kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom"),
        *("kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptTo", "kms:RevokeGrant", "kms:ListAliases"),
        *("lambda:AssociateRuntimeAlias", "lambda:DeleteFunctionCodeSigningConfig", "lambda:GetCodeSigningConfig"),
        *("lambda:GetLayerVersion", "lambda:PassCapacityProvider", "lambda:PutFunctionCodeSigningConfig"),
        *("lambda:PutFunctionScalingConfig", "lambda:PutFunctionRecursionConfig", "lambda:PublishVersion"),
        *("logs:AssociateKmsKey", "logs:DisassociateKmsKey", "logs:CreateLogStream", "logs:PutLogEvents"),
        *("logs:DeleteIndexPolicy", "logs:PutIndexPolicy", "logs:DeleteDataProtectionPolicy"),
        *("logs:PutDataProtectionPolicy", "logs:PutBearerTokenAuthentication", "logs:DescribeLogStreams"),
        *("logs:DeleteResourcePolicy", "logs:PutLogGroupDeletionProtection"),
        *("rds:AddRoleToDBInstance", "rds:CreateDBInstanceReadReplica", "rds:PromoteReadReplica"),
        *("rds:RemoveRoleFromDBInstance", "rds:StartDBInstanceAutomatedBackupsReplication"),
        *("rds:RestoreDBInstanceFromDBSnapshot", "rds:RestoreDBInstanceToPointInTime"),
        *("rds:StopDBInstanceAutomatedBackupsReplication",),
        *("s3:CreateBucketMetadataTableConfiguration", "s3:DeleteBucketMetadataTableConfiguration"),
        *("s3:DeleteBucketReplication", "s3:DeleteBucketWebsite", "s3:DeleteObject", "s3:GetObjectMetadata"),
        *("s3:PutBucketAcl", "s3:PutBucketObjectLockConfiguration", "s3:PutBucketReplication"),
        *("s3:PutBucketWebsite", "s3:PutObjectAcl", "s3:PutObjectLockConfiguration", "s3:PutReplicationConfiguration"),
        *("s3:PutBucketAbac", "s3:PutAccelerateConfiguration", "s3:PutAnalyticsConfiguration"),
        *("s3:PutIntelligentTieringConfiguration", "s3:PutInventoryConfiguration", "s3:PutMetricsConfiguration"),
        *("s3:DeleteBucketAnalyticsConfiguration", "s3:DeleteBucketMetricsConfiguration", "s3:REST.PUT.OBJECT"),
        *("s3:UpdateBucketMetadataAnnotationTableConfiguration", "s3:UpdateBucketMetadataInventoryTableConfiguration"),
        *("s3:UpdateBucketMetadataJournalTableConfiguration",),
        *("secretsmanager:GetSecretValue", "secretsmanager:RemoveRegionsFromReplication"),
        *("secretsmanager:ReplicateSecretToRegions",),
        *("cloudformation:ListExports", "sts:AssumeRole"),  # which IVS names for its recording configurations
        *("sns:GetDataProtectionPolicy", "sns:PutDataProtectionPolicy", "wafv2:PutPermissionPolicy"),
    }
)


@cache
def _actions_of(kind: str) -> frozenset[str]:
    """Return the actions that CloudFormation calls for a resource type, as far as we use it."""
    handlers = PROVIDER_SCHEMA_MANAGER.get_resource_schema(REGION, kind).schema.get("handlers", {})
    return frozenset(
        action
        for name, handler in handlers.items()
        if name in USED
        for action in handler["permissions"]
        if action.partition(":")[0] not in UNUSED_SERVICES and action not in UNUSED
    )


def actions_called_for(kinds: Iterable[str]) -> frozenset[str]:
    """Return the actions that CloudFormation calls for some resource types."""
    return frozenset(action for kind in set(kinds) for action in _actions_of(kind))
