"""The site's files as CloudFront sends them: compressed for browsers that accept it, each once until it changes."""

import asyncio
import gzip
import mimetypes
from functools import lru_cache
from pathlib import Path
from typing import Final

from aiohttp import hdrs, web

_COMPRESSIBLE: Final = frozenset({".css", ".html", ".js", ".json", ".svg", ".txt", ".webmanifest", ".xml"})
_LEAST: Final = 1_000  # bytes, as on CloudFront: below that compression costs more than it saves


async def respond_with_file(request: web.Request, file: Path, cache_control: str) -> web.StreamResponse:
    """Return a file, or 304 where the browser has it; ranges are served uncompressed."""
    headers = {hdrs.CACHE_CONTROL: cache_control, hdrs.VARY: hdrs.ACCEPT_ENCODING}
    found = await asyncio.to_thread(file.stat)
    if file.suffix not in _COMPRESSIBLE or found.st_size < _LEAST or not _takes_gzip(request):
        return web.FileResponse(file, headers=headers)
    tag = f"{found.st_mtime_ns:x}-{found.st_size:x}-gzip"
    if any(each.value in (tag, "*") for each in request.if_none_match or ()):
        return web.Response(status=304, headers={**headers, hdrs.ETAG: f'"{tag}"'})
    body = await asyncio.to_thread(_compress, file, found.st_mtime_ns)
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    headers |= {hdrs.CONTENT_TYPE: kind, hdrs.CONTENT_ENCODING: "gzip", hdrs.ETAG: f'"{tag}"'}
    return web.Response(body=body, headers=headers)


def _takes_gzip(request: web.Request) -> bool:
    accepted = request.headers.get(hdrs.ACCEPT_ENCODING, "")
    return hdrs.RANGE not in request.headers and any(
        name.strip() == "gzip" and quality.replace(" ", "") not in ("q=0", "q=0.0")
        for name, _, quality in (each.partition(";") for each in accepted.lower().split(","))
    )


@lru_cache(maxsize=500)
def _compress(file: Path, _changed: int) -> bytes:
    """Compress a file as it was when it was changed last."""
    return gzip.compress(file.read_bytes(), 6, mtime=0)
