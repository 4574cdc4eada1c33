"""Message review handlers: Lambda functions that allow, deny or change a message before anybody sees it.

Source: Amazon IVS Chat User Guide, "Chat Message Review Handler".
"""

import asyncio
import json
import logging
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Protocol

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from ivschat_local.requests import MOST_ATTRIBUTE_BYTES, are_attributes, measure_attributes

REVIEW_SECONDS: Final = 0.2  # IVS Chat's quota
MOST_CONTENT: Final = 500
_MOST_INVOCATIONS: Final = 32

log = logging.getLogger("ivschat")


class ReviewFailed(Exception):  # noqa: N818
    """A handler that did not answer in time, failed, or answered what is no review."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a message; `reason` is the handler's own, if it gave one."""

    is_allowed: bool
    content: str
    attributes: Mapping[str, str]
    reason: str | None = None


class Invoker(Protocol):
    """Who runs a function and returns its answer."""

    async def invoke(self, function_arn: str, event: Mapping[str, Any]) -> Any:
        """Return the answer, or raise `ReviewFailed`."""


async def review_message(invoker: Invoker, handler: Mapping[str, str], event: Mapping[str, Any]) -> Verdict:
    """Return what the handler of a room says about a message; its `fallbackResult` where it says nothing valid."""
    original = Verdict(is_allowed=True, content=event["Content"], attributes=event["Attributes"])
    if not handler.get("uri"):
        return original
    try:
        return parse_verdict(await invoker.invoke(handler["uri"], event), original)
    except ReviewFailed as failure:
        fallback = handler.get("fallbackResult", "ALLOW")
        log.warning("%s: %s; the fallback is %s", handler["uri"], failure, fallback)
        return Verdict(fallback == "ALLOW", original.content, original.attributes)


def parse_verdict(answer: Any, original: Verdict) -> Verdict:
    """Return a handler's verdict, or raise `ReviewFailed`; attributes that it leaves out stay as they were."""
    result = answer.get("ReviewResult") if isinstance(answer, dict) else None
    if result not in {"ALLOW", "DENY"}:
        raise ReviewFailed("ReviewResult is neither ALLOW nor DENY")
    attributes = answer.get("Attributes")
    if attributes is not None and not are_attributes(attributes):
        raise ReviewFailed("Attributes do not map texts to texts")
    if measure_attributes(attributes or {}) > MOST_ATTRIBUTE_BYTES:
        raise ReviewFailed("Attributes have more than 1 KB")
    if result == "DENY":
        return Verdict(is_allowed=False, content="", attributes={}, reason=(attributes or {}).get("Reason"))
    content = answer.get("Content")
    if not isinstance(content, str) or not 0 < len(content) <= MOST_CONTENT:
        raise ReviewFailed(f"Content is no text of 1 to {MOST_CONTENT} characters")
    return Verdict(
        is_allowed=True, content=content, attributes=original.attributes if attributes is None else attributes
    )


def find_endpoint() -> str | None:
    """Return the address of Lambda as boto3 finds it; without one no handler is invoked, least of all on AWS."""
    return os.environ.get("AWS_ENDPOINT_URL_LAMBDA") or os.environ.get("AWS_ENDPOINT_URL")


class LambdaInvoker:
    """The Lambda at `AWS_ENDPOINT_URL_LAMBDA`, else at `AWS_ENDPOINT_URL`; `seconds` is how long it may take."""

    def __init__(self, seconds: float = REVIEW_SECONDS) -> None:
        self._seconds = seconds
        self._threads = ThreadPoolExecutor(_MOST_INVOCATIONS, "review")

    async def invoke(self, function_arn: str, event: Mapping[str, Any]) -> Any:
        """Return the function's answer, or raise `ReviewFailed`."""
        if find_endpoint() is None:
            raise ReviewFailed("the emulator has no Lambda: set AWS_ENDPOINT_URL_LAMBDA and start it again")
        loop = asyncio.get_running_loop()
        try:
            call = loop.run_in_executor(self._threads, self._call, function_arn, json.dumps(event))
            return await asyncio.wait_for(call, self._seconds)
        except TimeoutError:
            raise ReviewFailed(f"it took more than {self._seconds} seconds") from None
        except (ClientError, BotoCoreError, ValueError) as error:
            raise ReviewFailed(str(error)) from error

    def _call(self, function_arn: str, event: str) -> Any:
        answer = self._client.invoke(FunctionName=function_arn, Payload=event)
        payload = answer["Payload"].read()
        if "FunctionError" in answer:
            raise ValueError(f"the function failed: {payload.decode(errors='replace')[:500]}")
        return json.loads(payload)

    @cached_property
    def _client(self) -> Any:
        config = Config(
            connect_timeout=3,
            read_timeout=max(self._seconds, 1),
            retries={"total_max_attempts": 1},
            max_pool_connections=_MOST_INVOCATIONS,
        )
        return boto3.client("lambda", region_name=os.environ.get("AWS_REGION", "us-east-1"), config=config)
