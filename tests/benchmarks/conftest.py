"""What the measured actions need: the stream and its listener, the bucket, its workers' queues, and a small world."""

from collections.abc import Callable, Iterator

import boto3
import pytest

from resolvers.video.chat import service as chats
from resolvers.video.streams import service as streams
from tests.benchmarks.world import World, build_world
from tests.fakes.broadcasters import RememberingBroadcaster
from tests.fakes.chats import RememberingChat
from tests.fakes.meaning import serving_meaning
from tests.people import Person
from tests.resolvers.social.photos.conftest import upload_queue
from tests.resolvers.social.photos.upload_queue import UploadQueue
from tests.stream import TableStream
from tests.subscriptions.conftest import appsync, contract, stream

__all__ = ["appsync", "contract", "stream", "upload_queue"]

MakeWorld = Callable[..., World]


@pytest.fixture
def make_world(
    ada: Person,
    grace: Person,
    linus: Person,
    upload_queue: UploadQueue,
    stream: TableStream,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[MakeWorld]:
    """Return a function of the articles' bodies (and of how many comments there are) that fills the table."""
    for variable in ("VIDEO_QUEUE_URL", "WRITING_QUEUE_URL", "SPEAKING_QUEUE_URL", "NARRATIONS_QUEUE_URL"):
        monkeypatch.setenv(variable, boto3.client("sqs").create_queue(QueueName=variable)["QueueUrl"])
    monkeypatch.setenv("READING_VOICE", "Joey")
    playback = boto3.client("secretsmanager").create_secret(Name="playback", SecretString="x" * 64)
    monkeypatch.setenv("PLAYBACK_SECRET_ARN", playback["ARN"])
    broadcaster = RememberingBroadcaster()
    monkeypatch.setattr(streams, "broadcaster", lambda: broadcaster)
    chat = RememberingChat()
    monkeypatch.setattr(chats, "host", lambda: chat)
    monkeypatch.setenv("CHAT_URL", "wss://chat.example")
    monkeypatch.setenv("LEAST_SIMILARITY", "-1")  # the world's texts mean nothing
    with serving_meaning(monkeypatch):
        yield lambda bodies, **sizes: build_world(ada, grace, linus, upload_queue, stream, bodies, **sizes)
