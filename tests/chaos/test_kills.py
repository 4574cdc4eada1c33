"""The embedded AWS is killed while people write: whole last seconds are lost, and nothing in parts.

A transaction writes an item and its twin; the table's stream carries it to a function, which copies it; a message
in a queue and an object in a bucket belong to it. After each kill everything that the snapshot has must agree.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import BotoCoreError, ClientError

from tests.chaos.campaign import ROUNDS
from tests.emulator import Emulator
from tests.functions import make_function

pytestmark = pytest.mark.emulator

COPY = """
import boto3, os
copies = boto3.client("dynamodb")
def handler(event, context):
    for record in event["Records"]:
        key = record["dynamodb"]["Keys"]["PK"]["S"]
        copies.put_item(TableName="copies", Item={"PK": {"S": key}})
"""
PERIOD = 2.0  # seconds; people write in the first third
ENOUGH = 4  # pairs saved before a round goes on, however slow the machine


@pytest.fixture
def emulator(tmp_path: Path) -> Iterator[Emulator]:
    running = Emulator(tmp_path)
    yield running
    running.stop()


def until(condition: Callable[[], bool], what: str, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"Not true in time: {what}"
        time.sleep(0.1)


def make_table(emulator: Emulator, name: str, **stream: Any) -> Any:
    return emulator.client("dynamodb").create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "PK", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "PK", "KeyType": "HASH"}],
        **stream,
    )["TableDescription"]


def make_copier(emulator: Emulator, stream_arn: str) -> None:
    make_function(emulator, "copier", COPY)
    emulator.client("lambda").create_event_source_mapping(
        FunctionName="copier", EventSourceArn=stream_arn, StartingPosition="TRIM_HORIZON", BatchSize=10
    )


def keys(emulator: Emulator, table: str) -> set[str]:
    pages = emulator.client("dynamodb").get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
    return {item["PK"]["S"] for page in pages for item in page["Items"]}


def write_pairs(emulator: Emulator, stop: threading.Event, acknowledged: dict[str, float], prefix: str) -> None:
    """Write pairs until told to stop or the emulator is gone; note when each was acknowledged."""
    dynamodb, number = emulator.client("dynamodb"), 0
    while not stop.is_set():
        names = [f"{prefix}-{number}-{half}" for half in ("a", "b")]
        puts = [{"Put": {"TableName": "pairs", "Item": {"PK": {"S": name}}}} for name in names]
        try:
            dynamodb.transact_write_items(TransactItems=puts)
        except ClientError:
            continue  # refused, as two at once may be
        except BotoCoreError:
            return
        acknowledged[f"{prefix}-{number}"] = time.monotonic()
        number += 1
        time.sleep(0.05)  # so that the copier keeps up
        if time.monotonic() % PERIOD > PERIOD / 3:  # a pause, in which a snapshot is begun
            time.sleep(PERIOD * 2 / 3)


def find_saved_until(emulator: Emulator) -> float:
    """Return the moment up to which health says that every write is on disk."""
    asked = time.monotonic()  # before the answer: on a busy machine it takes a while
    return asked - float(emulator.get("health")[1]["unsavedSeconds"]) - 0.5


def count_saved(emulator: Emulator, acknowledged: dict[str, float]) -> int:
    saved_until = find_saved_until(emulator)
    return sum(moment < saved_until for moment in tuple(acknowledged.values()))


def test_a_kill_loses_only_whole_last_seconds(emulator: Emulator) -> None:
    """No half of a pair, no item without its event, nothing older than what health called unsaved."""
    stream = {"StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}}
    make_copier(emulator, make_table(emulator, "pairs", **stream)["LatestStreamArn"])
    make_table(emulator, "copies")
    until(lambda: emulator.get("health")[1]["unsavedSeconds"] == 0, "the tables are saved")

    for round_number in range(ROUNDS):
        stop, acknowledged = threading.Event(), dict[str, float]()
        writers = [
            threading.Thread(target=write_pairs, args=(emulator, stop, acknowledged, f"{round_number}-{each}"))
            for each in "xy"
        ]
        for writer in writers:
            writer.start()
        until(lambda: count_saved(emulator, acknowledged) >= ENOUGH, "pairs are saved")  # noqa: B023  asked here
        time.sleep(1 + round_number % 7 * 0.31)  # somewhere between the beginning and the end of the next snapshot
        saved_until = find_saved_until(emulator)
        emulator.kill()
        stop.set()
        for writer in writers:
            writer.join()
        emulator.start()

        found = keys(emulator, "pairs")
        pairs = {name.rpartition("-")[0] for name in found}
        assert {f"{pair}-{half}" for pair in pairs for half in "ab"} == found
        lost = [pair for pair, moment in acknowledged.items() if pair not in pairs and moment < saved_until]
        assert lost == []
        until(lambda: keys(emulator, "pairs") <= keys(emulator, "copies"), "every item's event was delivered")
    assert len(keys(emulator, "pairs")) >= 2 * ENOUGH * ROUNDS  # enough was saved for the rounds to mean something


def test_a_message_in_flight_is_there_at_the_next_start(emulator: Emulator) -> None:
    """Its receiver ended with the emulator; nobody waits for its twelve minutes to pass."""
    sqs = emulator.client("sqs")
    url = sqs.create_queue(QueueName="uploads", Attributes={"VisibilityTimeout": "720"})["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="photo")
    sqs.send_message(QueueUrl=url, MessageBody="later", DelaySeconds=600)
    assert sqs.receive_message(QueueUrl=url)["Messages"][0]["Body"] == "photo"

    emulator.stop()
    emulator.start()

    received = emulator.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    assert [each["Body"] for each in received] == ["photo"]


def test_an_upload_that_was_acknowledged_is_told_of_after_a_kill(emulator: Emulator) -> None:
    """Its object is on the disk at once; its message was not."""
    s3, sqs = emulator.client("s3"), emulator.client("sqs")
    url = sqs.create_queue(QueueName="uploads")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    allow = {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": arn}
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps({"Statement": [allow]})})
    s3.create_bucket(Bucket="media")
    queue = {"QueueArn": arn, "Events": ["s3:ObjectCreated:*"]}
    s3.put_bucket_notification_configuration(Bucket="media", NotificationConfiguration={"QueueConfigurations": [queue]})
    until(lambda: emulator.get("health")[1]["unsavedSeconds"] == 0, "the bucket is saved")

    s3.put_object(Bucket="media", Key="photo.jpg", Body=b"picture")
    emulator.kill()
    emulator.start()

    def is_photo_queued() -> bool:
        messages = emulator.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
        return any('"photo.jpg"' in each["Body"] for each in messages)

    until(is_photo_queued, "the photo's message came")
