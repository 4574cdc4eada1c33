"""An API in a plain folder: `schema.graphql`, `api.json`, code and handlers, read again when a file changes.

`api.json` holds the shapes of AppSync's management API: `graphqlApi`, `apiKeys`, `dataSources`, `functions`,
`resolvers`, `environmentVariables`. Two things are added: a `code` that ends in `.js` is a file of the folder, and a
Lambda data source may name a Python `handler` of the folder, which then runs in this process.
"""

import hashlib
import json
import logging
from pathlib import Path
from typing import Any

from infra.local.appsync import handlers, management
from infra.local.appsync.catalog import Api
from infra.local.appsync.endpoint import Endpoint
from infra.local.appsync.settings import Settings

log = logging.getLogger("appsync")
_READ = (".graphql", ".json", ".js", ".py")
_NEVER_ENDS = 4_000_000_000


class Folder:
    """One API of a folder, as `Deployments` has those of an endpoint."""

    def __init__(self, path: str, endpoint: Endpoint, settings: Settings | None = None) -> None:
        self._settings = settings or Settings()
        self.endpoint = endpoint
        self.apis: dict[str, Api] = {}
        self.refused: dict[str, str] = {}
        self._path = Path(path).resolve()
        self._fingerprint = ""

    async def refresh(self, *, full: bool = True) -> bool:
        """Read the folder if a file changed and return whether one did.

        A mistake is told in the log and leaves what was served before, as a refused schema does on AWS; where nothing
        was, it is told in `refused`.
        """
        fingerprint = self._now()
        if fingerprint == self._fingerprint and not (full and self.refused):
            return False
        self._fingerprint = fingerprint
        handlers.forget(str(self._path))
        name = self._path.name
        try:
            self.apis = {name: self._read(name, fingerprint)}
            self.refused = {}
        except (OSError, ValueError, KeyError) as error:
            reason = f"{type(error).__name__}: {error}"
            if self.apis:
                log.warning("%s stays served as it was before its last change: %s", self._path, reason)
                return False
            self.refused = {name: reason}
            log.warning("%s is not served: %s", self._path, reason)
        return True

    def _now(self) -> str:
        files = sorted(found for found in self._path.rglob("*") if found.suffix in _READ)
        marks = [(str(found), found.stat().st_mtime_ns, found.stat().st_size) for found in files]
        return hashlib.sha256(json.dumps(marks).encode()).hexdigest()

    def _read(self, name: str, fingerprint: str) -> Api:
        told: dict[str, Any] = json.loads((self._path / "api.json").read_text())
        item = {"apiId": name, "name": name, "arn": f"arn:aws:appsync:us-east-1:000000000000:apis/{name}"}
        parts = {
            "sdl": (self._path / "schema.graphql").read_text(),
            "sources": [self._source(found) for found in told.get("dataSources", [])],
            "functions": [self._code(found) for found in told.get("functions", [])],
            "resolvers": [self._code(found) for found in told.get("resolvers", [])],
            "keys": [{"expires": _NEVER_ENDS, **found} for found in told.get("apiKeys", [])],
            "environment": told.get("environmentVariables", {}),
            "cache": told.get("apiCache", {}),
        }
        return management.api(self.endpoint, {**item, **told["graphqlApi"]}, parts, fingerprint, self._settings)

    def _source(self, told: dict[str, Any]) -> dict[str, Any]:
        config = told.get("lambdaConfig", {})
        if "handler" not in config:
            return told
        return {**told, "lambdaConfig": {**config, "folder": str(self._path)}}

    def _code(self, told: dict[str, Any]) -> dict[str, Any]:
        code = told.get("code", "")
        return {**told, "code": (self._path / code).read_text()} if code.endswith(".js") else told
