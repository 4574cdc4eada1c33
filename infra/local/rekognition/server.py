"""Rekognition's wire protocol, AWS JSON 1.1 over HTTP: targets, errors, request ids and a log line each."""

import asyncio
import json
import logging
import time
import uuid
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

from aiohttp import web

from infra.local.rekognition import pictures, requests
from infra.local.rekognition.answers import OPERATIONS, Answer
from infra.local.rekognition.engine import Engine
from infra.local.rekognition.errors import (
    ImageTooLargeException,
    InternalServerError,
    MissingAuthenticationTokenException,
    RekognitionError,
    SerializationException,
    ThrottlingException,
    UnknownOperationException,
)
from infra.local.rekognition.requests import S3Object

PREFIX = "RekognitionService."
CONTENT_TYPE = "application/x-amz-json-1.1"
HEALTH = "/_rekognition/health"
MAX_BODY = 8 * 1024 * 1024  # 5 MB in base64, and the rest of the request
MAX_WAITING = 32

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
        self._waiting = 0

    def application(self) -> web.Application:
        """Return the web application; it owns the worker thread until it is cleaned up."""
        application = web.Application(client_max_size=MAX_BODY)
        application.router.add_get(HEALTH, self._health)
        application.router.add_post("/", self._post)
        application.cleanup_ctx.append(self._work)
        return application

    async def _work(self, _: web.Application) -> AsyncIterator[None]:
        yield
        self._worker.shutdown(cancel_futures=True)

    async def _health(self, _: web.Request) -> web.Response:
        return web.json_response({"status": "ok", "operations": sorted(OPERATIONS), "waiting": self._waiting})

    async def _post(self, request: web.Request) -> web.Response:
        started, target = time.monotonic(), request.headers.get("X-Amz-Target", "")
        try:
            answer, note = await self._answered(request, target.removeprefix(PREFIX))
            response = web.json_response(answer, content_type=CONTENT_TYPE)
        except RekognitionError as error:
            note, response = f"{type(error).__name__}: {error}", _refused(error)
        except Exception:
            log.exception("%s failed", target)
            note = "InternalServerError"
            response = _refused(InternalServerError("The local Rekognition failed; its log says why."))
        response.headers["x-amzn-RequestId"] = str(uuid.uuid4())
        log.info("%s %d %.0f ms %s", target or "-", response.status, (time.monotonic() - started) * 1000, note)
        return response

    async def _answered(self, request: web.Request, name: str) -> tuple[Answer, str]:
        if not request.headers.get("Authorization", "").startswith("AWS4-HMAC-SHA256 "):
            raise MissingAuthenticationTokenException("Sign the request with Signature Version 4.")
        if name not in OPERATIONS:
            raise UnknownOperationException(
                f"{name or 'A request without X-Amz-Target'} does not run locally; "
                f"these do: {', '.join(sorted(OPERATIONS))}."
            )
        operation = OPERATIONS[name]
        asked = requests.parse(operation.request, await _body(request))
        content, source = await self._content(asked.image)
        fetched = time.monotonic()
        answer = await self._inferred(lambda: operation.answer(asked, pictures.decode(content), self._engine))
        return answer, f"{source} ({len(content)} bytes, {(time.monotonic() - fetched) * 1000:.0f} ms in models)"

    async def _content(self, image: requests.Image) -> tuple[bytes, str]:
        if image.s3_object is not None:
            where = image.s3_object
            return await asyncio.to_thread(self._objects.fetch, where), f"s3://{where.bucket}/{where.name}"
        assert image.bytes_ is not None
        if len(image.bytes_) > pictures.MAX_BYTES:
            raise ImageTooLargeException(f"The image has more than {pictures.MAX_BYTES} bytes.")
        return image.bytes_, "bytes"

    async def _inferred(self, work: Any) -> Answer:
        if self._waiting >= MAX_WAITING:
            raise ThrottlingException(f"{MAX_WAITING} pictures are waiting already; try again.")
        self._waiting += 1
        try:
            answer: Answer = await asyncio.get_running_loop().run_in_executor(self._worker, work)
            return answer
        finally:
            self._waiting -= 1


async def _body(request: web.Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.read())
    except web.HTTPRequestEntityTooLarge as error:
        raise ImageTooLargeException(f"The image has more than {pictures.MAX_BYTES} bytes.") from error
    except ValueError as error:
        raise SerializationException("The body is not valid JSON.") from error
    if not isinstance(body, dict):
        raise SerializationException("The body must be a JSON object.")
    return body


def _refused(error: RekognitionError) -> web.Response:
    name = type(error).__name__
    return web.json_response(
        {"__type": name, "Message": str(error)},
        status=error.status,
        content_type=CONTENT_TYPE,
        headers={"x-amzn-ErrorType": name},
    )
