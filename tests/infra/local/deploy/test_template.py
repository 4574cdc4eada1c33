"""A template for the emulator: what differs from what AWS gets, and nothing else."""

from pathlib import Path

from infra.local.deploy.template import localised
from infra.templates import load

TEMPLATE = """
Globals: { Function: { CodeUri: ../../build/functions.zip } }
Resources:
  Schema:
    Type: AWS::AppSync::GraphQLSchema
    Properties: { ApiId: !GetAtt Api.ApiId, DefinitionS3Location: schema.graphql }
  Field:
    Type: AWS::AppSync::Resolver
    Properties: { FieldName: post, CodeS3Location: field.js }
  Worker:
    Type: AWS::Serverless::Function
    Properties: { CodeUri: ../../build/worker.zip, Role: !Sub "${Api.Arn}/x" }
  Firewall:
    Type: AWS::WAFv2::WebACLAssociation
    Properties: { ResourceArn: !Ref Api }
"""
CODE = {name: {"Bucket": "artifacts", "Key": name} for name in ("functions.zip", "worker.zip")}


def written(folder: Path) -> Path:
    (folder / "schema.graphql").write_text("type Query { post: String }")
    (folder / "field.js").write_text("export function request(ctx) {}")
    template = folder / "stack.yaml"
    template.write_text(TEMPLATE)
    return template


def test_what_stood_beside_the_template_stands_inside(tmp_path: Path) -> None:
    """The emulator reads neither the schema nor the code of resolvers from S3."""
    resources = localised(written(tmp_path), CODE).body["Resources"]

    assert resources["Schema"]["Properties"] == {
        "ApiId": {"Fn::GetAtt": ["Api", "ApiId"]},
        "Definition": "type Query { post: String }",
    }
    assert resources["Field"]["Properties"]["Code"] == "export function request(ctx) {}"


def test_each_bundle_comes_from_where_it_was_put(tmp_path: Path) -> None:
    """In Globals and in a function's own properties."""
    body = localised(written(tmp_path), CODE).body

    assert body["Globals"]["Function"]["CodeUri"] == CODE["functions.zip"]
    assert body["Resources"]["Worker"]["Properties"]["CodeUri"] == CODE["worker.zip"]


def test_what_the_emulator_lacks_is_dropped_and_named(tmp_path: Path) -> None:
    """The deploy prints the list."""
    ready = localised(written(tmp_path), CODE)

    assert ready.dropped["Firewall"].startswith("AWS::WAFv2::WebACLAssociation: ")
    assert "Firewall" not in ready.body["Resources"]


def test_short_tags_get_their_long_form(tmp_path: Path) -> None:
    """CloudFormation's JSON knows no tags."""
    resources = load(written(tmp_path))["Resources"]

    assert resources["Worker"]["Properties"]["Role"] == {"Fn::Sub": "${Api.Arn}/x"}
    assert resources["Firewall"]["Properties"]["ResourceArn"] == {"Ref": "Api"}


def test_a_text_names_what_was_dropped_without_its_arn(tmp_path: Path) -> None:
    """The dashboard shows every alarm on AWS; on the emulator one of them is not there to be pointed at."""
    template = written(tmp_path)
    body = '{ DashboardBody: !Sub "${Firewall.Arn} ${Api.Arn}" }'
    template.write_text(f"{TEMPLATE}  Board: {{ Type: AWS::CloudWatch::Dashboard, Properties: {body} }}\n")

    properties = localised(template, CODE).body["Resources"]["Board"]["Properties"]

    assert properties["DashboardBody"] == {"Fn::Sub": "Firewall ${Api.Arn}"}
