"""The Bedrock runtime with two models: one text after the other, in a thread of its own."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from aiohttp import web

from aws_wire.errors import ServiceError
from aws_wire.server import build_application
from aws_wire.service import Context, Service
from bedrock_local import converse, faults, tasks, titan
from bedrock_local.encoder import Encoder

MAX_WAITING: Final = 64  # texts


class BedrockRuntime:
    """Answers InvokeModel and Converse."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="model")
        self.waiting_texts = 0

    def build_application(self) -> web.Application:
        """Return the web application; it owns the worker thread until it is cleaned up."""
        service = Service("bedrock-runtime")
        service.operation("InvokeModel")(self._invoke_model)
        service.operation("Converse")(self._converse)
        application = build_application(service)
        application.cleanup_ctx.append(self._end_worker)
        return application

    async def _end_worker(self, _: web.Application) -> AsyncIterator[None]:
        yield
        self._worker.shutdown(cancel_futures=True)

    async def _invoke_model(self, values: dict[str, Any], context: Context) -> dict[str, Any]:
        _require_model(values["modelId"], titan.MODEL_ID)
        request = titan.parse_body(values.get("body", b""))
        fault = await faults.suffer_fault(context.headers)
        body = json.dumps(await self._infer(lambda: titan.embed(request, self._encoder))).encode()
        half = body[: len(body) // 2] if fault == faults.MALFORMED else body
        return {"body": half, "contentType": "application/json"}

    async def _converse(self, values: dict[str, Any], context: Context) -> dict[str, Any]:
        _require_model(values["modelId"], tasks.MODEL_ID)
        fault = await faults.suffer_fault(context.headers)
        answer = await self._infer(lambda: converse.answer_request(values))
        if fault == faults.MALFORMED:
            answer["output"]["message"]["content"] = [{"text": '{"bands": '}]
        return answer

    async def _infer(self, act: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        if self.waiting_texts >= MAX_WAITING:
            raise ServiceError("ThrottlingException", "Too many requests, please wait before trying again.")
        self.waiting_texts += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._worker, act)
        finally:
            self.waiting_texts -= 1


def _require_model(given: str, known: str) -> None:
    """Raise Bedrock's error unless a model's ID or ARN is the known one."""
    if given != known and not given.endswith(f":foundation-model/{known}"):
        raise ServiceError("ValidationException", "The provided model identifier is invalid.")
