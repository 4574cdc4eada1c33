"""Queues and streams: times that fit, failures that end somewhere, sources that may send."""

import json
from collections.abc import Iterator
from typing import Any, Final

from infra.rules.finding import Finding, rule
from infra.rules.functions import function
from infra.rules.grants import MAPPING
from infra.rules.project import Placed, Project, as_list, ref
from resolvers import rooms
from resolvers.platform.event_log.declarations import list_followed_kinds

rooms.load_declarations()

# Where files of people arrive. Workers write under other prefixes.
ORIGINALS: Final = ("uploads/", "videos/", "recordings/")
PICTURES: Final = "ivs/v1/*/media/thumbnails/*.jpg"  # that IVS takes of livestreams
FACTOR: Final = 6  # AWS's rule: visibility timeout against the function's
TWO_WEEKS: Final = 1_209_600
QUEUE: Final = "AWS::SQS::Queue"
NUMBERS: Final = (
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
        for each in project.resources(QUEUE)
    }
    failed = {(each.stack, str(ref(_on_failure(each)))) for each in project.resources(MAPPING) if _on_failure(each)}
    return {place for place in redriven | failed if place[1] != "None"}


@rule
def check_visibility_timeouts(project: Project) -> Iterator[Finding]:
    """A message that becomes visible while it is worked on is worked on twice."""
    for mapping, queue in _read(project):
        reader = function(project, mapping.stack, ref(mapping.properties["FunctionName"]))
        if reader and queue.properties.get("VisibilityTimeout", 30) < FACTOR * reader.properties.get("Timeout", 3):
            yield Finding("Q01", queue.where, f"VisibilityTimeout must be {FACTOR} times the timeout of {reader.name}.")


@rule
def check_dead_letters(project: Project) -> Iterator[Finding]:
    """What nobody can handle comes back for days, or is lost."""
    dead = dead_letters(project)
    for queue in project.resources(QUEUE):
        place = (queue.stack, queue.name)
        if place not in dead and "RedrivePolicy" not in queue.properties:
            yield Finding("Q02", queue.where, "It needs a RedrivePolicy, or poison comes back for days.")
        if place in dead and queue.properties.get("MessageRetentionPeriod", 345_600) < TWO_WEEKS:
            yield Finding("Q06", queue.where, "A dead letter is kept for the full 14 days.")
        if not (queue.properties.get("SqsManagedSseEnabled") or queue.properties.get("KmsMasterKeyId")):
            yield Finding("Q10", queue.where, "Its messages are not encrypted.")


@rule
def check_batch_failures(project: Project) -> Iterator[Finding]:
    """One bad message would repeat its whole batch."""
    for mapping in project.resources(MAPPING):
        if "ReportBatchItemFailures" not in mapping.properties.get("FunctionResponseTypes", []):
            yield Finding("Q03", mapping.where, "Without ReportBatchItemFailures one failure repeats the whole batch.")


@rule
def check_workers_are_bounded(project: Project) -> Iterator[Finding]:
    """A rush waits in its queue: an unbounded worker takes every execution of the account."""
    for mapping, _ in _read(project):
        if "MaximumConcurrency" not in mapping.properties.get("ScalingConfig", {}):
            yield Finding("Q12", mapping.where, "Its worker has no bound: set ScalingConfig.MaximumConcurrency.")


@rule
def check_receives_agree(project: Project) -> Iterator[Finding]:
    """The worker tells the owner at its last try, so it must know which one that is."""
    for mapping, queue in _read(project):
        reader = function(project, mapping.stack, ref(mapping.properties["FunctionName"]))
        counted = reader.properties["Environment"]["Variables"].get("MAX_RECEIVES") if reader else None
        allowed = queue.properties.get("RedrivePolicy", {}).get("maxReceiveCount")
        if counted is not None and str(counted) != str(allowed):
            yield Finding("Q05", mapping.where, f"The worker counts {counted} tries, the queue {allowed}.")


