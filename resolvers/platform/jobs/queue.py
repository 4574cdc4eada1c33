"""Queues of workers: put a message in, and choose when one that failed comes back."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import boto3

_BATCH: Final = 10  # SQS takes no more in one request


class NotSent(Exception):  # noqa: N818
    """The queue did not take every message; sending them again is safe where the worker may do its work twice."""


@cache
def client() -> Any:
    return boto3.client("sqs")


def send(queue_url: str, body: str, *, delay_seconds: int = 0) -> None:
    """Put a message into a queue, which hands it out after a delay of at most fifteen minutes."""
    client().send_message(QueueUrl=queue_url, MessageBody=body, DelaySeconds=delay_seconds)


def send_many(queue_url: str, bodies: Sequence[str]) -> None:
    """Put messages into a queue, ten in a request; raises `NotSent` if the queue refuses one of them."""
    for start in range(0, len(bodies), _BATCH):
        entries = [{"Id": str(place), "MessageBody": body} for place, body in enumerate(bodies[start : start + _BATCH])]
        refused = client().send_message_batch(QueueUrl=queue_url, Entries=entries).get("Failed")
        if refused:
            raise NotSent(f"{len(refused)} of {len(entries)} messages were not taken: {refused[0]['Code']}")


def delay_retry(queue_url: str, receipt: str, seconds: int) -> None:
    """Return a failed message to its queue after this many seconds, whatever the queue's own timeout."""
    client().change_message_visibility(QueueUrl=queue_url, ReceiptHandle=receipt, VisibilityTimeout=seconds)
