"""What AWS says when a deploy stops, in its own words, and the next step that follows."""

import pytest

from infra.deploy import advice

SAID = [
    ("NoCredentialsError Unable to locate credentials", "There are no AWS credentials"),
    ("ProfileNotFound The config profile (waymark) could not be found", "AWS_PROFILE names a profile"),
    (
        (
            "An error occurred (ExpiredToken) when calling the GetCallerIdentity operation: The security token "
            "included in the request is expired"
        ),
        "Your sign-in has ended",
    ),
    (
        (
            "An error occurred (InvalidClientTokenId) when calling the GetCallerIdentity operation: The security token "
            "included in the request is invalid."
        ),
        "AWS does not know these keys",
    ),
    ('Could not connect to the endpoint URL: "https://sts.us-esat-1.amazonaws.com/"', "AWS cannot be reached"),
    ("Template format error: Unrecognized resource types: [AWS::AppSync::GraphQLApi]", "This region lacks a service"),
    (
        'Resource handler returned message: "Too many APIs" (RequestToken: 1, HandlerErrorCode: ServiceLimitExceeded)',
        "A quota of this account and region is used up",
    ),
    (
        "Deploy the frontend in us-east-1; CloudFront takes certificates from no other region.",
        "whatever the data's region",
    ),
    (
        "The SSL certificate doesn't exist, isn't in us-east-1 region, or isn't valid (InvalidViewerCertificate)",
        "whatever the data's region",
    ),
    (
        "One or more of the CNAMEs you provided are already associated with a different resource (CNAMEAlreadyExists)",
        "Another CloudFront distribution has this domain",
    ),
    ("No hosted zone found with ID: Z123 (Service: Route53, NoSuchHostedZone)", "aws route53 list-hosted-zones"),
    (
        "Unable to fetch parameters [/waymark/dev/table-name] from parameter store for this account.",
        "Deploy that stack first",
    ),
    ("You have attempted to create more buckets than allowed (TooManyBuckets)", "A quota of this account"),
    ("Account limit for Distributions exceeded (Service: CloudFront, LimitExceededException)", "A quota of this"),
    ("Stack is in UPDATE_IN_PROGRESS state and can not be updated.", "Somebody deploys this stack"),
    (
        "User: arn:aws:iam::123456789012:user/ada is not authorized to perform: cloudformation:CreateChangeSet",
        "Your identity may not do this",
    ),
    ("aws-waf-logs-waymark-dev already exists in stack arn:aws:cloudformation", "Something of that name is there"),
    ("An error occurred (Throttling) when calling the DescribeStacks operation: Rate exceeded", "a pause"),
]


@pytest.mark.parametrize(("said", "step"), SAID)
def test_what_aws_says_gets_a_next_step(said: str, step: str) -> None:
    """One step, the right one."""
    (told,) = advice.steps(said)

    assert step in told


def test_what_nobody_foresaw_is_told_as_it_is() -> None:
    """No step is better than a wrong one."""
    assert advice.add_next_steps("api was not deployed.", "Something new.") == "api was not deployed."
