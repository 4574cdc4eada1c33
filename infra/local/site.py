"""The site on this machine: the built frontend, its routes, and /config.json, which says where the API is."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from cloudfront_local.edge import Edge
from infra import headers, lifetimes
from infra.local.compression import respond_with_file

HOST: Final = "127.0.0.1"
# Fields of config.json that may be left out, by what they name.
_OPTIONAL_HOSTS: Final = {"live": "playbackEndpoint", "chat": "chatUrl", "maps": "mapStyle"}
NOT_BUILT: Final = "<h1>Waymark</h1><p>The frontend is not built. Run <code>make install</code>, then reload.</p>"


def application(dist: Path, config: Path, distribution: Path) -> web.Application:
    """Serve `dist`; an unknown path without a file extension gets the application's page, which routes.

    Paths that the distribution keeps for media are answered by the local CloudFront.
    """
    edge = Edge(distribution)

    async def send_config(_: web.Request) -> web.StreamResponse:
        return web.FileResponse(config, headers={"content-type": "application/json", "cache-control": "no-store"})

    async def send_file(request: web.Request) -> web.StreamResponse:
        if edge.handles(request.path):
            return await edge.respond(request)
        if file := _find_file(dist, request.match_info["path"]):
            return await respond_with_file(request, file, lifetimes.cache_control(str(file)))
        if Path(request.path).suffix:
            raise web.HTTPNotFound(text="No such file.")
        page = dist / "index.html"
        if not page.is_file():
            return web.Response(text=NOT_BUILT, content_type="text/html", status=503)
        return await respond_with_file(request, page, "no-cache")

    site = web.Application(middlewares=[_require_own_host])

    async def add_guards(request: web.Request, response: web.StreamResponse) -> None:
        is_explorer = request.path == headers.EXPLORER
        policy = headers.content_security_policy(_read_hosts(config), is_explorer=is_explorer)
        response.headers.update(headers.GUARDS | {"Content-Security-Policy": policy})

    site.on_response_prepare.append(add_guards)
    site.on_cleanup.append(edge.clean_up)
    site.router.add_get("/config.json", send_config)
    site.router.add_get("/{path:.*}", send_file)
    return site


def _find_file(dist: Path, path: str) -> Path | None:
    """Return the file of a path inside `dist`; None for every other path, however it is written."""
    try:
        file = (dist / path.lstrip("/")).resolve()
        return file if file.is_relative_to(dist.resolve()) and file.is_file() else None
    except (OSError, ValueError):  # a name that no file can have: NUL, or too long
        return None


def _read_hosts(config: Path) -> headers.Hosts:
    """Return the origins that config.json names; the embedded AWS is user pool and media bucket at once."""
    content: dict[str, Any] = json.loads(config.read_text()) if config.is_file() else {}
    api, realtime, aws = (_origin(content.get(name, "")) for name in ("graphqlUrl", "realtimeUrl", "cognitoEndpoint"))
    optional = {name: _origin(content[field]) for name, field in _OPTIONAL_HOSTS.items() if content.get(field)}
    return headers.Hosts(api=api, realtime=realtime, accounts=aws, media=aws, **optional)


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else "'self'"


@web.middleware
async def _require_own_host(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Send `localhost` to 127.0.0.1, and refuse any other name: an attacker's could point here (DNS rebinding)."""
    name, _, port = request.host.rpartition(":")
    if (name, port) == ("localhost", _local_port(request)):
        # The media bucket's CORS rule names one origin.
        raise web.HTTPFound(request.url.with_host(HOST))
    if (name, port) != (HOST, _local_port(request)):
        raise web.HTTPMisdirectedRequest(text=f"This is http://{HOST}:{_local_port(request)}/.")
    return await handler(request)


def _local_port(request: web.Request) -> str:
    """Return the port on which a request arrived."""
    assert request.transport is not None
    return str(request.transport.get_extra_info("sockname")[1])


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.local.site", description=__doc__)
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument(
        "--dist", type=Path, default=Path("frontend/dist"), help="folder of the built frontend (default: %(default)s)"
    )
    parser.add_argument(
        "--config",
        type=Path,
        default=Path(".waymark/config.json"),
        help="file to serve as /config.json (default: %(default)s)",
    )
    parser.add_argument(
        "--distribution",
        type=Path,
        default=Path(".waymark/distribution.json"),
        help="file that says which paths are media, and whose signatures count (default: %(default)s)",
    )
    options = parser.parse_args()
    try:
        site = application(options.dist, options.config, options.distribution)
        web.run_app(site, host=HOST, port=options.port, access_log=None)
    except OSError as error:
        sys.stderr.write(f"Port {options.port} cannot be used: {error.strerror}. Choose one with --port.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
