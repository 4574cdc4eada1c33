"""The Bedrock runtime with one model: one text after the other, in a thread of its own."""

import asyncio
import json
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from aiohttp import web

from aws_wire.errors import ServiceError
from aws_wire.server import build_application
from aws_wire.service import Context, Service
from bedrock_local import titan
from bedrock_local.encoder import Encoder

MAX_WAITING: Final = 64  # texts
_MODEL_ARN: Final = f":foundation-model/{titan.MODEL_ID}"


class BedrockRuntime:
    """Answers InvokeModel."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="model")
        self.waiting_texts = 0

    def build_application(self) -> web.Application:
        """Return the web application; it owns the worker thread until it is cleaned up."""
        service = Service("bedrock-runtime")
        service.operation("InvokeModel")(self._invoke_model)
        application = build_application(service)
        application.cleanup_ctx.append(self._end_worker)
        return application

    async def _end_worker(self, _: web.Application) -> AsyncIterator[None]:
        yield
        self._worker.shutdown(cancel_futures=True)

    async def _invoke_model(self, values: dict[str, Any], _: Context) -> dict[str, Any]:
        model_id = values["modelId"]
        if model_id != titan.MODEL_ID and not model_id.endswith(_MODEL_ARN):
            raise ServiceError("ValidationException", "The provided model identifier is invalid.")
        request = titan.parse_body(values.get("body", b""))
        answer = await self._infer(request)
        return {"body": json.dumps(answer).encode(), "contentType": "application/json"}

    async def _infer(self, request: titan.EmbeddingRequest) -> dict[str, Any]:
        if self.waiting_texts >= MAX_WAITING:
            raise ServiceError("ThrottlingException", "Too many requests, please wait before trying again.")
        self.waiting_texts += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._worker, titan.embed, request, self._encoder)
        finally:
            self.waiting_texts -= 1
