"""A template for the emulator: what differs from what AWS gets, and nothing else."""

from pathlib import Path

from infra import templates
from infra.local.deploy.project import group_by_reason
from infra.local.deploy.template import Template, localise

TEMPLATE = """
Globals: { Function: { CodeUri: ../../build/social.zip } }
Resources:
  Schema:
    Type: AWS::AppSync::GraphQLSchema
    Properties: { ApiId: !GetAtt Api.ApiId, DefinitionS3Location: schema.graphql }
  Field:
    Type: AWS::AppSync::Resolver
    Properties: { FieldName: post, CodeS3Location: field.js }
  Worker:
    Type: AWS::Serverless::Function
    Properties: { CodeUri: ../../build/photos-worker.zip, Role: !Sub "${Api.Arn}/x" }
  FirewallLogging:
    Type: AWS::WAFv2::LoggingConfiguration
    Properties: { ResourceArn: !Ref Api }
"""
CODE = {name: {"Bucket": "artifacts", "Key": name} for name in ("social.zip", "photos-worker.zip")}


def localise_text(folder: Path, text: str = TEMPLATE) -> Template:
    (folder / "schema.graphql").write_text("type Query { post: String }")
    (folder / "field.js").write_text("export function request(ctx) {}")
    return localise(templates.parse(text), CODE, folder)


def test_what_stood_beside_the_template_stands_inside(tmp_path: Path) -> None:
    """The emulator reads neither the schema nor the code of resolvers from S3."""
    resources = localise_text(tmp_path).body["Resources"]

    assert resources["Schema"]["Properties"] == {
        "ApiId": {"Fn::GetAtt": ["Api", "ApiId"]},
        "Definition": "type Query { post: String }",
    }
    assert resources["Field"]["Properties"]["Code"] == "export function request(ctx) {}"


def test_each_bundle_comes_from_where_it_was_put(tmp_path: Path) -> None:
    """In Globals and in a function's own properties."""
    body = localise_text(tmp_path).body

    assert body["Globals"]["Function"]["CodeUri"] == CODE["social.zip"]
    assert body["Resources"]["Worker"]["Properties"]["CodeUri"] == CODE["photos-worker.zip"]


def test_what_the_emulator_lacks_is_dropped_and_named(tmp_path: Path) -> None:
    """The deploy prints the list."""
    ready = localise_text(tmp_path)

    assert ready.dropped["FirewallLogging"].startswith("AWS::WAFv2::LoggingConfiguration: ")
    assert "FirewallLogging" not in ready.body["Resources"]


def test_short_tags_get_their_long_form() -> None:
    """CloudFormation's JSON knows no tags."""
    resources = templates.parse(TEMPLATE)["Resources"]

    assert resources["Worker"]["Properties"]["Role"] == {"Fn::Sub": "${Api.Arn}/x"}
    assert resources["FirewallLogging"]["Properties"]["ResourceArn"] == {"Ref": "Api"}


def test_a_text_names_what_was_dropped_without_its_arn(tmp_path: Path) -> None:
    """The dashboard shows every alarm on AWS; on the emulator one of them is not there to be pointed at."""
    body = '{ DashboardBody: !Sub "${FirewallLogging.Arn} ${Api.Arn}" }'
    text = f"{TEMPLATE}  Board: {{ Type: AWS::CloudWatch::Dashboard, Properties: {body} }}\n"

    properties = localise_text(tmp_path, text).body["Resources"]["Board"]["Properties"]

    assert properties["DashboardBody"] == {"Fn::Sub": "FirewallLogging ${Api.Arn}"}


def test_what_is_dropped_for_one_reason_is_named_in_one_line() -> None:
    """A start should not scroll its addresses away."""
    dropped = {"One": "a query", "Budget": "a budget", "Two": "a query"}

    assert group_by_reason(dropped) == {"a query": ["One", "Two"], "a budget": ["Budget"]}
