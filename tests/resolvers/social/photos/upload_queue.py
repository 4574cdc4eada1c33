"""A bucket and a queue in memory, and a worker that reads the queue as Lambda's event source does."""

import json
from dataclasses import dataclass, field
from typing import Any

import boto3

from resolvers.core import observability
from resolvers.core.settings import settings
from resolvers.platform.jobs import queue
from resolvers.social.photos import recognition
from resolvers.social.photos.worker import Consumer, make_worker
from tests.fakes.recognition import FakeReaders
from tests.fixtures import pictures
from tests.people import FakeContext, Person

BUCKET = "waymark-media"


@dataclass
class UploadQueue:
    """Uploads, the messages that tell of them, and the worker with its fake readers."""

    queue_url: str
    readers: FakeReaders = field(default_factory=FakeReaders)
    handles: list[str] = field(default_factory=list)

    def post(self, person: Person, **more: Any) -> dict[str, Any]:
        """Let somebody publish a post."""
        draft = person.does("createPost", title="Rain in Hoi An", **more)["post"]
        published: dict[str, Any] = person.does("publishPost", id=draft["id"], expectedVersion=draft["version"])["post"]
        return published

    def ask(self, person: Person, post_id: str | None, **more: Any) -> dict[str, Any]:
        """Ask for leave to upload and return the payload."""
        asked = {"postId": post_id, "contentType": "image/jpeg", "bytes": 1000} | more
        payload: dict[str, Any] = person.does("createUpload", **asked)
        return payload

    def put(self, photo: dict[str, Any], content: bytes) -> str:
        """Store an upload, as the form would, and return its version; nobody is told yet."""
        stored = _s3().put_object(Bucket=BUCKET, Key=self.key(photo), Body=content)
        return str(stored["VersionId"])

    def key(self, photo: dict[str, Any]) -> str:
        return f"uploads/{photo['ownerId']}/{photo['id']}"

    def tell(self, photo: dict[str, Any], version: str) -> None:
        """Send what EventBridge sends of an upload."""
        found = {"key": self.key(photo)} | ({"version-id": version} if version else {})
        event = {
            "detail-type": "Object Created",
            "source": "aws.s3",
            "time": "2026-11-21T05:00:00Z",
            "detail": {"bucket": {"name": BUCKET}, "object": found},
        }
        self.send(json.dumps(event))

    def send(self, body: str) -> None:
        _sqs().send_message(QueueUrl=self.queue_url, MessageBody=body)

    def upload(self, person: Person, post_id: str | None, content: bytes, **more: Any) -> dict[str, Any]:
        """Ask, store and tell; return the photo."""
        photo: dict[str, Any] = self.ask(person, post_id, **more)["photo"]
        self.tell(photo, self.put(photo, content))
        return photo

    def live(self, person: Person, post_id: str) -> dict[str, Any]:
        """Upload a good photo and process it."""
        photo = self.upload(person, post_id, pictures.photo())
        self.work()
        shown: dict[str, Any] = person.query("photo", id=photo["id"])
        return shown

    def work(self, readers: FakeReaders | None = None) -> list[str]:
        """Deliver the messages that wait, once each, and return the ids of those that failed; they wait again."""
        received = _sqs().receive_message(
            QueueUrl=self.queue_url, MaxNumberOfMessages=10, AttributeNames=["All"], VisibilityTimeout=600
        )
        return [each["MessageId"] for each in received.get("Messages", []) if self._does_fail(each, readers)]

    def show_again(self) -> None:
        """Let the queue's timeout pass for every message that nobody answered for."""
        for handle in self.handles:
            _sqs().change_message_visibility(QueueUrl=self.queue_url, ReceiptHandle=handle, VisibilityTimeout=0)
        self.handles.clear()

    def objects(self, prefix: str = "") -> list[str]:
        """Return the keys of every version of every object."""
        found = _s3().list_object_versions(Bucket=BUCKET, Prefix=prefix)
        return [each["Key"] for each in [*found.get("Versions", []), *found.get("DeleteMarkers", [])]]

    def read(self, key: str) -> bytes:
        content: bytes = _s3().get_object(Bucket=BUCKET, Key=key)["Body"].read()
        return content

    def _does_fail(self, message: dict[str, Any], readers: FakeReaders | None) -> bool:
        handle = message["ReceiptHandle"]
        self.handles.append(handle)
        answer = self.worker(readers)({"Records": [_record(message)]}, FakeContext())
        self.handles.remove(handle)
        if not answer["batchItemFailures"]:
            _sqs().delete_message(QueueUrl=self.queue_url, ReceiptHandle=handle)
            return False
        _sqs().change_message_visibility(QueueUrl=self.queue_url, ReceiptHandle=handle, VisibilityTimeout=0)
        return True

    def worker(self, readers: FakeReaders | None = None) -> Consumer:
        return observability.entry()(make_worker((readers or self.readers).all()))


def open_upload_queue() -> UploadQueue:
    """Make the bucket, versioned, and the queue."""
    _s3().create_bucket(Bucket=BUCKET)
    _s3().put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    return UploadQueue(_sqs().create_queue(QueueName="uploads")["QueueUrl"])


def _record(message: dict[str, Any]) -> dict[str, Any]:
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message["Attributes"],
        "messageAttributes": {},
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:us-east-1:000000000000:uploads",
        "awsRegion": "us-east-1",
    }


def _s3() -> Any:
    return boto3.client("s3")


def _sqs() -> Any:
    return boto3.client("sqs")


def forget() -> None:
    for cached in (settings, queue.client, recognition.client):
        cached.cache_clear()
