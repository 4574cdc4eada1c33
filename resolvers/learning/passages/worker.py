"""The passages worker: SQS messages that name an article, each acknowledged on its own."""

from typing import Any, Final

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

import resolvers.subjects  # noqa: F401  makes every kind of subject known
from resolvers.core import observability
from resolvers.core.observability import logger
from resolvers.core.settings import settings
from resolvers.learning.passages.indexing import index_article
from resolvers.platform.jobs import queue

_PAUSE_SECONDS: Final = 20


@observability.entry()
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> Any:
    """Index the articles that a batch of messages names."""
    processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False)
    return process_partial_response(event, _process, processor, context)


def _process(record: SQSRecord) -> None:
    observability.follow(None)
    try:
        subject_id = record.json_body["subjectId"]
        embedded = index_article(subject_id)
    except Exception:
        logger.exception("not indexed", extra={"message_id": record.message_id})
        pause = _PAUSE_SECONDS * int(record.attributes.approximate_receive_count)
        queue.delay_retry(settings().passages_queue_url, record.receipt_handle, pause)
        raise
    logger.info("article indexed", extra={"subject_id": subject_id, "embedded": embedded})
