"""The narrations worker: SQS messages that name an article to read aloud, each acknowledged on its own."""

from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

import resolvers.subjects  # noqa: F401  makes every kind of subject known
from resolvers.core import observability
from resolvers.core.observability import logger
from resolvers.core.settings import settings
from resolvers.learning.narrations import pipeline
from resolvers.learning.narrations.job import AUDIO_JOB
from resolvers.learning.narrations.voice import Polly, Voice
from resolvers.platform.jobs import queue
from resolvers.platform.jobs.model import Message
from resolvers.platform.jobs.service import Busy

_PAUSE_SECONDS: Final = 20
# A part takes no longer, and the rest is written afterwards.
_LEAST_MILLISECONDS: Final = 120_000


def consume(voice: Voice, event: dict[str, Any], context: LambdaContext) -> Any:
    """Read the articles aloud that a batch of messages names."""
    processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False)
    return process_partial_response(event, partial(_process, voice, context), processor, context)


def _process(voice: Voice, context: LambdaContext, record: SQSRecord) -> None:
    observability.follow(None)  # until the audio version says whose request began it
    try:
        asked = record.json_body
        is_last_try = int(record.attributes.approximate_receive_count) >= settings().max_receives
        message = Message(record.message_id, asked["version"], datetime.now(UTC), is_last_try)
        audio = pipeline.process(
            asked["subjectId"], message, voice, lambda: context.get_remaining_time_in_millis() > _LEAST_MILLISECONDS
        )
    except Exception as error:
        logger.exception("not read aloud", extra={"message_id": record.message_id})
        pause = AUDIO_JOB.claim_seconds if isinstance(error, Busy) else _PAUSE_SECONDS
        queue.delay_retry(settings().narrations_queue_url, record.receipt_handle, pause)
        raise
    if audio:
        logger.info("article read aloud", extra={"subject_id": audio.id, "state": audio.state})


@observability.entry()
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> Any:
    """Read the articles aloud that a batch of messages names, by Polly."""
    return consume(Polly(), event, context)
