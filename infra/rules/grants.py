"""Least privilege, both ways: what a function's code does is what its role allows."""

from collections.abc import Iterator
from typing import Any, Final

from infra.rules.calls import Trace, trace_entry
from infra.rules.contract import publish_mutations
from infra.rules.finding import Finding, rule
from infra.rules.project import Placed, Project, as_list, ref

# What IAM calls a client's method, where it is not the method's own name.
NAMED: Final = {
    ("bedrock-runtime", "invoke_model"): "bedrock:InvokeModel",
    ("bedrock-runtime", "converse"): "bedrock:InvokeModel",
    ("rds", "generate_db_auth_token"): "rds-db:connect",
    ("s3", "head_object"): "s3:GetObject",
    ("s3", "list_object_versions"): "s3:ListBucketVersions",
    ("s3", "generate_presigned_post"): "s3:PutObject",
    ("s3", "create_multipart_upload"): "s3:PutObject",
    ("s3", "upload_part"): "s3:PutObject",
    ("s3", "copy"): "s3:PutObject",
    ("s3", "complete_multipart_upload"): "s3:PutObject",
    ("s3", "list_parts"): "s3:ListMultipartUploadParts",
}
# These are other actions where they name a version.
VERSIONED: Final = {"get_object", "delete_object"}
# A write of the table is made of these, whichever request carries it.
WRITES: Final = {
    "resolvers.core.writes.Put": "dynamodb:PutItem",
    "resolvers.core.writes.Update": "dynamodb:UpdateItem",
    "resolvers.core.writes.Delete": "dynamodb:DeleteItem",
    "resolvers.core.writes.Check": "dynamodb:ConditionCheckItem",
}
# Requests that lend a role to a service.
LENDING: Final = {("mediaconvert", "create_job")}
CARRIED: Final = {"put_item", "update_item", "delete_item", "transact_write_items"}
NO_REQUEST: Final = {"exceptions", "meta", "get_paginator", "get_waiter", "generate_presigned_url"}
# Actions that know no resources.
ANY_RESOURCE: Final = {
    "rekognition:DetectLabels",
    "rekognition:DetectText",
    "rekognition:DetectModerationLabels",
    "cloudwatch:GetMetricData",
    "mediaconvert:Probe",
    "transcribe:StartTranscriptionJob",
    "polly:SynthesizeSpeech",
    "dynamodb:ListStreams",
    "cloudformation:GetTemplateSummary",
    "cloudfront:CreatePublicKey",
}
QUEUE_SOURCE: Final = {"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"}
STREAM_SOURCE: Final = {"dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:DescribeStream"}
PUBLISHER: Final = "subscriptions.publisher._send"
MAPPING: Final = "AWS::Lambda::EventSourceMapping"


def list_needed_actions(project: Project, function: Placed) -> set[str]:
    """Return the actions that a function's code and its event sources need."""
    trace = trace_entry(project.sources, function.properties["Handler"])
    actions = {_action(call.service, call.method, call.keywords) for call in trace.calls if _is_request(call.method)}
    actions |= {action for write, action in WRITES.items() if write in trace.made}
    if any((call.service, call.method) in LENDING for call in trace.calls):
        actions.add("iam:PassRole")
    if PUBLISHER in trace.made:
        actions.add("appsync:GraphQL")
    for mapping in mappings_of(project, function):
        actions |= set(_source_actions(mapping.properties))
    return actions


def list_granted_actions(function: Placed) -> dict[str, list[Any]]:
    """Return the actions that a function's role allows, each with its resources."""
    allowed: dict[str, list[Any]] = {}
    for policy in _list_inline_policies(function):
        for statement in as_list(policy.get("Statement")):
            for action in as_list(statement["Action"]):
                allowed.setdefault(action, []).extend(as_list(statement["Resource"]))
    return allowed


def mappings_of(project: Project, function: Placed) -> list[Placed]:
    every = project.resources(MAPPING, function.stack)
    return [each for each in every if ref(each.properties["FunctionName"]) == function.name]


def trace_function(project: Project, function: Placed) -> Trace | None:
    """Return what a function's code reaches, None where its handler does not exist."""
    try:
        return trace_entry(project.sources, function.properties["Handler"])
    except KeyError:
        return None


@rule
def check_grants_match_code(project: Project) -> Iterator[Finding]:
    """A missing grant fails when it is used; a superfluous one helps only an attacker."""
    for function in project.functions():
        trace = trace_function(project, function)
        if trace is None:
            continue
        allowed, wanted = list_granted_actions(function), list_needed_actions(project, function)
        for action in sorted(wanted - set(allowed)):
            yield Finding("P01", function.where, f"Its code needs {action}, which its role does not allow.")
        for action in sorted(set(allowed) - wanted):
            yield Finding("P02", function.where, f"Its role allows {action}, which its code never does.")
        for place in sorted(trace.kept):
            yield Finding("P05", place, "A client in a variable cannot be followed: call its methods at once.")


