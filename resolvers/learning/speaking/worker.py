"""The speaking worker: messages of recordings that arrived, of Transcribe's reports, and to look again."""

from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from resolvers.core import observability
from resolvers.core.observability import logger
from resolvers.core.settings import settings
from resolvers.learning.evaluations import recordings, repository
from resolvers.learning.evaluations.job import SPEAKING_JOB
from resolvers.learning.evaluations.model import Evaluation
from resolvers.learning.evaluations.recordings import LOOK
from resolvers.learning.evaluations.uploads import RECORDING
from resolvers.learning.speaking import pipeline
from resolvers.learning.speaking.transcriber import Transcribe, Transcriber
from resolvers.platform.jobs import queue
from resolvers.platform.jobs.model import Message
from resolvers.platform.jobs.service import Busy
from resolvers.platform.uploads import bucket

Event = dict[str, Any]

_TRANSCRIBE: Final = "aws.transcribe"
_PAUSE_SECONDS: Final = 10


def consume(transcriber: Transcriber, event: Event, context: LambdaContext) -> Any:
    """Hear the recordings that a batch of messages is about."""
    processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False)
    return process_partial_response(event, partial(_process, transcriber), processor, context)


def _process(transcriber: Transcriber, record: SQSRecord) -> None:
    observability.follow(None)  # until the evaluation says whose request began it
    try:
        evaluation = _take(record.json_body, record, transcriber)
    except Exception as error:
        logger.exception("not processed", extra={"message_id": record.message_id})
        pause = SPEAKING_JOB.claim_seconds if isinstance(error, Busy) else _PAUSE_SECONDS
        queue.delay_retry(settings().speaking_queue_url, record.receipt_handle, pause)
        raise
    if evaluation:
        logger.info("recording processed", extra={"evaluation_id": evaluation.id, "state": evaluation.state})


def _take(event: Event, record: SQSRecord, transcriber: Transcriber) -> Evaluation | None:
    """Do what an event asks for; a malformed one raises, and ends in the dead-letter queue."""
    if event["source"] == LOOK:
        return _look(event["detail"]["evaluationId"], record, transcriber)
    if event["source"] == _TRANSCRIBE:
        return _look(event["detail"]["TranscriptionJobName"], record, transcriber)
    return _begin(event, record, transcriber)


def _begin(event: Event, record: SQSRecord, transcriber: Transcriber) -> Evaluation | None:
    """Begin the evaluation of a recording that has arrived."""
    found = event["detail"]["object"]
    key = found["key"]
    version = found.get("version-id") or bucket.find_latest_version(key)
    evaluation = repository.get(key.rpartition("/")[2])
    if version is None or evaluation is None or RECORDING.locate(evaluation.owner_id, evaluation.id) != key:
        bucket.remove(key)  # a recording without an evaluation: its owner deleted it meanwhile
        return None
    return pipeline.process(evaluation.id, _read_message(record, version, event), transcriber)


def _look(evaluation_id: str, record: SQSRecord, transcriber: Transcriber) -> Evaluation | None:
    """Go on with an evaluation; while Transcribe works, look again, as its report may never come."""
    evaluation = repository.get(evaluation_id)
    if evaluation is None:
        transcriber.forget(evaluation_id)
        recordings.remove_made(evaluation_id)
        return None
    if pipeline.is_being_heard(evaluation, transcriber):
        recordings.send_look(evaluation_id, delay_seconds=pipeline.LOOK_SECONDS)
        return None
    message = _read_message(record, evaluation.source_version or "", {})
    return pipeline.process(evaluation_id, message, transcriber) if evaluation.source_version else None


def _read_message(record: SQSRecord, version: str, event: Event) -> Message:
    at = datetime.fromisoformat(event["time"]) if "time" in event else datetime.now(UTC)
    is_last_try = int(record.attributes.approximate_receive_count) >= settings().max_receives
    return Message(record.message_id, version, at, is_last_try)


@observability.entry()
def lambda_handler(event: Event, context: LambdaContext) -> Any:
    """Hear recordings by Transcribe."""
    return consume(Transcribe(), event, context)
