"""Alarms and dashboards: metrics that exist, with the dimensions they are written under, and somebody who is told."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from infra.rules.finding import Finding, rule
from infra.rules.functions import function
from infra.rules.project import Placed, Project, ref
from infra.rules.queues import dead_letters
from infra.templates import list_consumed_links, list_produced_links
from resolvers.core.appsync import INTERNAL_ERROR

ALARM: Final = "AWS::CloudWatch::Alarm"
FIREWALL: Final = "AWS::WAFv2::WebACL"
API: Final = ("GraphQLAPIId",)
FUNCTION: Final = ("FunctionName",)
QUEUE: Final = ("QueueName",)
SERVICE: Final = ("service",)
TABLE: Final = "AWS::DynamoDB::Table"
THROTTLES: Final = ("ReadThrottleEvents", "WriteThrottleEvents")
INDEX: Final = "GlobalSecondaryIndexName"
JUDGE_METRICS: Final = ("JudgeBudgetUsed", "JudgeTokens", "VoiceBudgetUsed", "VoiceCharacters")
SHOP_METRICS: Final = ("OrderMessageFailed", "OrderDifference", "PaymentWebhookRefused")
# Metric → the dimensions it is written under. An alarm with others stays silent for ever.
DIMENSIONS: Final[dict[str, dict[str, tuple[tuple[str, ...], ...]]]] = {
    "AWS/AppSync": {
        **dict.fromkeys(("4XXError", "5XXError", "Latency", "Requests", "TokensConsumed"), (API,)),
        **dict.fromkeys(("ConnectSuccess", "ConnectClientError", "ConnectServerError"), (API,)),
        **dict.fromkeys(("SubscribeServerError", "PublishDataMessageServerError", "ActiveConnections"), (API,)),
        **dict.fromkeys(("ActiveSubscriptions", "PublishDataMessageSuccess", "OutboundMessages"), (API,)),
        "GraphQLError": (("API_Id", "Resolver"), ("API_Id", "Datasource"), ("API_Id", "Operation")),
    },
    # The name says one API: the stage's dimension is another metric.
    "AWS/ApiGateway": dict.fromkeys(("4XXError", "5XXError", "Count", "Latency"), (("ApiName",), ("ApiName", "Stage"))),
    "AWS/Lambda": {
        **dict.fromkeys(("Errors", "Throttles", "Duration", "Invocations", "ConcurrentExecutions"), (FUNCTION,)),
        "IteratorAge": (FUNCTION,),
    },
    "AWS/SQS": dict.fromkeys(
        ("ApproximateAgeOfOldestMessage", "ApproximateNumberOfMessagesVisible", "NumberOfMessagesSent"), (QUEUE,)
    ),
    "AWS/DynamoDB": {
        **dict.fromkeys(THROTTLES, (("TableName",), ("TableName", INDEX))),
        **dict.fromkeys(("ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits"), (("TableName",),)),
        **dict.fromkeys(
            ("SystemErrors", "ThrottledRequests", "SuccessfulRequestLatency"), (("TableName", "Operation"),)
        ),
    },
    "AWS/RDS": dict.fromkeys(
        ("CPUUtilization", "DatabaseConnections", "FreeStorageSpace"), (("DBInstanceIdentifier",),)
    ),
    "AWS/WAFV2": dict.fromkeys(("BlockedRequests", "AllowedRequests"), (("WebACL", "Rule", "Region"),)),
    "AWS/Events": {"FailedInvocations": (("RuleName",),)},
    # What our own functions measure, by Powertools: the modules of MEASURING.
    "Waymark/${Environment}": dict.fromkeys(
        ("PhotoProcessed", "PhotoFailed", "PhotoRejected", "PhotoAge", "InternalError", *SHOP_METRICS, *JUDGE_METRICS),
        (SERVICE,),
    ),
}
# What goes wrong on AppSync's own side: requests, sockets, subscriptions, events.
API_FAULTS: Final = ("5XXError", "ConnectServerError", "PublishDataMessageServerError", "SubscribeServerError")
# Ours, one for each environment: two of them in one account would ring each other's alarms.
OWN_NAMESPACE: Final = "Waymark/${Environment}"
BOARD: Final = "AWS::CloudWatch::Dashboard"
# Links hold the inside of a JSON list: `[${ApiAlarms}, ${SocialAlarms}]`.
ALARM_LISTS: Final = re.compile(r"\[(?:\$\{\w+Alarms\}(?:, )?)+\]")
API_ENTRY: Final = ".api.lambda_handler"  # of a function that answers fields
RUNBOOK: Final = re.compile(r"docs/runbooks/([a-z-]+)\.md")
CLIENT_METHOD: Final = re.compile(r"\bclient\(\)\.((?:[a-z]+_)+[a-z]+|query)\b")
MEASURED_METRIC: Final = re.compile(
    r'"(Photo[A-Z]\w+|Order[A-Z]\w+|Payment[A-Z]\w+|Judge[A-Z]\w+|Voice(?:BudgetUsed|Characters)|InternalError)"'
)
SHOP_MODULES: Final = (
    "resolvers.shop.orders.worker",
    "resolvers.shop.orders.reconciler",
    "resolvers.shop.payments.webhook",
)
MEASURING: Final = (
    "resolvers.social.photos.worker",
    "resolvers.core.appsync",
    "resolvers.learning.estimates.service",
    "resolvers.learning.narrations.pipeline",
    *SHOP_MODULES,
)


@rule
def check_metrics_exist(project: Project) -> Iterator[Finding]:
    """An alarm on a metric or on dimensions that nothing writes is silent for ever."""
    for alarm in project.resources(ALARM):
        for metric in _metrics_of(alarm.properties):
            yield from _check_metric(
                alarm.where, _text(metric["Namespace"]), metric["MetricName"], _dimension_names(metric)
            )
    for board in project.resources(BOARD):
        yield from _check_dashboard(board)


@rule
def check_alarms_have_runbooks(project: Project) -> Iterator[Finding]:
    """Somebody who is woken needs the page that says what to do, and a quiet night must not wake them."""
    alarmed = set()
    for alarm in project.resources(ALARM):
        runbook = RUNBOOK.search(str(alarm.properties.get("AlarmDescription")))
        page = runbook[1] if runbook else ""
        alarmed.add(page)
        if alarm.properties.get("TreatMissingData") != "notBreaching":
            yield Finding("M03", alarm.where, "TreatMissingData must be notBreaching: a quiet night is no fault.")
        if not any(ref(each) for each in alarm.properties.get("AlarmActions", [])):
            yield Finding("M04", alarm.where, "It tells nobody: AlarmActions names the topic.")
        if page not in project.runbooks:
            yield Finding("M05", alarm.where, "Its description must name its runbook, a page of docs/runbooks.")
    for page in sorted(project.runbooks - alarmed - {"README"}):
        yield Finding("M10", f"docs/runbooks/{page}.md", "No alarm leads to this page.")


@rule
def check_failures_are_watched(project: Project) -> Iterator[Finding]:
    """A function that fails and a message that nobody could handle must be noticed before a person complains."""
    watched = {
        (metric["MetricName"], link)
        for alarm in project.resources(ALARM)
        for metric in _metrics_of(alarm.properties)
        for dimension in metric.get("Dimensions", [])
        for link in [_resolve(project, alarm.stack, dimension["Value"])]
    }
    for stack, name in sorted(dead_letters(project)):
        if ("ApproximateNumberOfMessagesVisible", (stack, name)) not in watched:
            yield Finding("M06", f"{stack}.{name}", "No alarm watches these dead letters.")
    for each in project.functions():
        for metric in ("Errors", "Throttles", "Duration"):
            if (metric, (each.stack, each.name)) not in watched:
                yield Finding("M07", each.where, f"No alarm watches its {metric}.")


@rule
def check_table_operations_are_watched(project: Project) -> Iterator[Finding]:
    """DynamoDB's own errors are counted for each operation, so an operation without an alarm fails unseen."""
    watched = {
        dimension["Value"]
        for alarm in project.resources(ALARM)
        if alarm.properties.get("MetricName") == "SystemErrors"
        for dimension in alarm.properties["Dimensions"]
        if dimension["Name"] == "Operation"
    }
    called = set(CLIENT_METHOD.findall(project.sources.get("resolvers.core.table", "")))
    for operation in sorted("".join(word.capitalize() for word in each.split("_")) for each in called):
        if operation not in watched:
            yield Finding("M12", operation, "No alarm watches DynamoDB's own errors of this operation.")