@rule
def check_grants_are_named(project: Project) -> Iterator[Finding]:
    """Asterisks grant what nobody meant to grant."""
    for where, statement in statements(project):
        if statement["Effect"] != "Allow":
            continue
        actions, resources = as_list(statement.get("Action")), as_list(statement.get("Resource"))
        if any("*" in action for action in actions):
            yield Finding("P03", where, "An action is named in full, without an asterisk.")
        if "*" in resources and not set(actions) <= ANY_RESOURCE:
            yield Finding("P04", where, "These actions know resources: name them.")


@rule
def check_event_sources_are_readable(project: Project) -> Iterator[Finding]:
    """A mapping whose role may not read its source stops without a word."""
    for function in project.functions():
        allowed = list_granted_actions(function)
        for mapping in mappings_of(project, function):
            for action, source in _source_actions(mapping.properties).items():
                if action in allowed and source is not None and source not in [ref(each) for each in allowed[action]]:
                    yield Finding("P08", function.where, f"{action} is allowed, but not on {source}.")


@rule
def check_data_sources_may_invoke(project: Project) -> Iterator[Finding]:
    """AppSync invokes by the data source's role: without it every field fails."""
    for source in project.resources("AWS::AppSync::DataSource"):
        if source.properties["Type"] != "AWS_LAMBDA":
            continue
        function = ref(source.properties["LambdaConfig"]["LambdaFunctionArn"])
        role = project.stacks[source.stack]["Resources"].get(ref(source.properties.get("ServiceRoleArn")))
        invoked = {
            ref(resource)
            for statement in _list_statements(role)
            if "lambda:InvokeFunction" in as_list(statement["Action"])
            for resource in as_list(statement["Resource"])
        }
        if function not in invoked:
            yield Finding("P06", source.where, f"Its role may not invoke {function}.")
        if invoked - {function}:
            yield Finding("P06", source.where, "Its role may invoke more than its function.")


@rule
def check_publisher_may_publish(project: Project) -> Iterator[Finding]:
    """The stream reader announces events and has no other business with the API."""
    wanted = {field for _, field in publish_mutations(project.schema)}
    for function in project.functions():
        resources = list_granted_actions(function).get("appsync:GraphQL")
        named = {str(each.get("Fn::Sub", each)).rpartition("/")[2] for each in resources or []}
        if resources is not None and named != wanted:
            yield Finding("P07", function.where, f"It must be allowed to call exactly {', '.join(sorted(wanted))}.")


@rule
def check_triggers_may_fire(project: Project) -> Iterator[Finding]:
    """Without the permission nobody can confirm an account; with a wide one anybody invokes the trigger."""
    for pool in project.resources("AWS::Cognito::UserPool"):
        for function in map(ref, pool.properties.get("LambdaConfig", {}).values()):
            permissions = [
                each.properties
                for each in project.resources("AWS::Lambda::Permission", pool.stack)
                if ref(each.properties["FunctionName"]) == function
            ]
            if not any(ref(each.get("SourceArn")) == pool.name for each in permissions):
                yield Finding("P09", pool.where, f"Nothing permits this pool, and only it, to invoke {function}.")


def _action(service: str, method: str, keywords: frozenset[str]) -> str:
    if (service, method) in NAMED:
        return NAMED[service, method]
    name = "".join(part.capitalize() for part in method.split("_"))
    return f"{service}:{name}Version" if method in VERSIONED and "VersionId" in keywords else f"{service}:{name}"


def _is_request(method: str) -> bool:
    return method not in NO_REQUEST | CARRIED


def _source_actions(mapping: dict[str, Any]) -> dict[str, str | None]:
    """Return what an event source needs, and on which resource."""
    source = ref(mapping["EventSourceArn"])
    failures = ref(mapping.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination"))
    sent: dict[str, str | None] = {"sqs:SendMessage": failures} if failures else {}
    if "StartingPosition" in mapping:
        return {**dict.fromkeys(STREAM_SOURCE, source), "dynamodb:ListStreams": None, **sent}
    return {**dict.fromkeys(QUEUE_SOURCE, source), **sent}


def statements(project: Project) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the statements of every function's and role's own policies, each with its place."""
    for function in project.functions():
        for policy in _list_inline_policies(function):
            for statement in as_list(policy.get("Statement")):
                yield function.where, statement
    for role in project.resources("AWS::IAM::Role"):
        for statement in _list_statements(role.body):
            yield role.where, statement


def _list_inline_policies(function: Placed) -> list[dict[str, Any]]:
    """Return the policies written into a function; AWS's own are named by a text."""
    return [policy for policy in as_list(function.properties.get("Policies")) if isinstance(policy, dict)]


def _list_statements(role: dict[str, Any] | None) -> Iterator[dict[str, Any]]:
    for policy in (role or {}).get("Properties", {}).get("Policies", []):
        for statement in as_list(policy["PolicyDocument"]["Statement"]):
            # `!If [Condition, statement, !Ref AWS::NoValue]` counts with what it may add.
            either = statement["Fn::If"][1:] if "Fn::If" in statement else [statement]
            yield from (each for each in either if "Effect" in each)
