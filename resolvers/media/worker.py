"""The media worker: SQS messages that carry EventBridge's "Object Created", each answered for by itself."""

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
from resolvers.media import bucket, pipeline, queue
from resolvers.media.model import Photo, PhotoState
from resolvers.media.pipeline import Upload
from resolvers.media.progress import CLAIM_SECONDS
from resolvers.media.recognition import Readers, rekognition

Event = dict[str, Any]
Consumer = Callable[[Event, LambdaContext], Any]

_COUNTED: Final = {
    PhotoState.LIVE: "PhotoProcessed",
    PhotoState.FAILED: "PhotoFailed",
    PhotoState.REJECTED: "PhotoRejected",
}


def consuming(readers: Readers) -> Consumer:
    """Return a worker whose pictures are read by these readers."""

    def consume(event: Event, context: LambdaContext) -> Any:
        processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False)
        return process_partial_response(event, partial(_process, readers), processor, context)

    return consume


def _process(readers: Readers, record: SQSRecord) -> None:
    observability.follow(None)  # until the photo says whose request began it
    try:
        photo = pipeline.process(_upload(record), readers)
    except Exception as error:
        logger.exception("not processed", extra={"message_id": record.message_id})
        queue.return_in(_pause(record, error), record.receipt_handle)
        raise
    if photo:
        logger.info("photo processed", extra={"photo_id": photo.id, "state": photo.state})
        _measure(photo)


def _upload(record: SQSRecord) -> Upload:
    """Read EventBridge's event in a message; one that is malformed raises, and ends in the dead-letter queue."""
    event = record.json_body
    found = event["detail"]["object"]
    at = datetime.fromisoformat(event["time"]) if "time" in event else datetime.now(UTC)
    version = found.get("version-id") or bucket.latest_version(found["key"])
    if version is None:
        raise LookupError(f"There is no object {found['key']}.")
    return Upload(found["key"], version, at, record.message_id, is_last_try=_tries(record) >= _allowed())


def _pause(record: SQSRecord, error: Exception) -> int:
    """Return how long a failed message rests: ever longer, or as long as the claim of its own first delivery."""
    return CLAIM_SECONDS if isinstance(error, pipeline.Busy) else 5 * 6 ** (_tries(record) - 1)


def _tries(record: SQSRecord) -> int:
    return int(record.attributes.approximate_receive_count)


def _allowed() -> int:
    return settings().max_receives


def _measure(photo: Photo) -> None:
    metrics.add_metric(_COUNTED[photo.state], MetricUnit.Count, 1)
    if photo.uploaded_at:
        age = time.time() - photo.uploaded_at.timestamp()
        metrics.add_metric("PhotoAge", MetricUnit.Milliseconds, max(0, round(age * 1000)))


lambda_handler = observability.entry()(consuming(rekognition()))