@rule
def check_indexes_are_watched(project: Project) -> Iterator[Finding]:
    """An index has partitions of its own: what it refuses is counted under its name, not the table's."""
    watched = {
        (alarm.properties["MetricName"], ref(names["TableName"]), names[INDEX])
        for alarm in project.resources(ALARM)
        if alarm.properties.get("MetricName") in THROTTLES
        for names in [{each["Name"]: each["Value"] for each in alarm.properties["Dimensions"]}]
        if INDEX in names
    }
    for table in project.resources(TABLE):
        for index in table.properties.get("GlobalSecondaryIndexes", []):
            for metric in THROTTLES:
                if (metric, table.name, index["IndexName"]) not in watched:
                    yield Finding("M18", table.where, f"No alarm watches {metric} of the index {index['IndexName']}.")


@rule
def check_durations_ring_early(project: Project) -> Iterator[Finding]:
    """An alarm at the timeout rings when requests are already lost."""
    for alarm in project.resources(ALARM):
        if alarm.properties.get("MetricName") != "Duration":
            continue
        place = _resolve(project, alarm.stack, alarm.properties["Dimensions"][0]["Value"])
        watched = function(project, *place) if place else None
        limit = 1000 * watched.properties.get("Timeout", 3) if watched else 0
        if watched and not 0.5 * limit <= alarm.properties["Threshold"] <= 0.8 * limit:
            yield Finding("M09", alarm.where, f"Its threshold must lie between 50 and 80 % of {limit} ms.")


