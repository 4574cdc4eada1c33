"""Alarms and dashboards: metrics that exist, with the dimensions they are written under, and somebody who is told."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from infra.rules.finding import Finding, rule
from infra.rules.functions import function
from infra.rules.project import Placed, Project, ref
from infra.rules.queues import dead_letters
from infra.templates import consumed, produced

ALARM: Final = "AWS::CloudWatch::Alarm"
FIREWALL: Final = "AWS::WAFv2::WebACL"
API: Final = ("GraphQLAPIId",)
FUNCTION: Final = ("FunctionName",)
QUEUE: Final = ("QueueName",)
SERVICE: Final = ("service",)
# Metric → the dimensions it is written under. An alarm with others stays silent for ever.
DIMENSIONS: Final[dict[str, dict[str, tuple[tuple[str, ...], ...]]]] = {
    "AWS/AppSync": {
        **dict.fromkeys(("4XXError", "5XXError", "Latency", "Requests", "TokensConsumed"), (API,)),
        **dict.fromkeys(("ConnectSuccess", "ConnectClientError", "ConnectServerError"), (API,)),
        **dict.fromkeys(("SubscribeServerError", "PublishDataMessageServerError", "ActiveConnections"), (API,)),
        **dict.fromkeys(("ActiveSubscriptions", "PublishDataMessageSuccess", "OutboundMessages"), (API,)),
        "GraphQLError": (("API_Id", "Resolver"), ("API_Id", "Datasource"), ("API_Id", "Operation")),
    },
    "AWS/Lambda": {
        **dict.fromkeys(("Errors", "Throttles", "Duration", "Invocations", "ConcurrentExecutions"), (FUNCTION,)),
        "IteratorAge": (FUNCTION,),
    },
    "AWS/SQS": dict.fromkeys(
        ("ApproximateAgeOfOldestMessage", "ApproximateNumberOfMessagesVisible", "NumberOfMessagesSent"), (QUEUE,)
    ),
    "AWS/DynamoDB": {
        **dict.fromkeys(("ReadThrottleEvents", "WriteThrottleEvents"), (("TableName",),)),
        **dict.fromkeys(("ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits"), (("TableName",),)),
        **dict.fromkeys(
            ("SystemErrors", "ThrottledRequests", "SuccessfulRequestLatency"), (("TableName", "Operation"),)
        ),
    },
    "AWS/WAFV2": dict.fromkeys(("BlockedRequests", "AllowedRequests"), (("WebACL", "Rule", "Region"),)),
    "AWS/Events": {"FailedInvocations": (("RuleName",),)},
    # What our own functions measure, by Powertools: resolvers/media/worker.py.
    "Waymark/${Environment}": dict.fromkeys(("PhotoProcessed", "PhotoFailed", "PhotoRejected", "PhotoAge"), (SERVICE,)),
}
# What goes wrong on AppSync's own side: requests, sockets, subscriptions, events.
API_FAULTS: Final = ("5XXError", "ConnectServerError", "PublishDataMessageServerError", "SubscribeServerError")
# Ours, one for each environment: two of them in one account would ring each other's alarms.
OWN: Final = "Waymark/${Environment}"
BOARD: Final = "AWS::CloudWatch::Dashboard"
PAGE: Final = re.compile(r"docs/runbooks/([a-z-]+)\.md")
CALLED: Final = re.compile(r"\bclient\(\)\.((?:[a-z]+_)+[a-z]+|query)\b")
COUNTED: Final = re.compile(r'"(Photo[A-Z]\w+)"')


@rule
def alarms_watch_what_is_written(project: Project) -> Iterator[Finding]:
    for alarm in project.every(ALARM):
        for metric in _metrics(alarm.properties):
            yield from _known(alarm.where, _text(metric["Namespace"]), metric["MetricName"], _names(metric))
    for board in project.every(BOARD):
        yield from _dashboard(board)


@rule
def alarms_tell_somebody_what_to_do(project: Project) -> Iterator[Finding]:
    alarmed = set()
    for alarm in project.every(ALARM):
        told = PAGE.search(str(alarm.properties.get("AlarmDescription")))
        page = told[1] if told else ""
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
def everything_that_can_fail_is_watched(project: Project) -> Iterator[Finding]:
    watched = {
        (metric["MetricName"], link)
        for alarm in project.every(ALARM)
        for metric in _metrics(alarm.properties)
        for dimension in metric.get("Dimensions", [])
        for link in [_link(project, alarm.stack, dimension["Value"])]
    }
    for stack, name in sorted(dead_letters(project)):
        if ("ApproximateNumberOfMessagesVisible", (stack, name)) not in watched:
            yield Finding("M06", f"{stack}.{name}", "No alarm watches these dead letters.")
    for each in project.functions():
        for metric in ("Errors", "Throttles", "Duration"):
            if (metric, (each.stack, each.name)) not in watched:
                yield Finding("M07", each.where, f"No alarm watches its {metric}.")


@rule
def every_operation_on_the_table_is_watched(project: Project) -> Iterator[Finding]:
    watched = {
        dimension["Value"]
        for alarm in project.every(ALARM)
        if alarm.properties.get("MetricName") == "SystemErrors"
        for dimension in alarm.properties["Dimensions"]
        if dimension["Name"] == "Operation"
    }
    called = set(CALLED.findall(project.sources.get("resolvers.core.table", "")))
    for operation in sorted("".join(word.capitalize() for word in each.split("_")) for each in called):
        if operation not in watched:
            yield Finding("M12", operation, "No alarm watches DynamoDB's own errors of this operation.")


@rule
def slow_is_told_before_it_is_late(project: Project) -> Iterator[Finding]:
    for alarm in project.every(ALARM):
        if alarm.properties.get("MetricName") != "Duration":
            continue
        place = _link(project, alarm.stack, alarm.properties["Dimensions"][0]["Value"])
        watched = function(project, *place) if place else None
        limit = 1000 * watched.properties.get("Timeout", 3) if watched else 0
        if watched and not 0.5 * limit <= alarm.properties["Threshold"] <= 0.8 * limit:
            yield Finding("M09", alarm.where, f"Its threshold must lie between 50 and 80 % of {limit} ms.")


@rule
def what_is_measured_is_known(project: Project) -> Iterator[Finding]:
    measured = set(COUNTED.findall(project.sources.get("resolvers.media.worker", "")))
    for metric in sorted(set(DIMENSIONS[OWN]) - measured):
        yield Finding("M11", metric, "The worker no longer measures this.")
    for each in project.functions():
        told = each.properties["Environment"]["Variables"].get("POWERTOOLS_METRICS_NAMESPACE")
        if _text(told) != OWN:
            yield Finding("M14", each.where, f"It must measure under {OWN}, where the alarms look.")


@rule
def the_apis_own_faults_are_watched(project: Project) -> Iterator[Finding]:
    watched = {metric["MetricName"] for alarm in project.every(ALARM) for metric in _metrics(alarm.properties)}
    for metric in API_FAULTS:
        if metric not in watched:
            yield Finding("M13", metric, "No alarm watches this fault of AppSync itself.")


@rule
def the_firewalls_alarm_watches_the_firewall(project: Project) -> Iterator[Finding]:
    written = {_text(each.properties["VisibilityConfig"]["MetricName"]) for each in project.every(FIREWALL)}
    for alarm in project.every(ALARM):
        for metric in _metrics(alarm.properties):
            for dimension in metric.get("Dimensions", []):
                if dimension["Name"] == "WebACL" and _text(dimension["Value"]) not in written:
                    yield Finding("M15", alarm.where, f"No firewall's MetricName is {_text(dimension['Value'])}.")


@rule
def the_dashboard_shows_every_alarm(project: Project) -> Iterator[Finding]:
    for board in project.every(BOARD):
        text = _text(board.properties["DashboardBody"])
        for alarm in project.every(ALARM, board.stack):
            if f"${{{alarm.name}.Arn}}" not in text:
                yield Finding("M16", alarm.where, "The dashboard does not show its state.")


def _metrics(alarm: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the metrics of an alarm, the inner ones of an expression."""
    if "Metrics" not in alarm:
        return [alarm]
    inner = [each["MetricStat"]["Metric"] for each in alarm["Metrics"] if "MetricStat" in each]
    return [{"Dimensions": [], **each} for each in inner]


