"""Videos in memory, as the tests of videos have them, and a queue that takes what their worker is told."""

from collections.abc import Iterator

import boto3
import pytest

from resolvers.core.settings import settings
from tests.resolvers.video.videos.conftest import bucket, processing

__all__ = ["bucket", "processing"]


@pytest.fixture(autouse=True)
def video_queue(the_table: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("VIDEO_QUEUE_URL", boto3.client("sqs").create_queue(QueueName="videos")["QueueUrl"])
    settings.cache_clear()
    yield
    settings.cache_clear()