@rule
def check_own_metrics_agree(project: Project) -> Iterator[Finding]:
    """Metrics that the code renamed leave their alarms silent; two environments in one namespace ring each other's."""
    measured = {name for each in MEASURING for name in MEASURED_METRIC.findall(project.sources.get(each, ""))}
    for metric in sorted(set(DIMENSIONS[OWN_NAMESPACE]) - measured):
        yield Finding("M11", metric, "No function measures this any more.")
    for each in project.functions():
        namespace = each.properties["Environment"]["Variables"].get("POWERTOOLS_METRICS_NAMESPACE")
        if _text(namespace) != OWN_NAMESPACE:
            yield Finding("M14", each.where, f"It must measure under {OWN_NAMESPACE}, where the alarms look.")


@rule
def check_internal_errors_are_watched(project: Project) -> Iterator[Finding]:
    """An exception inside a field is answered, so Lambda counts no error: only our own metric tells of it."""
    watched = {
        dimension["Value"]
        for alarm in project.resources(ALARM)
        if alarm.properties.get("MetricName") == INTERNAL_ERROR
        for dimension in alarm.properties["Dimensions"]
    }
    for each in project.functions():
        service = each.properties["Environment"]["Variables"].get("POWERTOOLS_SERVICE_NAME")
        if each.properties["Handler"].endswith(API_ENTRY) and service not in watched:
            yield Finding("M17", each.where, "No alarm watches the errors that its fields answer as InternalError.")


@rule
def check_api_faults_are_watched(project: Project) -> Iterator[Finding]:
    """Faults inside AppSync show in no log of ours."""
    watched = {metric["MetricName"] for alarm in project.resources(ALARM) for metric in _metrics_of(alarm.properties)}
    for metric in API_FAULTS:
        if metric not in watched:
            yield Finding("M13", metric, "No alarm watches this fault of AppSync itself.")


