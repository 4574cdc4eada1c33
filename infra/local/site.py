"""The site on this machine: the built frontend, its routes, and /config.json, which says where the API is."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from infra import headers, lifetimes

HOST: Final = "127.0.0.1"
NOT_BUILT: Final = "<h1>Waymark</h1><p>The frontend is not built. Run <code>make install</code>, then reload.</p>"


def application(dist: Path, config: Path) -> web.Application:
    """Serve `dist`; an unknown path without a file ending gets the application's page, which routes by itself."""

    async def settings(_: web.Request) -> web.StreamResponse:
        return web.FileResponse(config, headers={"content-type": "application/json", "cache-control": "no-store"})

    async def file(request: web.Request) -> web.StreamResponse:
        if asked := _within(dist, request.match_info["path"]):
            return web.FileResponse(asked, headers={"cache-control": lifetimes.cache_control(str(asked))})
        if Path(request.path).suffix:
            raise web.HTTPNotFound(text=f"No such file: {request.path}")
        page = dist / "index.html"
        if not page.is_file():
            return web.Response(text=NOT_BUILT, content_type="text/html", status=503)
        return web.FileResponse(page, headers={"cache-control": "no-cache"})

    served = web.Application(middlewares=[_one_origin])

    async def guard(request: web.Request, answer: web.StreamResponse) -> None:
        hosts = _hosts(config)
        policy = headers.content_security_policy(hosts, is_explorer=request.path == headers.EXPLORER)
        answer.headers.update(headers.GUARDS | {"Content-Security-Policy": policy})

    served.on_response_prepare.append(guard)
    served.router.add_get("/config.json", settings)
    served.router.add_get("/{path:.*}", file)
    return served


def _within(dist: Path, path: str) -> Path | None:
    asked = (dist / path).resolve()
    return asked if asked.is_relative_to(dist.resolve()) and asked.is_file() else None


def _hosts(config: Path) -> headers.Hosts:
    """Return the origins of what config.json names; the emulator is user pool and media bucket at once."""
    told: dict[str, Any] = json.loads(config.read_text()) if config.is_file() else {}
    api, realtime, emulator = (_origin(told.get(name, "")) for name in ("graphqlUrl", "realtimeUrl", "cognitoEndpoint"))
    style = told.get("mapStyle")
    maps = _origin(style) if style else ""
    return headers.Hosts(api=api, realtime=realtime, accounts=emulator, media=emulator, maps=maps)


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else "'self'"


@web.middleware
async def _one_origin(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Send `localhost` to 127.0.0.1: the media bucket's CORS rule knows one origin."""
    if request.host.startswith("localhost"):
        raise web.HTTPFound(request.url.with_host(HOST))
    return await handler(request)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.local.site", description=__doc__)
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--dist", type=Path, default=Path("frontend/dist"), help="the built frontend")
    parser.add_argument("--config", type=Path, default=Path(".waymark/config.json"), help="served as /config.json")
    options = parser.parse_args()
    try:
        web.run_app(application(options.dist, options.config), host=HOST, port=options.port, access_log=None)
    except OSError as error:
        sys.stderr.write(f"Port {options.port} cannot be used: {error.strerror}. Choose one with --port.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
