"""The writing worker: SQS messages that name an evaluation, each acknowledged on its own."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from resolvers.core import observability
from resolvers.core.observability import logger
from resolvers.core.settings import settings
from resolvers.learning.estimates.repository import CLAIM_SECONDS, Claimed
from resolvers.learning.evaluations import pipeline
from resolvers.learning.evaluations.job import EVALUATION_JOB
from resolvers.platform.jobs import queue
from resolvers.platform.jobs.model import Message
from resolvers.platform.jobs.service import Busy

_PAUSE_SECONDS: Final = 10
# How long others may hold what this message waits for.
_PAUSES: Final[Mapping[type[Exception], int]] = {Busy: EVALUATION_JOB.claim_seconds, Claimed: CLAIM_SECONDS}


@observability.entry()
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> Any:
    """Read the texts that a batch of messages asks for."""
    processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False)
    return process_partial_response(event, _process, processor, context)


def _process(record: SQSRecord) -> None:
    observability.follow(None)  # until the evaluation says whose request began it
    try:
        asked = record.json_body
        tries = int(record.attributes.approximate_receive_count)
        is_last_try = tries >= settings().max_receives
        message = Message(record.message_id, asked["version"], datetime.now(UTC), is_last_try)
        evaluation = pipeline.process(asked["evaluationId"], message)
    except Exception as error:
        logger.exception("not processed", extra={"message_id": record.message_id})
        pause = _PAUSES.get(type(error), _PAUSE_SECONDS)
        queue.delay_retry(settings().writing_queue_url, record.receipt_handle, pause)
        raise
    if evaluation:
        logger.info("text read", extra={"evaluation_id": evaluation.id, "state": evaluation.state})
