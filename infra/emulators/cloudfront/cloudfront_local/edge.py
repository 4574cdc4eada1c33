"""A distribution's answers within an aiohttp application: refused, or read from its bucket."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from aiohttp import ClientConnectionError, hdrs, web

from cloudfront_local.access import Grant, Viewer, find_cookies, require_access, split_query
from cloudfront_local.distribution import Behaviour, Distribution, read_distribution
from cloudfront_local.errors import FORBIDDEN, XML, Refused, deny_access
from cloudfront_local.origin import Bucket

_METHODS: Final = ("GET", "HEAD")
_DOTS: Final = {".", ".."}
_CHUNK: Final = 65_536
# Of one connection, not of the object.
_HOP_BY_HOP: Final = frozenset({"connection", "date", "keep-alive", "server", "transfer-encoding"})


class Edge:
    """Answers requests as the distribution in a file says, which is read again when it changes."""

    def __init__(self, file: Path, now: Callable[[], float] = time.time) -> None:
        self._file = file
        self._now = now
        self._bucket = Bucket()
        self._read: tuple[int, Distribution] | None = None

    def handles(self, path: str) -> bool:
        """Tell whether the distribution has a behaviour for a path."""
        return self._file.is_file() and self._load().find_behaviour(path) is not None

    async def respond(self, request: web.Request) -> web.StreamResponse:
        """Answer a request for one of the distribution's paths."""
        try:
            return await self._respond(request)
        except Refused as refused:
            return web.Response(status=FORBIDDEN, text=refused.write_xml(), content_type=XML)

    def build_application(self) -> web.Application:
        """Return a server of nothing else."""
        application = web.Application()
        application.router.add_get("/_cloudfront/health", _say_healthy)
        application.router.add_route("*", "/{path:.*}", self.respond)
        application.on_cleanup.append(self.clean_up)
        return application

    async def clean_up(self, _: web.Application) -> None:
        """Close what is open to the bucket, when an application ends."""
        await self._bucket.close()

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        path, _, query = request.raw_path.partition("?")
        behaviour = self._load().find_behaviour(path) if self._file.is_file() else None
        if behaviour is None or request.method not in _METHODS or _DOTS & {*unquote(path).split("/")}:
            raise deny_access()
        kept, signing = split_query(query)
        target = f"{path}?{kept}" if kept else path
        if behaviour.is_restricted:
            cookies = find_cookies(request.headers.getall(hdrs.COOKIE, []))
            url = f"{request.scheme}://{request.host}{target}"
            viewer = Viewer(url=url, address=request.remote or "", at=self._now())
            # A signed URL decides by itself, whatever the cookies say.
            require_access(Grant.of(signing or cookies), behaviour.keys, viewer)
        return await self._pass_on(request, behaviour, target)

    async def _pass_on(self, request: web.Request, behaviour: Behaviour, target: str) -> web.StreamResponse:
        try:
            found = await self._bucket.read(behaviour.origin, request.method, target, {**request.headers})
        except ClientConnectionError:
            return web.Response(status=502, text="CloudFront wasn't able to connect to the origin.")
        async with found:
            response = web.StreamResponse(status=found.status)
            for name, value in found.headers.items():
                if name.lower() not in _HOP_BY_HOP:
                    response.headers.add(name, value)
            response.headers.update({"Via": "1.1 local.cloudfront.net (CloudFront)", "X-Cache": "Miss from cloudfront"})
            await response.prepare(request)
            if request.method != "HEAD":
                async for chunk in found.content.iter_chunked(_CHUNK):
                    await response.write(chunk)
            await response.write_eof()
            return response

    def _load(self) -> Distribution:
        changed = self._file.stat().st_mtime_ns
        if self._read is None or self._read[0] != changed:
            self._read = changed, read_distribution(self._file)
        return self._read[1]


async def _say_healthy(_: web.Request) -> web.Response:
    return web.json_response({"status": "ok"})
