"""A queue of texts in memory, and the worker that reads it as Lambda's event source does."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import boto3
import pytest

from resolvers.core.settings import settings
from resolvers.learning.evaluations import worker
from resolvers.platform.jobs import queue
from tests.people import FakeContext


@dataclass
class WritingQueue:
    """The messages that wait, and the worker."""

    url: str

    def receive(self) -> list[dict[str, Any]]:
        """Take the messages that wait, as Lambda does."""
        received = _sqs().receive_message(
            QueueUrl=self.url, MaxNumberOfMessages=10, AttributeNames=["All"], VisibilityTimeout=600
        )
        return [_record(each) for each in received.get("Messages", [])]

    def work(self, *records: dict[str, Any]) -> list[str]:
        """Deliver these records, or those that wait, and return the ids of those that failed."""
        answer = worker.lambda_handler({"Records": [*records] or self.receive()}, FakeContext())
        return [each["itemIdentifier"] for each in answer["batchItemFailures"]]


def serve_queue(monkeypatch: pytest.MonkeyPatch) -> Iterator[WritingQueue]:
    """Open a queue and name it to the resolvers, for the time of a fixture."""
    opened = WritingQueue(_sqs().create_queue(QueueName="writing")["QueueUrl"])
    _clear_caches()
    monkeypatch.setenv("WRITING_QUEUE_URL", opened.url)
    yield opened
    _clear_caches()


def _clear_caches() -> None:
    for cached in (settings, queue.client):
        cached.cache_clear()


def _record(message: dict[str, Any]) -> dict[str, Any]:
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message["Attributes"],
        "messageAttributes": {},
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:us-east-1:000000000000:writing",
        "awsRegion": "us-east-1",
    }


def _sqs() -> Any:
    return boto3.client("sqs")
