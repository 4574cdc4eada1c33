"""Queues and streams: times that fit, failures that end somewhere, sources that may send."""

import json
from collections.abc import Iterator
from typing import Any, Final

from infra.rules.finding import Finding, rule
from infra.rules.functions import function
from infra.rules.grants import MAPPING
from infra.rules.project import Placed, Project, listed, ref
from subscriptions.changes import KINDS

FACTOR: Final = 6  # AWS's rule: visibility timeout against the function's
TWO_WEEKS: Final = 1_209_600
QUEUE: Final = "AWS::SQS::Queue"
COUNTED: Final = (
    "BatchSize",
    "MaximumBatchingWindowInSeconds",
    "MaximumRecordAgeInSeconds",
    "MaximumRetryAttempts",
    "ParallelizationFactor",
    "TumblingWindowInSeconds",
)


def dead_letters(project: Project) -> set[tuple[str, str]]:
    """Return stack and logical id of every queue that failures end in."""
    redriven = {
        (each.stack, str(ref(each.properties.get("RedrivePolicy", {}).get("deadLetterTargetArn"))))
        for each in project.every(QUEUE)
    }
    failed = {(each.stack, str(ref(_on_failure(each)))) for each in project.every(MAPPING) if _on_failure(each)}
    return {place for place in redriven | failed if place[1] != "None"}


@rule
def queues_wait_longer_than_their_function(project: Project) -> Iterator[Finding]:
    for mapping, queue in _read(project):
        reader = function(project, mapping.stack, ref(mapping.properties["FunctionName"]))
        if reader and queue.properties.get("VisibilityTimeout", 30) < FACTOR * reader.properties.get("Timeout", 3):
            yield Finding("Q01", queue.where, f"VisibilityTimeout must be {FACTOR} times the timeout of {reader.name}.")


@rule
def failures_end_somewhere(project: Project) -> Iterator[Finding]:
    dead = dead_letters(project)
    for queue in project.every(QUEUE):
        place = (queue.stack, queue.name)
        if place not in dead and "RedrivePolicy" not in queue.properties:
            yield Finding("Q02", queue.where, "It needs a RedrivePolicy, or poison comes back for days.")
        if place in dead and queue.properties.get("MessageRetentionPeriod", 345_600) < TWO_WEEKS:
            yield Finding("Q06", queue.where, "A dead letter is kept for the full 14 days.")
        if not (queue.properties.get("SqsManagedSseEnabled") or queue.properties.get("KmsMasterKeyId")):
            yield Finding("Q10", queue.where, "Its messages are not encrypted.")


@rule
def failures_are_reported_one_by_one(project: Project) -> Iterator[Finding]:
    for mapping in project.every(MAPPING):
        if "ReportBatchItemFailures" not in mapping.properties.get("FunctionResponseTypes", []):
            yield Finding("Q03", mapping.where, "Without ReportBatchItemFailures one failure repeats the whole batch.")


@rule
def tries_are_counted_alike(project: Project) -> Iterator[Finding]:
    for mapping, queue in _read(project):
        reader = function(project, mapping.stack, ref(mapping.properties["FunctionName"]))
        told = reader.properties["Environment"]["Variables"].get("MAX_RECEIVES") if reader else None
        allowed = queue.properties.get("RedrivePolicy", {}).get("maxReceiveCount")
        if told is not None and str(told) != str(allowed):
            yield Finding("Q05", mapping.where, f"The worker counts {told} tries, the queue {allowed}.")


@rule
def mappings_count_by_literal_numbers(project: Project) -> Iterator[Finding]:
    # The embedded AWS hands a parameter on as text; its poller compares that with a number, and ends without a word.
    for mapping in project.every(MAPPING):
        told = mapping.properties
        counted = {name: told[name] for name in COUNTED if name in told} | told.get("ScalingConfig", {})
        for name in (name for name, value in counted.items() if not isinstance(value, int)):
            yield Finding("Q11", mapping.where, f"{name} must be written out: a number by !Ref stops local polling.")


@rule
def streams_do_not_stop_for_a_bad_record(project: Project) -> Iterator[Finding]:
    for mapping in project.every(MAPPING):
        told = mapping.properties
        if "StartingPosition" not in told:
            continue
        # Left out or -1, it means for ever.
        bounded = -1 not in (told.get("MaximumRetryAttempts", -1), told.get("MaximumRecordAgeInSeconds", -1))
        if not (_on_failure(mapping) and told.get("BisectBatchOnFunctionError") and bounded):
            yield Finding("Q07", mapping.where, "It needs bounded retries, bisecting, and a place for what failed.")
        if _kinds(told) != set(KINDS):
            yield Finding("Q08", mapping.where, "Its filter is not the kinds that subscriptions/changes.py listens to.")


@rule
def rules_may_send_to_their_queue(project: Project) -> Iterator[Finding]:
    for rule_ in project.every("AWS::Events::Rule"):
        for target in rule_.properties["Targets"]:
            for queue in filter(None, (ref(target["Arn"]), ref(target.get("DeadLetterConfig", {}).get("Arn")))):
                if not _is_allowed(project, rule_, queue):
                    yield Finding("Q04", rule_.where, f"No queue policy lets this rule send to {queue}.")


@rule
def the_upload_rule_hears_uploads_alone(project: Project) -> Iterator[Finding]:
    for each in project.every("AWS::Events::Rule"):
        pattern = each.properties.get("EventPattern", {})
        if "aws.s3" not in pattern.get("source", []):
            continue
        keys = pattern.get("detail", {}).get("object", {}).get("key")
        if keys != [{"prefix": "uploads/"}]:
            yield Finding(
                "Q09", each.where, "It must hear uploads/ only: the worker's own variants would start it again."
            )
        if not pattern.get("detail", {}).get("bucket"):
            yield Finding(
                "Q09", each.where, "It must name the bucket, or every bucket of the account starts the worker."
            )


def _read(project: Project) -> Iterator[tuple[Placed, Placed]]:
    """Yield each event mapping that reads a queue of its own stack, with the queue."""
    queues = {(each.stack, each.name): each for each in project.every(QUEUE)}
    for mapping in project.every(MAPPING):
        if queue := queues.get((mapping.stack, str(ref(mapping.properties["EventSourceArn"])))):
            yield mapping, queue


def _is_allowed(project: Project, rule_: Placed, queue: str) -> bool:
    for policy in project.every("AWS::SQS::QueuePolicy", rule_.stack):
        for statement in policy.properties["PolicyDocument"]["Statement"]:
            sources = statement.get("Condition", {}).get("ArnEquals", {}).get("aws:SourceArn")
            resources = [ref(each) for each in listed(statement["Resource"])]
            on_queue = queue in [ref(each) for each in policy.properties["Queues"]]
            if queue in resources and on_queue and ref(sources) == rule_.name:
                return True
    return False


def _kinds(mapping: dict[str, Any]) -> set[str]:
    kinds: set[str] = set()
    for each in mapping.get("FilterCriteria", {}).get("Filters", []):
        for image in json.loads(each["Pattern"])["dynamodb"].values():
            kinds |= set(image["kind"]["S"])
    return kinds


def _on_failure(mapping: Placed) -> Any:
    return mapping.properties.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination")
