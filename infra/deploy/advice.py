"""What to do next, for what AWS says when a deploy stops."""

import re
from typing import Final

# What AWS or SAM says, and the next step; the first that fits is told.
STEPS: Final[tuple[tuple[str, str], ...]] = (
    (
        r"Unable to locate credentials|NoCredentials|Partial credentials",
        (
            "There are no AWS credentials. Sign in (`aws configure sso`, then `aws sso login`), or set AWS_PROFILE to "
            "a profile of ~/.aws/config, then repeat. `aws sts get-caller-identity` shows who you are."
        ),
    ),
    (
        r"config profile \(.*\) could not be found",
        "AWS_PROFILE names a profile that ~/.aws/config does not have. `aws configure list-profiles` lists them.",
    ),
    (
        r"Expired ?Token|token included in the request is expired|SSO.*expired|Token has expired|UnauthorizedSSOToken",
        "Your sign-in has ended. Sign in again (`aws sso login`, or new keys), then repeat.",
    ),
    (
        r"InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|InvalidAccessKeyId|AuthFailure",
        "AWS does not know these keys. Look at AWS_PROFILE, AWS_ACCESS_KEY_ID and the clock of this machine.",
    ),
    (
        r"Could not connect to the endpoint URL|EndpointConnectionError|ConnectTimeout|Name or service not known",
        "AWS cannot be reached. Is the region in infra/environments spelled as AWS does, and this machine online?",
    ),
    (
        r"Unrecognized resource types?",
        (
            "This region lacks a service that is needed. AWS's list of regional services shows where it is; choose "
            "another `region` in infra/environments."
        ),
    ),
    (
        r"certificate.*us-east-1|in us-east-1; CloudFront takes|InvalidViewerCertificate",
        (
            "The site's stack and its certificate live in us-east-1 whatever the data's region: deploy it by `make "
            "deploy`, which sends it there, and not by `sam deploy --region …`."
        ),
    ),
    (
        r"CNAMEAlreadyExists|aliases.*already associated",
        "Another CloudFront distribution has this domain already. Take the alias off it, then repeat.",
    ),
    (
        r"No hosted zone|NoSuchHostedZone|HostedZoneNotFound",
        (
            "There is no such hosted zone in this account: `aws route53 list-hosted-zones` shows the id that belongs "
            "into the environment's HostedZoneId."
        ),
    ),
    (
        r"Unable to fetch parameters|ParameterNotFound|SSM parameter.*does not exist",
        (
            "A link that another stack makes is missing. Deploy that stack first; `make deploy` without STACKS deploys "
            "all in their order."
        ),
    ),
    (
        r"LimitExceeded|ServiceQuotaExceeded|quota|TooMany[A-Z]\w+|maximum number of|limit for .* (exceeded|reached)",
        (
            "A quota of this account and region is used up. The Service Quotas console names it and takes a request "
            "for more; the old stacks of a throw-away environment free it at once (`make destroy ENV=…`). Then repeat."
        ),
    ),
    (
        r"is in \S*_IN_PROGRESS state|OperationInProgress",
        "Somebody deploys this stack at this moment. Wait until it ends, then repeat.",
    ),
    (
        r"already exists",
        (
            "Something of that name is there from before or from another environment. Delete it where nothing needs "
            "it, or deploy under another environment's name."
        ),
    ),
    (
        r"service.linked role|ServiceLinkedRole",
        (
            "A service lacks its role in this account, and CloudFormation makes none. `make deploy` makes those of "
            "AppSync, WAF, RDS and Cognito's mail; an administrator makes another by `aws iam "
            "create-service-linked-role --aws-service-name SERVICE.amazonaws.com`, once."
        ),
    ),
    (
        r"Cannot delete protected DB Instance|deletion protection",
        (
            "RDS protects the database from deletion. Where you mean it, take that off (`aws rds modify-db-instance "
            "--db-instance-identifier waymark-ENVIRONMENT-database --no-deletion-protection --apply-immediately`), "
            "then repeat: the stack makes a last snapshot."
        ),
    ),
    (
        r"AccessDenied|is not authorized to perform|UnauthorizedOperation",
        (
            "Your identity may not do this. docs/deploy.md lists what a deployer needs; `aws sts get-caller-identity` "
            "shows who you are."
        ),
    ),
    (
        r"S3 Bucket not specified|NoSuchBucket",
        "The bucket for bundles is missing. Leave ARTIFACTS_BUCKET unset, and SAM makes one; or name one that exists.",
    ),
    (
        r"Throttling|Rate exceeded|RequestLimitExceeded",
        "AWS asks for a pause. Wait a minute, then repeat: what is deployed stays, and the rest goes on from there.",
    ),
)


def steps(said: str) -> list[str]:
    """Return what to do next for each known problem that a text tells of."""
    return [advice for pattern, advice in STEPS if re.search(pattern, said, re.IGNORECASE)]


def add_next_steps(problem: str, said: str) -> str:
    """Return a problem with the next steps for what AWS said under it."""
    return "\n".join([problem, *(f"→ {step}" for step in steps(said))])
