"""GraphiQL for every API, at `/_appsync/graphiql`, from packages that npm installed, without a build."""

import json
from pathlib import Path
from typing import Any

from appsync_local.api.model import Api
from appsync_local.guard import names_this_machine
from appsync_local.http_message import HttpRequest, HttpResponse, service_error
from appsync_local.state import State

PATH = "/_appsync/graphiql"
_HOME = Path(__file__).parents[1] / "graphiql"
_PACKAGES = {
    "react.js": "react/umd/react.production.min.js",
    "react-dom.js": "react-dom/umd/react-dom.production.min.js",
    "graphiql.js": "graphiql/graphiql.min.js",
    "graphiql.css": "graphiql/graphiql.min.css",
}
_OWN = ("explorer.js", "explorer.css", "transport.js", "signing.js")
_TYPES = {"js": "text/javascript", "css": "text/css", "html": "text/html"}
# The editor styles itself inline, and endpoints may be at any address.
_SECURITY_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
    "connect-src * ws: wss:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)
_NOT_INSTALLED = """<!doctype html><title>GraphiQL · AppSync</title>
<p>GraphiQL is not installed yet. Run this, then load the page again:</p><pre>npm ci --prefix {folder}</pre>"""


async def answer_graphiql(state: State, incoming: HttpRequest, home: Path = _HOME) -> HttpResponse:
    """Return the page or one of its files, or how to install npm's packages into `home`."""
    rest = incoming.path.removeprefix(PATH).removeprefix("/")
    if rest == "apis.json":
        apis = [_describe_api(state, api, keys=names_this_machine(incoming)) for api in state.deployments.apis.values()]
        return HttpResponse(200, json.dumps({"apis": apis}).encode(), {"content-type": "application/json"})
    if rest in _OWN:
        return _file_response(home / rest)
    if rest and rest not in _PACKAGES:
        return service_error(404, "NotFoundException", f"GraphiQL has no file {rest}.")
    if not all((home / "node_modules" / path).exists() for path in _PACKAGES.values()):
        return HttpResponse(
            503, _NOT_INSTALLED.format(folder=home).encode(), {"content-type": "text/html; charset=utf-8"}
        )
    return _file_response(home / "node_modules" / _PACKAGES[rest] if rest else home / "page.html")


def _file_response(path: Path) -> HttpResponse:
    headers = {
        "content-type": f"{_TYPES[path.suffix[1:]]}; charset=utf-8",
        "cache-control": "no-cache",
        "content-security-policy": _SECURITY_POLICY,
        "x-content-type-options": "nosniff",
    }
    return HttpResponse(200, path.read_bytes(), headers)


def _describe_api(state: State, api: Api, *, keys: bool) -> dict[str, Any]:
    """Return what the page needs of an API; its keys only if they may be shown."""
    is_only_api = len(state.deployments.apis) + len(state.deployments.refused) == 1
    modes = [api.default_auth.mode, *(each.mode for each in api.additional_auth)]
    return {
        "apiId": api.id,
        "name": api.name,
        "region": api.region,
        "path": "/graphql" if is_only_api else f"/apis/{api.id}/graphql",
        "modes": list(dict.fromkeys(modes)),
        "apiKeys": [key.id for key in api.api_keys] if keys else [],
    }
