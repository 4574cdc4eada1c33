"""A microphone, a bucket, the speaking worker, and a recogniser that is told what it hears."""

import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import boto3
import pytest

from resolvers.core import storage
from resolvers.core.settings import settings
from resolvers.learning.evaluations.uploads import RECORDING
from resolvers.learning.speaking import worker
from resolvers.platform.jobs import queue
from tests.acts import draft
from tests.fakes.voice import speak
from tests.people import FakeContext, Person
from transcribe_local.speech import Speech, Word
from transcribe_local.transcript import build_transcript

BUCKET = "waymark-media"
PARAGRAPH = "The old bridge crosses the river. Every morning the fishermen wait there."
CACHES = (settings, queue.client, storage.client)


@dataclass
class ToldTranscriber:
    """Hears what it is told, evenly over the time, and remembers each job by its name."""

    words: Sequence[tuple[str, float]] = tuple((word, 0.9) for word in PARAGRAPH.split())
    jobs: dict[str, str] = field(default_factory=dict)  # their output
    status: str = "IN_PROGRESS"
    started: int = 0

    def start(self, name: str, media: str, _: str, key: str) -> None:
        assert media.endswith(".flac")
        if name not in self.jobs:
            self.jobs[name] = key
            self.started += 1

    def find_status(self, name: str) -> str | None:
        return self.status if name in self.jobs else None

    def forget(self, name: str) -> None:
        self.jobs.pop(name, None)
        self.status = "IN_PROGRESS"

    def complete(self) -> str:
        """Write the words as Transcribe does, and return the name of the job that is done."""
        ((name, key),) = self.jobs.items()
        words = tuple(Word(text, number / 2, number / 2 + 0.4, sure) for number, (text, sure) in enumerate(self.words))
        transcript = build_transcript(name, "000000000000", Speech("en", 1.0, (words,)), None)
        storage.client().put_object(Bucket=BUCKET, Key=key, Body=json.dumps(transcript).encode())
        self.status = "COMPLETED"
        return name


class Studio:
    """Where recordings are made, sent and heard."""

    def __init__(self, queue_url: str) -> None:
        self.transcriber = ToldTranscriber()
        self._queue_url = queue_url
        self._numbers = itertools.count(1)

    def asks(self, person: Person, post: dict[str, Any], sound: bytes = b"", **more: Any) -> dict[str, Any]:
        """Ask for an evaluation and return the payload."""
        given = {"paragraph": PARAGRAPH, "contentType": "audio/wav", "bytes": len(sound) or 10, "consent": True}
        payload: dict[str, Any] = person.does("evaluateSpeaking", subjectId=post["id"], **(given | more))
        return payload

    def uploads(self, evaluation: dict[str, Any], owner: Person, sound: bytes) -> list[str]:
        """Put a recording into the bucket, as the form does, and return the ids of messages that failed."""
        key = RECORDING.locate(owner.id, evaluation["id"])
        version = storage.client().put_object(Bucket=BUCKET, Key=key, Body=sound)["VersionId"]
        return self.delivers({"source": "aws.s3", "detail": {"object": {"key": key, "version-id": version}}})

    def reports(self, name: str, status: str = "COMPLETED") -> list[str]:
        """Deliver Transcribe's report of a job."""
        detail = {"TranscriptionJobName": name, "TranscriptionJobStatus": status}
        return self.delivers({"source": "aws.transcribe", "detail": detail})

    def looks(self) -> list[str]:
        """Deliver the messages that wait in the queue, whatever their delay."""
        received = boto3.client("sqs").receive_message(QueueUrl=self._queue_url, MaxNumberOfMessages=10)
        return [failed for each in received.get("Messages", []) for failed in self.delivers(json.loads(each["Body"]))]

    def delivers(self, event: dict[str, Any], tries: int = 1) -> list[str]:
        record = {
            "messageId": f"message-{next(self._numbers)}",
            "receiptHandle": "none",
            "body": json.dumps(event),
            "attributes": {"ApproximateReceiveCount": str(tries)},
            "messageAttributes": {},
            "eventSource": "aws:sqs",
            "eventSourceARN": "arn:aws:sqs:us-east-1:000000000000:speaking",
            "awsRegion": "us-east-1",
        }
        answer = worker.consume(self.transcriber, {"Records": [record]}, FakeContext())
        return [each["itemIdentifier"] for each in answer["batchItemFailures"]]

    def hears(self, person: Person, sound: bytes, post: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
        """Carry a recording from the question to its end, and return the evaluation with its reading."""
        asked = self.asks(person, post or draft(person, body=PARAGRAPH), sound, **more)["evaluation"]
        assert self.uploads(asked, person, sound) == []
        if self.transcriber.jobs:
            assert self.reports(self.transcriber.complete()) == []
        return read(person, asked)


def read(person: Person, evaluation: dict[str, Any]) -> dict[str, Any]:
    """Return an evaluation as its owner reads it, with its reading."""
    found: dict[str, Any] = person.query("evaluation", id=evaluation["id"])
    person.selecting = ["soundUrl"]
    (reading,) = person.asks_each("Evaluation", "reading", [found])
    person.selecting = []
    return found | {"reading": reading}


def list_versions() -> list[str]:
    """Return the key of every version in the bucket, and of every mark of a deletion."""
    found = storage.client().list_object_versions(Bucket=BUCKET)
    return [each["Key"] for each in (*found.get("Versions", []), *found.get("DeleteMarkers", []))]


@pytest.fixture(scope="session")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A short recording: most of what is done with one does not depend on its words."""
    return speak("The old bridge.", tmp_path_factory.mktemp("voice") / "reading.wav").read_bytes()


@pytest.fixture
def studio(the_table: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    s3, sqs = boto3.client("s3"), boto3.client("sqs")
    s3.create_bucket(Bucket=BUCKET)
    s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    url = sqs.create_queue(QueueName="speaking")["QueueUrl"]
    for cached in CACHES:
        cached.cache_clear()
    monkeypatch.setenv("MEDIA_BUCKET", BUCKET)
    monkeypatch.setenv("SPEAKING_QUEUE_URL", url)
    yield Studio(url)
    for cached in CACHES:
        cached.cache_clear()
