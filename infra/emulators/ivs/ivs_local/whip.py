"""Publishing from a web page: WHIP, whose offer, answer and end are requests of HTTP.

Source: RFC 9725. Trickle ICE and ICE restarts are left out, which it allows: a PATCH answers 405.
"""

import asyncio
import re
import secrets
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web

from ivs_local.broadcast import MOST_BITS, MOST_BITS_OTHERWISE, Broadcast
from ivs_local.offers import LONGEST_OFFER, check_offer
from ivs_local.peer import Offer, Peer
from ivs_local.refusal import KeyInUse, StreamRefused
from ivs_local.stage import Stage
from ivs_local.store import draw_id

PATH: Final = "/whip"
MOST_PEERS: Final = 8  # each of them decodes and encodes
_SDP = "application/sdp"
_BEARER = re.compile(r"Bearer +([\w~+/.-]{1,256}=*)", re.IGNORECASE)
_LOCAL_NAMES = ("127.0.0.1", "localhost")
# Of the most bits that a channel takes, what is left for the sound and for a scene that is hard to encode.
_PICTURE_SHARE = 0.7
_MOST_ENDED = 50


@dataclass
class _Publication:
    """One page that publishes, and the key that it has shown."""

    key: str
    peer: Peer
    broadcast: Broadcast
    task: asyncio.Task[None] | None = None


class Whip:
    """The endpoint and what was begun there; `origins` are those of the pages that may publish."""

    def __init__(self, stage: Stage, origins: frozenset[str]) -> None:
        self._stage = stage
        self._origins = origins
        self._open: dict[str, _Publication] = {}
        self._ended: dict[str, _Publication] = {}
        self._starting = 0

    def add_routes(self, application: web.Application) -> None:
        """Add the routes."""
        one = PATH + r"/{id:\w{32}}"
        for path, method, handler in ((PATH, "POST", self._begin), (one, "DELETE", self._end)):
            application.router.add_route(method, path, handler)
            application.router.add_route("OPTIONS", path, self._answer_options)
            application.router.add_route("*", path, _refuse_method)

    async def close(self) -> None:
        """End everything that goes on."""
        for publication in list(self._open.values()):
            await self._finish(publication)

    def open_to(self, request: web.Request) -> dict[str, str]:
        """Return the headers that let a page read an answer, or raise `HTTPForbidden` for a page that may not."""
        origin = request.headers.get("Origin")
        if urlsplit(f"//{request.host}").hostname not in _LOCAL_NAMES or origin not in {None, *self._origins}:
            raise web.HTTPForbidden(text="This page may not publish.")
        headers = {"Access-Control-Expose-Headers": "Location", "Vary": "Origin"}
        return {**headers, "Access-Control-Allow-Origin": origin} if origin else headers

    async def _answer_options(self, _: web.Request) -> web.Response:
        allowed = {
            "Access-Control-Allow-Methods": "POST, DELETE",
            "Access-Control-Allow-Headers": "Authorization, Content-Type",
            "Access-Control-Max-Age": "600",
        }
        return web.Response(status=204, headers={**allowed, "Accept-Post": _SDP})

    async def _begin(self, request: web.Request) -> web.Response:
        """Answer an offer; what the page sends from then on is the stream of its key."""
        key, sdp = _read_key(request), await _read_offer(request)
        peer = Peer()
        broadcast = self._admit(key, peer)
        self._starting += 1
        try:
            answer = await peer.start(Offer(sdp, _find_picture_bits(broadcast), self._stage.patience.lost))
        except BaseException as error:
            await peer.stop()
            refusal = error if isinstance(error, StreamRefused) else StreamRefused("The page did not wait.")
            await broadcast.close(refusal)
            if error is refusal:
                raise web.HTTPBadRequest(text=refusal.reason) from error
            raise
        finally:
            self._starting -= 1
        name = draw_id(32)
        self._open[name] = publication = _Publication(key, peer, broadcast)
        publication.task = asyncio.create_task(self._follow(name, publication))
        return web.Response(status=201, text=answer, content_type=_SDP, headers={"Location": f"{PATH}/{name}"})

    def _admit(self, key: str, peer: Peer) -> Broadcast:
        if len(self._open) + self._starting >= MOST_PEERS:
            raise web.HTTPServiceUnavailable(text="Too many pages publish.", headers={"Retry-After": "10"})
        try:
            broadcast = self._stage.admit(key, is_secure=True, hang_up=peer.hang_up)
        except KeyInUse as refusal:
            raise web.HTTPConflict(text=refusal.reason) from refusal
        except StreamRefused as refusal:
            raise web.HTTPUnauthorized(text=refusal.reason, headers={"WWW-Authenticate": "Bearer"}) from refusal
        return broadcast

    async def _follow(self, name: str, publication: _Publication) -> None:
        """Feed a stream until its page or something else ends it."""
        refusal: StreamRefused | None = None
        try:
            await publication.peer.feed(publication.broadcast)
        except StreamRefused as error:
            refusal = error
        finally:
            del self._open[name]
            self._ended[name] = publication
            if len(self._ended) > _MOST_ENDED:
                del self._ended[next(iter(self._ended))]
            await publication.broadcast.close(refusal)
            await publication.peer.stop()

    async def _end(self, request: web.Request) -> web.Response:
        """End a publication; one that has ended lately, by itself or by an earlier request, has ended."""
        name = request.match_info["id"]
        publication = self._open.get(name) or self._ended.get(name)
        if publication is None:
            raise web.HTTPNotFound(text="There is no such publication, or it has ended.")
        if not secrets.compare_digest(_read_key(request).encode(), publication.key.encode()):
            raise web.HTTPUnauthorized(text="Another key began this.", headers={"WWW-Authenticate": "Bearer"})
        await self._finish(publication)
        return web.Response(text="It has ended.")

    async def _finish(self, publication: _Publication) -> None:
        publication.peer.hang_up()
        if publication.task:
            await asyncio.wait([publication.task])


async def _refuse_method(_: web.Request) -> web.Response:
    raise web.HTTPMethodNotAllowed("", ["POST", "DELETE", "OPTIONS"])


def _read_key(request: web.Request) -> str:
    """Return the stream key that a request shows, or raise `HTTPUnauthorized`."""
    found = _BEARER.fullmatch(request.headers.get("Authorization", ""))
    if found is None:
        reason = "Send the stream key: `Authorization: Bearer <stream key>`."
        raise web.HTTPUnauthorized(text=reason, headers={"WWW-Authenticate": "Bearer"})
    return found[1]


async def _read_offer(request: web.Request) -> str:
    """Return what a page offers, or raise the `HTTPException` that tells why it is none."""
    if request.content_type != _SDP:
        raise web.HTTPUnsupportedMediaType(text=f"Send the offer as {_SDP}.")
    body = b""
    while len(body) <= LONGEST_OFFER and (piece := await request.content.readany()):
        body += piece
    if len(body) > LONGEST_OFFER:
        raise web.HTTPRequestEntityTooLarge(LONGEST_OFFER, len(body))
    try:
        sdp = body.decode()
        check_offer(sdp)
    except UnicodeDecodeError as error:
        raise web.HTTPBadRequest(text="The body is not SDP.") from error
    except StreamRefused as refusal:
        raise web.HTTPBadRequest(text=refusal.reason) from refusal
    return sdp


def _find_picture_bits(broadcast: Broadcast) -> int:
    return round(MOST_BITS.get(broadcast.channel["type"], MOST_BITS_OTHERWISE) * _PICTURE_SHARE)
