"""Laws of the templates beside those of infra/rules: names, the publisher's reach, the size of one stack."""

from pathlib import Path

from infra import templates

STACKS = templates.every()
BACKEND = STACKS["backend"]["Resources"]
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
    statements = BACKEND["StreamFunction"]["Properties"]["Policies"][0]["Statement"]
    allowed = next(each for each in statements if each["Action"] == "appsync:GraphQL")["Resource"]
    announced = {
        each["Properties"]["FieldName"]
        for each in BACKEND.values()
        if each["Type"] == "AWS::AppSync::Resolver"
        and each["Properties"]["DataSourceName"] == {"Fn::GetAtt": ["NoSource", "Name"]}
    }

    assert {each["Fn::Sub"].rpartition("/")[2] for each in allowed} == announced


def test_the_backend_stays_within_one_stack() -> None:
    """Past 400 resources or 800 KB a room gets a stack of its own."""
    assert len(BACKEND) < 400
    assert Path("infra/stacks/backend.yaml").stat().st_size < 800_000
