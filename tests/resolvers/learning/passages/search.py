"""What search by meaning stands on in tests: the table's stream, the queue, the worker, the model and the index."""

from dataclasses import dataclass, field
from typing import Any

import boto3

from resolvers.core.settings import settings
from resolvers.learning.passages import vector_index, worker
from tests.fakes.meaning import CountingEncoder
from tests.people import FakeContext
from tests.stream import TableStream


@dataclass
class Search:
    """The model's texts, the index, and the worker that fills it."""

    stream: TableStream
    model: CountingEncoder
    queue_url: str
    failed: list[str] = field(default_factory=list)

    def settle(self) -> None:
        """Let the table's stream be read and every article that waits be indexed."""
        self.stream.settle()
        while records := self.receive():
            answer = worker.lambda_handler({"Records": records}, FakeContext())
            self.failed += [each["itemIdentifier"] for each in answer["batchItemFailures"]]
            for each in records:
                boto3.client("sqs").delete_message(QueueUrl=self.queue_url, ReceiptHandle=each["receiptHandle"])

    def receive(self) -> list[dict[str, Any]]:
        """Take the messages that wait, as Lambda does."""
        received = boto3.client("sqs").receive_message(
            QueueUrl=self.queue_url, MaxNumberOfMessages=10, AttributeNames=["All"], VisibilityTimeout=600
        )
        return [_record(each) for each in received.get("Messages", [])]

    def list_keys(self) -> list[str]:
        """Return the keys of every vector in the index."""
        found = vector_index.client().list_vectors(indexArn=settings().vector_index_arn)
        return [each["key"] for each in found["vectors"]]


def _record(message: dict[str, Any]) -> dict[str, Any]:
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message["Attributes"],
        "messageAttributes": {},
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:us-east-1:000000000000:passages",
        "awsRegion": "us-east-1",
    }
