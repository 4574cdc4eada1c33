"""Joins the local payment provider and the deployed shop: a key for its functions, a webhook for the provider."""

import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import urllib3

from infra.deploy import formation
from infra.local.deploy.aws import client
from infra.local.deploy.secrets import put_secret, read_secret
from infra.local.ministack.paths import FUNCTION_URLS
from resolvers.shop.payments.provider import WANTED

SECRET: Final = "waymark-payments"  # noqa: S105 - its name
STACK: Final = "waymark-dev-payments"
ENDPOINTS: Final = "/v1/webhook_endpoints"
KEY: Final = "sk_test_waymark"  # the local provider takes any test key
TIMEOUT_SECONDS: Final = 10


def prepare_secret(aws: str) -> str:
    """Return the ARN of the secret that functions read, made where it is missing."""
    return put_secret(aws, SECRET, read_secret(aws, SECRET) or _write_keys([]))


def register_webhook(aws: str, provider: str) -> None:
    """Have the provider send its events to the deployed webhook, and tell the webhook the secret that signs them.

    What is registered stays: events that wait for delivery belong to it.
    """
    address = find_webhook(aws)
    known = [each for each in _call("GET", f"{provider}{ENDPOINTS}")["data"] if each["url"] == address]
    if known and json.loads(read_secret(aws, SECRET) or "{}").get("webhookSecrets"):
        return
    for each in known:
        _call("DELETE", f"{provider}{ENDPOINTS}/{each['id']}")
    wanted = {f"enabled_events[{number}]": each for number, each in enumerate(WANTED)}
    made = _call("POST", f"{provider}{ENDPOINTS}", {"url": address, **wanted})
    put_secret(aws, SECRET, _write_keys([made["secret"]]))


def find_webhook(aws: str) -> str:
    """Return where this machine reaches the webhook, whose own address leads to AWS."""
    outputs = formation.outputs(formation.describe_stack(client("cloudformation", aws), STACK))
    url_id = str(urlsplit(outputs["PaymentsWebhookUrl"]).hostname).partition(".")[0]
    return f"{aws}{FUNCTION_URLS}{url_id}/"


def _write_keys(webhook_secrets: list[str]) -> str:
    return json.dumps({"apiKey": KEY, "webhookSecrets": webhook_secrets})


def _call(method: str, url: str, fields: Mapping[str, str] | None = None) -> Any:
    headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/x-www-form-urlencoded"}
    body = urlencode(fields) if fields else None
    answer = urllib3.request(method, url, body=body, headers=headers, timeout=TIMEOUT_SECONDS, retries=False)
    if answer.status != 200:  # noqa: PLR2004 - OK
        raise RuntimeError(f"The payment provider refused {method} {url}: {answer.data.decode()}")
    return answer.json()
