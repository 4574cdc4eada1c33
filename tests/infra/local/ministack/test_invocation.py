"""A laptop's few workers: a queue's messages are worked on by so many at once, whatever the mapping allows."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.emulator import Emulator
from tests.functions import make_function

pytestmark = pytest.mark.emulator

MESSAGES = 6
# Notes when each message's work begins and ends.
SLOW = """
import boto3, time
table = boto3.client("dynamodb")
def handler(event, context):
    began = time.time()
    time.sleep(0.5)
    key = event["Records"][0]["messageId"]
    item = {"PK": {"S": key}, "began": {"N": str(began)}, "ended": {"N": str(time.time())}}
    table.put_item(TableName="work", Item=item)
"""


@pytest.fixture
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    running = Emulator(tmp_path_factory.mktemp("aws"))
    yield running
    running.stop()


def read_work(emulator: Emulator) -> list[tuple[float, int]]:
    """Return the moments at which work began (+1) or ended (-1), in order, once all is done."""
    items: list[Any] = []
    end = time.monotonic() + 120
    while len(items) < MESSAGES:
        assert time.monotonic() < end, "The messages were not worked on in time."
        time.sleep(0.2)
        items = emulator.client("dynamodb").scan(TableName="work")["Items"]
    began = [(float(item["began"]["N"]), 1) for item in items]
    return sorted([*began, *((float(item["ended"]["N"]), -1) for item in items)])


def test_a_queue_has_two_workers_at_once_though_its_mapping_allows_ten(emulator: Emulator) -> None:
    """Each is an interpreter; fourteen of them took a gigabyte."""
    emulator.client("dynamodb").create_table(
        TableName="work",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "PK", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "PK", "KeyType": "HASH"}],
    )
    sqs = emulator.client("sqs")
    url = sqs.create_queue(QueueName="jobs", Attributes={"VisibilityTimeout": "120"})["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    make_function(emulator, "slow", SLOW)
    for number in range(MESSAGES):
        sqs.send_message(QueueUrl=url, MessageBody=str(number))

    emulator.client("lambda").create_event_source_mapping(
        FunctionName="slow", EventSourceArn=arn, BatchSize=1, ScalingConfig={"MaximumConcurrency": 10}
    )

    steps = read_work(emulator)
    at_once = [sum(change for _, change in steps[: count + 1]) for count in range(len(steps))]
    assert max(at_once) == 2
