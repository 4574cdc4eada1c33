"""The worker's queue: an upload put in again, and a message that comes back sooner than its timeout."""

import json
from functools import cache
from typing import Any

import boto3

from resolvers.core.settings import settings


@cache
def client() -> Any:
    return boto3.client("sqs")


def send(key: str, version: str) -> None:
    """Tell the worker of an upload as EventBridge would."""
    upload = {"bucket": {"name": settings().media_bucket}, "object": {"key": key, "version-id": version}}
    body = {"source": "waymark.retry", "detail-type": "Object Created", "detail": upload}
    client().send_message(QueueUrl=settings().upload_queue_url, MessageBody=json.dumps(body))


def return_in(seconds: int, receipt: str) -> None:
    """Let a message that failed come back after this many seconds, whatever the queue's timeout."""
    client().change_message_visibility(
        QueueUrl=settings().upload_queue_url, ReceiptHandle=receipt, VisibilityTimeout=seconds
    )
