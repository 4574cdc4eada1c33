"""The demo world's door to the API: refusals become errors, an upload sends the form first and the file last."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from infra.local.world.api import Api, ApiError, TooLateError


class Door:
    """A server that answers what it is told, and keeps what it was sent."""

    def __init__(self) -> None:
        self.answer: dict[str, Any] = {}
        self.earlier: list[dict[str, Any]] = []  # what it answers first
        self.status = 200
        self.parts: list[str] = []

    async def graphql(self, _request: web.Request) -> web.Response:
        return web.json_response(self.earlier.pop(0) if self.earlier else self.answer)

    async def form(self, request: web.Request) -> web.Response:
        self.parts = list(await request.post())
        return web.Response(status=self.status, text="<Code>EntityTooLarge</Code>")


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
async def server(door: Door) -> AsyncIterator[TestServer]:
    app = web.Application()
    app.add_routes([web.post("/graphql", door.graphql), web.post("/form", door.form)])
    started = TestServer(app)
    await started.start_server()
    yield started
    await started.close()


@pytest.fixture
async def api(server: TestServer) -> AsyncIterator[Api]:
    async with aiohttp.ClientSession() as http:
        yield Api(str(server.make_url("/graphql")), {}, http)


async def test_a_refused_field_is_said_with_its_type(door: Door, api: Api) -> None:
    """As AppSync names it."""
    door.answer = {"data": None, "errors": [{"errorType": "Unauthorized", "message": "Not Authorized"}]}

    with pytest.raises(ApiError, match="Unauthorized: Not Authorized"):
        await api.execute("{ viewer { user { id } } }")


def limit(seconds: float) -> dict[str, Any]:
    ends = (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    error = {"code": "RATE_LIMITED", "message": "60 changes a minute are allowed.", "path": [], "retryAt": ends}
    return {"data": {"createPost": {"errors": [error], "post": None}}}


async def test_who_changed_too_much_in_a_minute_goes_on_in_the_next(door: Door, api: Api) -> None:
    """The same mutation is sent again when the refusal says so."""
    door.earlier = [limit(0.2)]
    door.answer = {"data": {"createPost": {"errors": [], "post": {"id": "post_1"}}}}

    assert (await api.mutate("mutation", title="Snow"))["post"] == {"id": "post_1"}


async def test_nobody_waits_for_a_limit_of_a_day(door: Door, api: Api) -> None:
    door.answer = limit(7200)

    with pytest.raises(ApiError, match="RATE_LIMITED: 60 changes"):
        await api.mutate("mutation", title="Snow")


async def test_a_late_answer_is_told_apart(door: Door, api: Api) -> None:
    """It may be asked again."""
    door.answer = {"data": None, "errors": [{"errorType": "ExecutionTimeout", "message": "Execution timed out."}]}

    with pytest.raises(TooLateError):
        await api.execute("{ viewer { user { id } } }")


async def test_a_payloads_errors_are_refusals_too(door: Door, api: Api) -> None:
    """A mutation that did nothing does not pass for one that did."""
    errors = [{"code": "CONFLICT", "message": "It has changed.", "path": ["expectedVersion"]}]
    door.answer = {"data": {"publishPost": {"post": None, "errors": errors}}}

    with pytest.raises(ApiError, match="CONFLICT: It has changed"):
        await api.mutate("mutation", id="post_1")


async def test_the_file_comes_last(door: Door, server: TestServer, api: Api) -> None:
    """S3 ignores every field after it."""
    fields = [{"name": "key", "value": "uploads/1"}, {"name": "policy", "value": "p"}]

    await api.upload({"url": str(server.make_url("/form")), "fields": fields}, "a.jpg", b"picture")

    assert door.parts == ["key", "policy", "file"]


async def test_a_refused_upload_says_what_the_store_said(door: Door, server: TestServer, api: Api) -> None:
    """Such as a file larger than was announced."""
    door.status = 400

    with pytest.raises(ApiError, match="EntityTooLarge"):
        await api.upload({"url": str(server.make_url("/form")), "fields": []}, "a.jpg", b"picture")
