"""Mistakes around the contract, its resolvers, and who may ask for what."""

from dataclasses import replace

from infra.rules import Project
from resolvers.core.appsync import Registered
from tests.infra.rules.mistakes import mistake, owner, res, schema


@mistake("R01", "a new query without its resolver")
def _(project: Project) -> Project:
    return schema(project, "type Query {", 'type Query {\n  """New."""\n  brandNew: ID')


@mistake("R02", "a field was renamed in the contract alone")
def _(project: Project) -> Project:
    return schema(project, "  viewerFollows", "  viewerIsFollower")


@mistake("R03", "the handler's module is no longer imported")
def _(project: Project) -> Project:
    return replace(project, handlers={name: batch for name, batch in project.handlers.items() if name[1] != "feed"})


@mistake("R04", "a handler was written, its field was not")
def _(project: Project) -> Project:
    forgotten = Registered("Query", "forgotten", print, batch=False, product="social")
    return replace(project, handlers={**project.handlers, ("Query", "forgotten"): forgotten})


@mistake("R05", "MaxBatchSize forgotten: one invocation per row")
def _(project: Project) -> None:
    del res(project, "UserPostsResolver")["MaxBatchSize"]


@mistake("R05", "MaxBatchSize on a handler that expects one event")
def _(project: Project) -> None:
    res(project, "QueryViewerResolver")["MaxBatchSize"] = 100


@mistake("R06", "a batch larger than handlers are written for")
def _(project: Project) -> None:
    res(project, "UserPostsResolver")["MaxBatchSize"] = 2000


@mistake("R07", "DependsOn: Schema forgotten: fails on the first deploy, not on the second")
def _(project: Project) -> None:
    del owner(project, "MutationPublishCommentResolver")["MutationPublishCommentResolver"]["DependsOn"]


@mistake("R08", "a field of people on the NONE source: always null")
def _(project: Project) -> None:
    res(project, "QueryViewerResolver")["DataSourceName"] = {"Fn::GetAtt": ["NoSource", "Name"]}


@mistake("R12", "a field answered by a function that does not have its handler")
def _(project: Project) -> None:
    res(project, "SocialFunction")["Handler"] = "resolvers.platform.users.trigger.lambda_handler"


@mistake("R09", "the code's file was moved")
def _(project: Project) -> None:
    res(project, "QueryViewerResolver")["CodeS3Location"] = "../appsync/field.js"


@mistake("R10", "two resolvers for one field after a merge")
def _(project: Project) -> None:
    resources = owner(project, "QueryViewerResolver")
    resources["QueryViewerResolverAgain"] = resources["QueryViewerResolver"]


@mistake("R11", "the contract's file was moved")
def _(project: Project) -> None:
    res(project, "Schema")["DefinitionS3Location"] = "../schema.graphql"


@mistake("G01", "a type that nothing defines")
def _(project: Project) -> Project:
    return schema(project, "type Query {", 'type Query {\n  """Odd."""\n  odd: Nowhere')


@mistake("G02", "a type of an event is closed to its publisher: subscribers get nulls")
def _(project: Project) -> Project:
    return schema(
        project,
        "type AiModel @aws_cognito_user_pools @aws_api_key @aws_iam",
        "type AiModel @aws_cognito_user_pools @aws_api_key",
    )


@mistake("G03", "a subscription to a mutation that was renamed")
def _(project: Project) -> Project:
    return schema(project, '@aws_subscribe(mutations: ["publishComment"])', '@aws_subscribe(mutations: ["comment"])')


@mistake("G04", "a subscription to a mutation of another type")
def _(project: Project) -> Project:
    return schema(
        project, '@aws_subscribe(mutations: ["publishComment"])', '@aws_subscribe(mutations: ["publishLikes"])'
    )


@mistake("G05", "a subscription that may not be null fails at its start")
def _(project: Project) -> Project:
    return schema(project, "): CommentEvent @aws_subscribe", "): CommentEvent! @aws_subscribe")


@mistake("G07", "anybody signed in may announce events")
def _(project: Project) -> Project:
    return schema(project, "): CommentEvent @aws_iam", "): CommentEvent @aws_iam @aws_cognito_user_pools")


@mistake("G09", "production shows its schema to every guest")
def _(project: Project) -> Project:
    prod = project.environments["prod"]
    stacks = {**prod["stacks"], "api": {"LogRetentionDays": 90}}
    return replace(project, environments={**project.environments, "prod": {**prod, "stacks": stacks}})


@mistake("G08", "the API key's mode was taken out of the API")
def _(project: Project) -> None:
    res(project, "Api")["AdditionalAuthenticationProviders"] = [{"AuthenticationType": "AWS_IAM"}]
