"""Mistakes around who deploys: roles that may too much or too little, and sites that cannot upload."""

from dataclasses import replace
from typing import Any

from infra.rules import Project
from infra.rules.project import as_list
from tests.infra.rules.mistakes import mistake, res


def policy(project: Project, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = res(project, name)["PolicyDocument"]["Statement"]
    return found


@mistake("V03", "a deploy as administrator, to get it working")
def _(project: Project) -> None:
    res(project, "ExecutionRole")["ManagedPolicyArns"].append(
        {"Fn::Sub": "arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess"}
    )


@mistake("V03", "a function as administrator")
def _(project: Project) -> None:
    res(project, "WorkerFunction")["Policies"].append("AdministratorAccess")


@mistake("V03", "everything but people, which is everything")
def _(project: Project) -> None:
    statement = policy(project, "ExecutionOfCode")[0]
    statement["NotAction"] = statement.pop("Action")


@mistake("V03", "every action of a service, in a policy of its own")
def _(project: Project) -> None:
    policy(project, "ExecutionOfData")[0]["Action"] = ["dynamodb:*"]


@mistake("V04", "a deploy that may not change functions")
def _(project: Project) -> None:
    policy(project, "ExecutionOfCode")[0]["Action"].remove("lambda:UpdateFunctionCode")


@mistake("V05", "a deploy that may read everybody's items")
def _(project: Project) -> None:
    policy(project, "ExecutionOfData")[0]["Action"].append("dynamodb:GetItem")


@mistake("V06", "a role outside the boundary: the pipeline's deploy is denied")
def _(project: Project) -> None:
    del res(project, "SocialSourceRole")["PermissionsBoundary"]


@mistake("V07", "a boundary that cuts off what a function does")
def _(project: Project) -> None:
    for each in policy(project, "RoleBoundary"):
        each["Action"] = [action for action in as_list(each["Action"]) if action != "rekognition:DetectText"]


@mistake("V07", "a boundary that lets functions make roles")
def _(project: Project) -> None:
    policy(project, "RoleBoundary")[0]["Action"].append("iam:CreateRole")


@mistake("V08", "a role of deploys that builds can take themselves")
def _(project: Project) -> None:
    trust = res(project, "ExecutionRole")["AssumeRolePolicyDocument"]["Statement"][0]
    trust["Principal"]["Service"] = ["cloudformation.amazonaws.com", "codebuild.amazonaws.com"]


@mistake("V09", "a boundary that lets a pushed function read every secret")
def _(project: Project) -> None:
    secrets = next(each for each in policy(project, "RoleBoundary") if each["Sid"] == "SecretsOfFunctions")
    secrets["Resource"] = "*"


@mistake("V09", "a boundary that lets staging read production's secret")
def _(project: Project) -> None:
    del next(each for each in policy(project, "RoleBoundary") if each["Sid"] == "SecretsOfFunctions")["Condition"]


@mistake("V10", "staging and production by the same build")
def _(project: Project) -> None:
    stages = {each["Name"]: each for each in res(project, "Pipeline")["Stages"]}
    stages["Staging"]["Actions"][0]["Configuration"] = stages["Production"]["Actions"][0]["Configuration"]


@mistake("V10", "production's roles may change staging too")
def _(project: Project) -> None:
    policy(project, "ExecutionOfData")[0]["Resource"].append(
        {"Fn::Sub": "arn:${AWS::Partition}:dynamodb:*:${AWS::AccountId}:table/waymark-staging-*"}
    )


@mistake("V11", "tests on Ubuntu, whose chromium is a snap")
def _(project: Project) -> None:
    res(project, "Tests")["Environment"]["Image"] = "aws/codebuild/standard:7.0"


@mistake("V11", "tests without a browser")
def _(project: Project) -> None:
    source = res(project, "Tests")["Source"]
    source["BuildSpec"] = source["BuildSpec"].replace("chromium ", "")


@mistake("N10", "a page on anybody's laptop uploads to production")
def _(project: Project) -> Project:
    prod = project.environments["prod"]
    foundation = {**prod["stacks"]["foundation"], "DevelopmentOrigin": "http://127.0.0.1:5173"}
    return replace(
        project,
        environments={**project.environments, "prod": {**prod, "stacks": {**prod["stacks"], "foundation": foundation}}},
    )


@mistake("N09", "uploads refused by CORS: the bucket knows another origin than the site's")
def _(project: Project) -> Project:
    prod = project.environments["prod"]
    wrong = {**prod["stacks"], "foundation": {"SiteOrigin": "https://www.waymark.example"}}
    return replace(project, environments={**project.environments, "prod": {**prod, "stacks": wrong}})