@rule
def check_mapping_numbers(project: Project) -> Iterator[Finding]:
    """The embedded AWS passes a parameter on as text, and its poller stops without a word."""
    # The embedded AWS hands a parameter on as text; its poller compares that with a number, and ends without a word.
    for mapping in project.resources(MAPPING):
        properties = mapping.properties
        numbers = {name: properties[name] for name in NUMBERS if name in properties} | properties.get(
            "ScalingConfig", {}
        )
        for name in (name for name, value in numbers.items() if not isinstance(value, int)):
            yield Finding("Q11", mapping.where, f"{name} must be written out: a number by !Ref stops local polling.")


@rule
def check_stream_retries(project: Project) -> Iterator[Finding]:
    """One poisoned record would stop its shard for a day."""
    for mapping in project.resources(MAPPING):
        properties = mapping.properties
        if "StartingPosition" not in properties:
            continue
        # Left out or -1, it means for ever.
        bounded = -1 not in (
            properties.get("MaximumRetryAttempts", -1),
            properties.get("MaximumRecordAgeInSeconds", -1),
        )
        if not (_on_failure(mapping) and properties.get("BisectBatchOnFunctionError") and bounded):
            yield Finding("Q07", mapping.where, "It needs bounded retries, bisecting, and a place for what failed.")
        if _kinds(properties) != set(list_followed_kinds()):
            yield Finding("Q08", mapping.where, "Its filter is not the kinds that the rooms declare they follow.")


@rule
def check_event_rules_may_send(project: Project) -> Iterator[Finding]:
    """EventBridge drops what a queue's policy refuses, and uploads start nothing."""
    for rule_ in project.resources("AWS::Events::Rule"):
        for target in rule_.properties["Targets"]:
            for queue in filter(None, (ref(target["Arn"]), ref(target.get("DeadLetterConfig", {}).get("Arn")))):
                if function(project, rule_.stack, queue):
                    continue
                if not _is_allowed(project, rule_, queue):
                    yield Finding("Q04", rule_.where, f"No queue policy lets this rule send to {queue}.")


@rule
def check_upload_rules(project: Project) -> Iterator[Finding]:
    """A worker that hears what it writes itself starts itself for ever."""
    for each in project.resources("AWS::Events::Rule"):
        pattern = each.properties.get("EventPattern", {})
        if "aws.s3" not in pattern.get("source", []):
            continue
        keys = pattern.get("detail", {}).get("object", {}).get("key")
        if keys not in [*([{"prefix": prefix}] for prefix in ORIGINALS), [{"wildcard": PICTURES}]]:
            yield Finding(
                "Q09", each.where, "It must hear originals only: what the worker writes would start it again."
            )
        if not pattern.get("detail", {}).get("bucket"):
            yield Finding(
                "Q09", each.where, "It must name the bucket, or every bucket of the account starts the worker."
            )


def _read(project: Project) -> Iterator[tuple[Placed, Placed]]:
    """Yield each event mapping that reads a queue of its own stack, with the queue."""
    queues = {(each.stack, each.name): each for each in project.resources(QUEUE)}
    for mapping in project.resources(MAPPING):
        if queue := queues.get((mapping.stack, str(ref(mapping.properties["EventSourceArn"])))):
            yield mapping, queue


def _is_allowed(project: Project, rule_: Placed, queue: str) -> bool:
    for policy in project.resources("AWS::SQS::QueuePolicy", rule_.stack):
        for statement in policy.properties["PolicyDocument"]["Statement"]:
            sources = statement.get("Condition", {}).get("ArnEquals", {}).get("aws:SourceArn")
            resources = [ref(each) for each in as_list(statement["Resource"])]
            on_queue = queue in [ref(each) for each in policy.properties["Queues"]]
            if queue in resources and on_queue and rule_.name in map(ref, as_list(sources)):
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
