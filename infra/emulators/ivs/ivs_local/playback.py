"""Playback over HTTP: the playlists of a stream, and its parts and segments from memory."""

import asyncio
import re
from typing import Final

from aiohttp import web

from ivs_local.broadcast import Broadcast
from ivs_local.playlists import write_live, write_multivariant
from ivs_local.stage import Stage
from ivs_local.store import Store
from ivs_local.viewers import Holder, check_token

MOST_REQUESTS: Final = 500  # that are answered at once
SEND_SECONDS: Final = 30.0
OPEN_TO_PAGES: Final = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Date"}
_PLAYLIST: Final = "application/vnd.apple.mpegurl"
_PIECE = re.compile(r"(?:segment-(\d{1,9})|part-(\d{1,9})-(\d{1,9}))\.m4s|init-(\d{1,9})\.mp4")


class Playback:
    """The routes of players. Web pages of any origin may read them, as IVS lets them."""

    def __init__(self, store: Store, stage: Stage) -> None:
        self._store = store
        self._stage = stage
        self._slots = _Slots()

    def add_routes(self, application: web.Application) -> None:
        """Add the routes."""
        application.router.add_get(r"/api/video/v1/{name:[\w.-]+}.channel.{channel:\w+}.m3u8", self._answer_channel)
        application.router.add_get(r"/live/{stream:[\w-]+}/{session:\w+}/media.m3u8", self._answer_playlist)
        application.router.add_get(r"/live/{stream:[\w-]+}/{session:\w+}/{piece}", self._answer_piece)

    async def _answer_channel(self, request: web.Request) -> web.StreamResponse:
        """Answer what a player opens first: it leads into the stream that is live now, with a viewer's session."""
        region, _, account = request.match_info["name"].partition(".")
        arn = f"arn:aws:ivs:{region}:{account}:channel/{request.match_info['channel']}"
        holder = self._check_right(arn, request)
        broadcast = self._stage.find(arn)
        format_ = broadcast.timeline.format if broadcast else None
        if broadcast is None or format_ is None:
            raise web.HTTPNotFound(text="The channel is not live.")
        address = f"/live/{broadcast.id}/{broadcast.viewers.open(holder)}/media.m3u8"
        rate, frame_rate = broadcast.timeline.peak_rate, broadcast.packager.frame_rate
        text = write_multivariant(address, rate, format_, frame_rate=frame_rate)
        return await self._send(request, text.encode(), _PLAYLIST, is_lasting=False)

    def _check_right(self, arn: str, request: web.Request) -> Holder | None:
        """Return whose token a player of a private channel has, or raise `HTTPForbidden`."""
        channel = self._store.find("channel", arn)
        if channel is None or not channel["authorized"]:
            return None
        keys = [key["material"] for key in self._store.list("playback-key")]
        holder = check_token(arn, request.query.get("token"), request.headers.get("Origin"), keys)
        if holder and holder.version <= self._store.revoked.get(arn, {}).get(holder.viewer, -1):
            raise web.HTTPForbidden(text="The viewer's session was revoked.")
        return holder

    async def _answer_playlist(self, request: web.Request) -> web.StreamResponse:
        broadcast = self._find(request)
        timeline = broadcast.timeline
        number, part = _read_number(request, "_HLS_msn"), _read_number(request, "_HLS_part")
        if part is not None and number is None:
            raise web.HTTPBadRequest(text="_HLS_part needs _HLS_msn.")
        if number is not None:
            if number > timeline.next_number + 2:
                raise web.HTTPBadRequest(text="_HLS_msn is too far ahead.")
            await self._wait(broadcast, number, part)
        has_parts = broadcast.channel["latencyMode"] == "LOW"
        text = write_live(timeline, has_parts=has_parts)
        return await self._send(request, text.encode(), _PLAYLIST, is_lasting=False)

    async def _answer_piece(self, request: web.Request) -> web.StreamResponse:
        broadcast = self._find(request)
        named = _PIECE.fullmatch(request.match_info["piece"])
        if named is None:
            raise web.HTTPNotFound
        segment, of, part, format_ = (int(text) if text else None for text in named.groups())
        if format_ is not None:
            found = broadcast.timeline.find_format(format_)
            data = found.data if found else b""
        elif segment is not None:
            data = held.data if (held := broadcast.timeline.find_segment(segment)) else b""
        else:
            data = await self._find_part(broadcast, of or 0, part or 0)
        if not data:
            raise web.HTTPNotFound(text="It is not there, or not any more.")
        return await self._send(request, data, "video/mp4", is_lasting=True)

    async def _find_part(self, broadcast: Broadcast, number: int, part: int) -> bytes:
        """Return a part; the next one, which playlists announce, is waited for."""
        timeline = broadcast.timeline
        if (number, part) == (timeline.next_number, timeline.next_part):
            await self._wait(broadcast, number, part)
        segment = timeline.find_segment(number)
        return segment.parts[part].data if segment and part < len(segment.parts) else b""

    async def _wait(self, broadcast: Broadcast, number: int, part: int | None) -> None:
        try:
            async with self._slots, asyncio.timeout(3 * broadcast.timeline.target_seconds):
                await broadcast.timeline.wait_for(number, part)
        except TimeoutError as error:
            raise web.HTTPServiceUnavailable(text="Nothing came in time.") from error

    def _find(self, request: web.Request) -> Broadcast:
        broadcast = self._stage.find_stream(request.match_info["stream"])
        if broadcast is None or not broadcast.timeline.is_playable:
            raise web.HTTPNotFound(text="There is no such stream.")
        if not broadcast.viewers.touch(request.match_info["session"]):
            raise web.HTTPForbidden(text="Open the channel's playback URL.")
        return broadcast

    async def _send(self, request: web.Request, data: bytes, kind: str, *, is_lasting: bool) -> web.StreamResponse:
        """Send bytes; a client that takes them too slowly is let go."""
        caching = "max-age=60" if is_lasting else "no-cache, no-store"
        headers = {"Content-Type": kind, "Cache-Control": caching, "Content-Length": str(len(data))}
        response = web.StreamResponse(headers={**headers, **OPEN_TO_PAGES})
        async with self._slots:
            try:
                async with asyncio.timeout(SEND_SECONDS):
                    await response.prepare(request)
                    await response.write(data)
                    await response.write_eof()
            except TimeoutError:
                if request.transport:
                    request.transport.abort()
        return response


class _Slots:
    """Counts the requests that are answered; raises `HTTPServiceUnavailable` where there are too many."""

    def __init__(self) -> None:
        self._taken = 0

    async def __aenter__(self) -> None:
        if self._taken >= MOST_REQUESTS:
            raise web.HTTPServiceUnavailable(text="Too many requests are open.", headers={"Retry-After": "1"})
        self._taken += 1

    async def __aexit__(self, *_: object) -> None:
        self._taken -= 1


def _read_number(request: web.Request, name: str) -> int | None:
    text = request.query.get(name)
    if text is None:
        return None
    if not re.fullmatch(r"\d{1,9}", text):
        raise web.HTTPBadRequest(text=f"{name} is no number.")
    return int(text)
