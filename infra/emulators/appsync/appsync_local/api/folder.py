"""An API in a folder (`schema.graphql`, `api.json`, code and handlers), read again when a file changes.

`api.json` holds the shapes of AppSync's management API: `graphqlApi`, `apiKeys`, `dataSources`, `functions`,
`resolvers`, `environmentVariables`. In addition a `code` that ends in `.js` names a file of the folder, and a
Lambda data source may name a Python `handler` of the folder, which runs in this process.
"""

import hashlib
import json
import logging
from pathlib import Path
from typing import Any

from appsync_local.api import definition as api_definition
from appsync_local.api.model import Api
from appsync_local.aws.endpoint import Endpoint
from appsync_local.settings import EngineSettings

log = logging.getLogger("appsync")
_WATCHED_SUFFIXES = (".graphql", ".json", ".js", ".py")
_FAR_FUTURE = 4_000_000_000


class Folder:
    """The API of one folder, in place of `Deployments`."""

    def __init__(self, path: str, endpoint: Endpoint, settings: EngineSettings | None = None) -> None:
        self._settings = settings or EngineSettings()
        self.endpoint = endpoint
        self.apis: dict[str, Api] = {}
        self.refused: dict[str, str] = {}
        self.was_read = False
        self._path = Path(path).resolve()
        self._fingerprint = ""

    async def refresh(self, *, full: bool = True) -> bool:
        """Read the folder if a file changed and return whether one did.

        A mistake is logged, and the API stays as it was, as on AWS after a refused schema; if there was none, `refused`
        says why.
        """
        fingerprint = self._compute_fingerprint()
        self.was_read = True
        if fingerprint == self._fingerprint and not (full and self.refused):
            return False
        self._fingerprint = fingerprint
        name = self._path.name
        try:
            api = self._read_api(name, fingerprint)
            self.apis = {api.id: api}  # the folder may name its id
            self.refused = {}
        except (OSError, ValueError, KeyError) as error:
            reason = f"{type(error).__name__}: {error}"
            if self.apis:
                log.warning("%s stays served as it was before its last change: %s", self._path, reason)
                return False
            self.refused = {name: reason}
            log.warning("%s is not served: %s", self._path, reason)
        return True

    def _compute_fingerprint(self) -> str:
        files = sorted(found for found in self._path.rglob("*") if found.suffix in _WATCHED_SUFFIXES)
        marks = [(str(found), found.stat().st_mtime_ns, found.stat().st_size) for found in files]
        return hashlib.sha256(json.dumps(marks).encode()).hexdigest()

    def _read_api(self, name: str, fingerprint: str) -> Api:
        definition: dict[str, Any] = json.loads((self._path / "api.json").read_text())
        item = {"apiId": name, "name": name, "arn": f"arn:aws:appsync:us-east-1:000000000000:apis/{name}"}
        parts = {
            "sdl": (self._path / "schema.graphql").read_text(),
            "sources": [self._locate_handler(found, fingerprint) for found in definition.get("dataSources", [])],
            "functions": [self._read_code(found) for found in definition.get("functions", [])],
            "resolvers": [self._read_code(found) for found in definition.get("resolvers", [])],
            "keys": [{"expires": _FAR_FUTURE, **found} for found in definition.get("apiKeys", [])],
            "environment": definition.get("environmentVariables", {}),
            "cache": definition.get("apiCache", {}),
        }
        return api_definition.build_api(
            self.endpoint, {**item, **definition["graphqlApi"]}, parts, fingerprint, self._settings
        )

    def _locate_handler(self, definition: dict[str, Any], fingerprint: str) -> dict[str, Any]:
        config = definition.get("lambdaConfig", {})
        if "handler" not in config:
            return definition
        return {**definition, "lambdaConfig": {**config, "folder": str(self._path), "fingerprint": fingerprint}}

    def _read_code(self, definition: dict[str, Any]) -> dict[str, Any]:
        code = definition.get("code", "")
        return {**definition, "code": (self._path / code).read_text()} if code.endswith(".js") else definition
