"""The Lambda entry of the provider's webhooks: verified on their bytes, then put on the orders' queue."""

import base64
import json
import time
from typing import Any, Final

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from resolvers.core import observability
from resolvers.core.observability import logger, metrics
from resolvers.core.settings import settings
from resolvers.platform.jobs import queue
from resolvers.shop.payments.provider import WANTED, read_webhook_secrets
from resolvers.shop.payments.signature import SignatureError, verify_signature

OK: Final = {"statusCode": 200, "body": ""}


@observability.entry()
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:  # noqa: ARG001 - Lambda's signature
    """Answer 200 once the queue has the webhook, so that a lost one is sent again; 400 for a forged one."""
    text: str = event.get("body") or ""
    payload = base64.b64decode(text) if event.get("isBase64Encoded") else text.encode()
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    if not settings().payments_secret_arn:
        return {"statusCode": 503, "body": ""}
    try:
        verify_signature(payload, headers.get("stripe-signature"), read_webhook_secrets(), int(time.time()))
    except SignatureError as refused:
        logger.warning("forged webhook", extra={"reason": str(refused)})
        metrics.add_metric("PaymentWebhookRefused", MetricUnit.Count, 1)
        return {"statusCode": 400, "body": ""}
    told = json.loads(payload)
    if told["type"] in WANTED:
        queue.send(settings().payments_queue_url, payload.decode())
    return OK
