"""The operations of Rekognition: where the picture comes from, one inference after the other, what is answered."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

from aiohttp import web

from aws_wire.server import build_application, refuse_web_pages
from aws_wire.service import Context, Service
from rekognition_local import pictures, requests
from rekognition_local.answers import OPERATIONS, Answer, Operation
from rekognition_local.engine import Engine
from rekognition_local.errors import ThrottlingException
from rekognition_local.requests import S3Object

HEALTH = "/_rekognition/health"
MAX_BODY = 8 * 1024 * 1024  # bytes: 5 MB in base64, and the rest of the request
MAX_WAITING = 32  # pictures

log = logging.getLogger("rekognition")


class Objects(Protocol):
    """Where pictures lie that a request only names."""

    def fetch(self, source: S3Object) -> bytes: ...


class Rekognition:
    """Answers requests one after the other: two cores are busy with one picture."""

    def __init__(self, engine: Engine, objects: Objects) -> None:
        self._engine = engine
        self._objects = objects
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="inference")
        self.waiting_pictures = 0

    def build_application(self) -> web.Application:
        """Return the web application; it owns the worker thread until it is cleaned up."""
        service = Service("rekognition", validation_error="ValidationException")
        for name, operation in OPERATIONS.items():
            service.operation(name)(self._build_handler(operation))
        application = build_application(service, max_body=MAX_BODY)
        application.middlewares.append(refuse_web_pages)
        application.cleanup_ctx.append(self._end_worker)
        return application

    async def _end_worker(self, _: web.Application) -> AsyncIterator[None]:
        yield
        self._worker.shutdown(cancel_futures=True)

    def _build_handler(self, operation: Operation) -> Any:
        async def answer(values: dict[str, Any], _: Context) -> Answer:
            request = requests.parse(operation.request, values)
            content, source = await self._fetch_content(request.image)
            fetched = time.monotonic()
            output = await self._infer(lambda: operation.answer(request, pictures.decode(content), self._engine))
            log.info("%s: %d bytes, %.0f ms in models", source, len(content), (time.monotonic() - fetched) * 1000)
            return output

        return answer

    async def _fetch_content(self, image: requests.Image) -> tuple[bytes, str]:
        """Return the picture's file and where it came from."""
        if image.s3_object is None:
            return image.bytes_ or b"", "the request"
        source = image.s3_object
        return await asyncio.to_thread(self._objects.fetch, source), f"s3://{source.bucket}/{source.name}"

    async def _infer(self, infer: Callable[[], Answer]) -> Answer:
        if self.waiting_pictures >= MAX_WAITING:
            raise ThrottlingException(f"{MAX_WAITING} pictures are waiting already; try again.")
        self.waiting_pictures += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._worker, infer)
        finally:
            self.waiting_pictures -= 1