def _names(metric: dict[str, Any]) -> tuple[str, ...]:
    return tuple(each["Name"] for each in metric.get("Dimensions", []))


def _known(where: str, namespace: str, metric: str, names: tuple[str, ...]) -> Iterator[Finding]:
    known = DIMENSIONS.get(namespace, {}).get(metric)
    if known is None:
        yield Finding("M01", where, f"Nothing writes {namespace} {metric}.")
    elif sorted(names) not in [sorted(each) for each in known]:
        told = " or ".join("+".join(each) for each in known)
        yield Finding("M02", where, f"{metric} is written under {told}, not {'+'.join(names) or 'nothing'}.")


def _dashboard(board: Placed) -> Iterator[Finding]:
    text = _text(board.properties["DashboardBody"]).replace(OWN, "Waymark")
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
                namespace = OWN if shown[0] == "Waymark" else shown[0]
                yield from _known(board.where, namespace, shown[1], tuple(shown[2::2]))


def _text(value: Any) -> str:
    """Return a text as it is written, with what is put into it still by name."""
    return str(value.get("Fn::Sub", "") if isinstance(value, dict) else value)


def _link(project: Project, stack: str, value: Any) -> tuple[str, str] | None:
    """Return the stack and resource whose name a parameter carries."""
    link = consumed(project.stacks[stack]).get(ref(value) or "")
    for name, body in project.stacks.items():
        if link and link in produced(body):
            for resource in body["Resources"].values():
                if resource["Type"] == "AWS::SSM::Parameter" and link.endswith(_tail(resource)):
                    return name, str(ref(resource["Properties"]["Value"]))
    return None


def _tail(resource: dict[str, Any]) -> str:
    name = resource["Properties"]["Name"]
    return "/" + str(name.get("Fn::Sub") if isinstance(name, dict) else name).rpartition("/")[2]
