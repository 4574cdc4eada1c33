"""Laws of the composed templates beside those of infra/rules: names, the publisher's reach, the size of a stack."""

import pytest

from infra import templates

STACKS = templates.compose()
NAMES = {
    "AWS::Cognito::UserPool": "UserPoolName",
    "AWS::DynamoDB::Table": "TableName",
    "AWS::IAM::Role": "RoleName",
    "AWS::S3::Bucket": "BucketName",
    "AWS::SQS::Queue": "QueueName",
    "AWS::Serverless::Function": "FunctionName",
}


def test_no_resource_has_a_name_of_its_own() -> None:
    """A fixed name refuses the next create of a stack that was deleted."""
    named = [
        f"{stack}.{logical}"
        for stack, body in STACKS.items()
        for logical, each in body["Resources"].items()
        if NAMES.get(each["Type"]) in each.get("Properties", {})
    ]

    assert named == []


def test_the_publisher_may_call_its_mutations_only() -> None:
    """What stands on the NONE data source, and nothing else of the API."""
    statements = STACKS["platform"]["Resources"]["StreamFunction"]["Properties"]["Policies"][0]["Statement"]
    allowed = next(each for each in statements if each["Action"] == "appsync:GraphQL")["Resource"]
    announced = {
        each["Properties"]["FieldName"]
        for each in STACKS["api"]["Resources"].values()
        if each["Type"] == "AWS::AppSync::Resolver"
    }

    assert {each["Fn::Sub"].rpartition("/")[2] for each in allowed} == announced


@pytest.mark.parametrize("stack", STACKS)
def test_every_stack_stays_within_cloudformations_limits(stack: str) -> None:
    """At 400 resources or 800 KB a product becomes two stacks; CloudFormation refuses 500 and 1 MB."""
    assert len(STACKS[stack]["Resources"]) <= 400
    assert len(templates.dump(STACKS[stack]).encode()) <= 800_000


def test_stacks_are_deployed_from_the_data_to_the_pipeline() -> None:
    """Links leave some freedom; the rest is the order that people read."""
    assert templates.deploy_order(STACKS) == [*templates.ORDER]
    assert sorted(templates.ORDER) == sorted(STACKS)


def test_the_api_reads_nothing_of_its_products() -> None:
    """So a product is deployed, deleted and made again while the API stays."""
    of_products = {
        link for stack in templates.product_stacks(STACKS) for link in templates.list_produced_links(STACKS[stack])
    }

    assert not of_products & {*templates.list_consumed_links(STACKS["api"]).values()}


def test_alarms_are_in_the_stack_of_what_they_watch() -> None:
    """Whoever changes a function, a queue or the table sees its alarms."""
    elsewhere = [
        f"{stack}.{name}"
        for stack, body in STACKS.items()
        for name, each in body["Resources"].items()
        if each["Type"] == "AWS::CloudWatch::Alarm" and stack in {"observability", "frontend", "deployer", "delivery"}
    ]

    assert elsewhere == []