@rule
def check_firewall_alarm(project: Project) -> Iterator[Finding]:
    """The firewall's metrics carry its name; an alarm on an old name is silent."""
    written = {_text(each.properties["VisibilityConfig"]["MetricName"]) for each in project.resources(FIREWALL)}
    for alarm in project.resources(ALARM):
        for metric in _metrics_of(alarm.properties):
            for dimension in metric.get("Dimensions", []):
                if dimension["Name"] == "WebACL" and _text(dimension["Value"]) not in written:
                    yield Finding("M15", alarm.where, f"No firewall's MetricName is {_text(dimension['Value'])}.")


@rule
def check_dashboard_shows_alarms(project: Project) -> Iterator[Finding]:
    """The person who is woken opens the dashboard, and must see every red alarm there."""
    everywhere = [
        stack for stack in project.stacks if all(stack in each["stacks"] for each in project.environments.values())
    ]
    for board in project.resources(BOARD):
        text = _text(board.properties["DashboardBody"])
        shown = {
            link for name, link in list_consumed_links(project.stacks[board.stack]).items() if f"${{{name}}}" in text
        }
        for stack in everywhere:
            if any(project.resources(ALARM, stack)) and f"/waymark/dev/{stack}-alarms" not in shown:
                yield Finding("M16", board.where, f"It does not show the alarms of {stack}.")


def _metrics_of(alarm: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the metrics of an alarm, the inner ones of an expression."""
    if "Metrics" not in alarm:
        return [alarm]
    inner = [each["MetricStat"]["Metric"] for each in alarm["Metrics"] if "MetricStat" in each]
    return [{"Dimensions": [], **each} for each in inner]


def _dimension_names(metric: dict[str, Any]) -> tuple[str, ...]:
    return tuple(each["Name"] for each in metric.get("Dimensions", []))


def _check_metric(where: str, namespace: str, metric: str, names: tuple[str, ...]) -> Iterator[Finding]:
    known = DIMENSIONS.get(namespace, {}).get(metric)
    if known is None:
        yield Finding("M01", where, f"Nothing writes {namespace} {metric}.")
    elif sorted(names) not in [sorted(each) for each in known]:
        dimensions = " or ".join("+".join(each) for each in known)
        yield Finding("M02", where, f"{metric} is written under {dimensions}, not {'+'.join(names) or 'nothing'}.")


def _check_dashboard(board: Placed) -> Iterator[Finding]:
    text = _text(board.properties["DashboardBody"]).replace(OWN_NAMESPACE, "Waymark")
    text = ALARM_LISTS.sub("[]", text)
    try:
        widgets = json.loads(re.sub(r"\$\{[^}]+\}", "x", text))["widgets"]
    except (ValueError, KeyError) as error:
        yield Finding("M08", board.where, f"Its body is no dashboard: {error}")
        return
    for widget in widgets:
        shown: list[str] = []
        for row in widget["properties"].get("metrics", []):
            parts = [each for each in row if isinstance(each, str)]
            shown = (
                [now if part == "." else part for part, now in zip(parts, shown, strict=False)]
                if "." in parts
                else parts
            )
            if len(shown) > 1:
                namespace = OWN_NAMESPACE if shown[0] == "Waymark" else shown[0]
                yield from _check_metric(board.where, namespace, shown[1], tuple(shown[2::2]))


def _text(value: Any) -> str:
    """Return a text as it is written, with what is put into it still by name."""
    return str(value.get("Fn::Sub", "") if isinstance(value, dict) else value)


def _resolve(project: Project, stack: str, value: Any) -> tuple[str, str] | None:
    """Return the stack and resource that a value names, of the same stack or through a link."""
    if ref(value) in project.stacks[stack]["Resources"]:
        return stack, str(ref(value))
    link = list_consumed_links(project.stacks[stack]).get(ref(value) or "")
    for name, body in project.stacks.items():
        if link and link in list_produced_links(body):
            for resource in body["Resources"].values():
                if resource["Type"] == "AWS::SSM::Parameter" and link.endswith(_last_segment(resource)):
                    return name, str(ref(resource["Properties"]["Value"]))
    return None


def _last_segment(resource: dict[str, Any]) -> str:
    name = resource["Properties"]["Name"]
    return "/" + str(name.get("Fn::Sub") if isinstance(name, dict) else name).rpartition("/")[2]
