"""The Lambda entry of the payments' queue: what the provider tells becomes what the orders' database knows."""

from typing import Any, Final

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from resolvers.core import observability
from resolvers.core.observability import logger
from resolvers.shop.orders import saga
from resolvers.shop.orders.connection import open_shop
from resolvers.shop.orders.worker import relay_all
from resolvers.shop.states import RefundState

PROVIDER: Final = "stripe"
REFUNDS: Final = {"succeeded": RefundState.SUCCEEDED, "failed": RefundState.FAILED, "canceled": RefundState.FAILED}


@observability.entry()
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> Any:
    """Take each event once; one that cannot be taken yet comes back by the queue."""
    processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False)
    return process_partial_response(event, _take, processor, context)


def _take(record: SQSRecord) -> None:
    told = record.json_body
    shop, subject = open_shop(), told["data"]["object"]
    try:
        if told["type"].startswith("refund."):
            refund_id, state = (subject.get("metadata") or {}).get("refund"), REFUNDS.get(subject["status"])
            if refund_id and state:
                saga.settle_refund(shop, refund_id, state)
        elif subject["payment_status"] == "paid":
            saga.take_payment(shop, PROVIDER, told["id"], subject["client_reference_id"])
    except Exception:
        logger.exception("not taken", extra={"event": told["id"], "type": told["type"]})
        raise
    relay_all(shop)
