"""The media worker: SQS messages that carry EventBridge's "Object Created", each acknowledged on its own."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from resolvers.core import observability
from resolvers.core.observability import logger, metrics
from resolvers.core.settings import settings
from resolvers.platform.jobs import queue
from resolvers.platform.jobs.model import Message
from resolvers.platform.jobs.service import Busy
from resolvers.platform.uploads import bucket
from resolvers.social.photos import pipeline
from resolvers.social.photos.job import PHOTO_JOB
from resolvers.social.photos.model import Photo, PhotoState
from resolvers.social.photos.pipeline import Upload
from resolvers.social.photos.recognition import Readers, rekognition

Event = dict[str, Any]
Consumer = Callable[[Event, LambdaContext], Any]

_METRICS: Final = {
    PhotoState.LIVE: "PhotoProcessed",
    PhotoState.FAILED: "PhotoFailed",
    PhotoState.REJECTED: "PhotoRejected",
}


def make_worker(readers: Readers) -> Consumer:
    """Return a worker whose pictures are read by these readers."""

    def consume(event: Event, context: LambdaContext) -> Any:
        processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False)
        return process_partial_response(event, partial(_process, readers), processor, context)

    return consume


def _process(readers: Readers, record: SQSRecord) -> None:
    observability.follow(None)  # until the photo says whose request began it
    try:
        upload = _read_upload(record)
        photo = pipeline.process(upload, readers) if upload else None
    except Exception as error:
        logger.exception("not processed", extra={"message_id": record.message_id})
        queue.delay_retry(settings().upload_queue_url, record.receipt_handle, _pause(record, error))
        raise
    if photo:
        logger.info("photo processed", extra={"photo_id": photo.id, "state": photo.state})
        _measure(photo)


def _read_upload(record: SQSRecord) -> Upload | None:
    """Read EventBridge's event in a message; None where the object is gone by now, with its photo.

    A malformed message raises, and ends in the dead-letter queue.
    """
    event = record.json_body
    found = event["detail"]["object"]
    at = datetime.fromisoformat(event["time"]) if "time" in event else datetime.now(UTC)
    version = found.get("version-id") or bucket.find_latest_version(found["key"])
    if version is None:
        return None
    is_last_try = _tries(record) >= settings().max_receives
    return Upload(found["key"], Message(record.message_id, version, at, is_last_try))


def _pause(record: SQSRecord, error: Exception) -> int:
    """Return how many seconds a failed message waits: longer each time, or as long as the claim it meets."""
    return PHOTO_JOB.claim_seconds if isinstance(error, Busy) else 5 * 6 ** (_tries(record) - 1)


def _tries(record: SQSRecord) -> int:
    return int(record.attributes.approximate_receive_count)


def _measure(photo: Photo) -> None:
    metrics.add_metric(_METRICS[photo.state], MetricUnit.Count, 1)
    if photo.uploaded_at:
        age = time.time() - photo.uploaded_at.timestamp()
        metrics.add_metric("PhotoAge", MetricUnit.Milliseconds, max(0, round(age * 1000)))


lambda_handler = observability.entry()(make_worker(rekognition()))
