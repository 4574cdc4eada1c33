"""A bucket, a queue, the narrations worker with a voice that reads by the clock, and the table's stream."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import boto3
import pytest

from resolvers.core import observability, storage
from resolvers.core.settings import settings
from resolvers.learning.narrations import worker
from resolvers.platform.jobs import queue
from tests.fakes.reader import Reader
from tests.people import FakeContext, Person
from tests.stream import TableStream
from tests.subscriptions.conftest import appsync, contract, stream

__all__ = ["appsync", "contract", "stream"]

BUCKET = "waymark-media"
CACHES = (settings, queue.client, storage.client)
BODY = "The old bridge crosses the river.\n\nEvery morning the fishermen wait there, and they talk for an hour."


class Invocation(FakeContext):
    """What Lambda tells of an invocation, with a time that is left."""

    def __init__(self, left: Iterator[int]) -> None:
        super().__init__()
        self._left = left

    def get_remaining_time_in_millis(self) -> int:  # type: ignore[override]  # static there
        return next(self._left, 0)


@dataclass
class Studio:
    """Where articles are read aloud: messages wait until it works."""

    stream: TableStream
    queue_url: str
    reader: Reader = field(default_factory=Reader)

    def asks(self, person: Person, post: dict[str, Any]) -> dict[str, Any]:
        """Ask for an audio version and return the payload."""
        payload: dict[str, Any] = person.does("createAudioVersion", subjectId=post["id"])
        return payload

    def works(self, *, left: Iterator[int] | None = None, tries: int = 1) -> list[str]:
        """Let the worker take the messages that wait, and return the ids of those that failed."""
        failed: list[str] = []
        for each in self.receive():
            failed += self.delivers(json.loads(each["Body"]), message=each["MessageId"], left=left, tries=tries)
        return failed

    def receive(self) -> list[dict[str, Any]]:
        sqs = boto3.client("sqs")
        found: list[dict[str, Any]] = sqs.receive_message(QueueUrl=self.queue_url, MaxNumberOfMessages=10).get(
            "Messages", []
        )
        for each in found:
            sqs.delete_message(QueueUrl=self.queue_url, ReceiptHandle=each["ReceiptHandle"])
        return found

    def delivers(
        self, body: dict[str, Any], *, message: str = "message", left: Iterator[int] | None = None, tries: int = 1
    ) -> list[str]:
        record = {
            "messageId": message,
            "receiptHandle": "none",
            "body": json.dumps(body),
            "attributes": {"ApproximateReceiveCount": str(tries)},
            "messageAttributes": {},
            "eventSource": "aws:sqs",
            "eventSourceARN": "arn:aws:sqs:us-east-1:000000000000:narrations",
            "awsRegion": "us-east-1",
        }
        context = Invocation(left or iter([600_000] * 1000))
        handle = observability.entry()(lambda event, context: worker.consume(self.reader, event, context))
        answer = handle({"Records": [record]}, context)
        return [each["itemIdentifier"] for each in answer["batchItemFailures"]]

    def reads(self, person: Person, post: dict[str, Any]) -> Any:
        """Have an article read aloud to its end and return its audio version."""
        assert self.asks(person, post)["errors"] == []
        assert self.works() == []
        return self.finds(person, post)

    def finds(self, person: Person, post: dict[str, Any]) -> Any:
        return person.query("audioVersion", subjectId=post["id"])


def list_versions() -> list[str]:
    """Return the key of every version in the bucket, and of every mark of a deletion."""
    found = storage.client().list_object_versions(Bucket=BUCKET)
    return [each["Key"] for each in (*found.get("Versions", []), *found.get("DeleteMarkers", []))]


@pytest.fixture
def studio(stream: TableStream, monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    url = boto3.client("sqs").create_queue(QueueName="narrations")["QueueUrl"]
    for name, value in {
        "MEDIA_BUCKET": BUCKET,
        "NARRATIONS_QUEUE_URL": url,
        "READING_VOICE": "Joey",
        "VOICE_BUDGET": "1",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(observability.metrics, "namespace", "Waymark")  # read from the environment at import
    for cached in CACHES:
        cached.cache_clear()
    yield Studio(stream, url)
    for cached in CACHES:
        cached.cache_clear()
