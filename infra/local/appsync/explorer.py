"""GraphiQL for whatever API is served, at `/_appsync/graphiql`, from packages that npm installed; nothing is built."""

import json
from pathlib import Path
from typing import Any

from infra.local.appsync.catalog import Api
from infra.local.appsync.exchange import Incoming, Outgoing, is_local, service_error
from infra.local.appsync.plane import Plane

PATH = "/_appsync/graphiql"
_HOME = Path(__file__).parent / "graphiql"
_PACKAGES = {
    "react.js": "react/umd/react.production.min.js",
    "react-dom.js": "react-dom/umd/react-dom.production.min.js",
    "graphiql.js": "graphiql/graphiql.min.js",
    "graphiql.css": "graphiql/graphiql.min.css",
}
_OWN = ("explorer.js", "explorer.css", "transport.js", "signing.js")
_TYPES = {"js": "text/javascript", "css": "text/css", "html": "text/html"}
_MISSING = """<!doctype html><title>GraphiQL · AppSync</title>
<p>GraphiQL is not installed yet. Run this, then load the page again:</p><pre>npm ci --prefix {folder}</pre>"""


async def answer(plane: Plane, incoming: Incoming, home: Path = _HOME) -> Outgoing:
    """Return the page or one of its files; without npm's packages in `home`, how to install them."""
    rest = incoming.path.removeprefix(PATH).removeprefix("/")
    if rest == "apis.json":
        apis = [_told(plane, api, keys=is_local(incoming)) for api in plane.deployments.apis.values()]
        return Outgoing(200, json.dumps({"apis": apis}).encode(), {"content-type": "application/json"})
    if rest in _OWN:
        return _file(home / rest)
    if rest and rest not in _PACKAGES:
        return service_error(404, "NotFoundException", f"GraphiQL has no file {rest}.")
    if not all((home / "node_modules" / path).exists() for path in _PACKAGES.values()):
        return Outgoing(503, _MISSING.format(folder=home).encode(), {"content-type": "text/html; charset=utf-8"})
    return _file(home / "node_modules" / _PACKAGES[rest] if rest else home / "page.html")


def _file(path: Path) -> Outgoing:
    kind = _TYPES[path.suffix[1:]]
    return Outgoing(200, path.read_bytes(), {"content-type": f"{kind}; charset=utf-8", "cache-control": "no-cache"})


def _told(plane: Plane, api: Api, *, keys: bool) -> dict[str, Any]:
    """Return what the page must know of an API; its keys are for the machine that it runs on."""
    alone = len(plane.deployments.apis) + len(plane.deployments.refused) == 1
    modes = [api.default_auth.mode, *(each.mode for each in api.additional_auth)]
    return {
        "apiId": api.id,
        "name": api.name,
        "region": api.region,
        "path": "/graphql" if alone else f"/apis/{api.id}/graphql",
        "modes": list(dict.fromkeys(modes)),
        "apiKeys": [key.id for key in api.api_keys] if keys else [],
    }
