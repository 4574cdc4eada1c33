"""An empty index, the real model, and the queue between the stream and the worker."""

from collections.abc import Iterator

import boto3
import pytest

from resolvers.core.settings import settings
from resolvers.platform.jobs import queue
from tests.fakes.meaning import serving_meaning
from tests.resolvers.learning.passages.search import Search
from tests.stream import TableStream
from tests.subscriptions.conftest import appsync, contract, stream

__all__ = ["appsync", "contract", "stream"]


@pytest.fixture
def search(stream: TableStream, monkeypatch: pytest.MonkeyPatch) -> Iterator[Search]:
    url = boto3.client("sqs").create_queue(QueueName="passages")["QueueUrl"]
    monkeypatch.setenv("PASSAGES_QUEUE_URL", url)
    queue.client.cache_clear()
    with serving_meaning(monkeypatch) as model:
        yield Search(stream, model, url)
    for cached in (settings, queue.client):
        cached.cache_clear()
