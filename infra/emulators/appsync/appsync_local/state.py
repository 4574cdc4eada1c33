"""What the HTTP and realtime endpoints share: the deployed APIs, the authenticator, the engine and the hub.

Ask `get_api` again for every message: a deployment replaces an API while its sockets stay open.
"""

from dataclasses import dataclass, field
from typing import Protocol

from appsync_local import messages
from appsync_local.api.model import Api
from appsync_local.auth import Authenticator
from appsync_local.engine.engine import Engine
from appsync_local.engine.errors import RequestRefused
from appsync_local.engine.hub import Hub
from appsync_local.guard import Guard


class ApiSource(Protocol):
    """Where APIs are read from: an endpoint or a folder. `refused` says why an API is not served."""

    apis: dict[str, Api]
    refused: dict[str, str]
    was_read: bool

    async def refresh(self, *, full: bool = True) -> bool:
        """Read the APIs again and return whether anything changed."""


@dataclass(eq=False, slots=True)
class State:
    """What a request needs."""

    deployments: ApiSource
    authenticator: Authenticator
    engine: Engine
    hub: Hub
    guard: Guard = field(default_factory=Guard)

    def get_api(self, api_id: str | None = None) -> Api:
        """Return the API as it is deployed now; without an id, the only API.

        Raises `RequestRefused` with AppSync's status: 404 for an unknown API (401 by a switch), 502 without a schema.
        """
        deployments = self.deployments
        apis, refused = deployments.apis, deployments.refused
        if api_id is None and len(apis) == 1 and not refused and deployments.was_read:
            return next(iter(apis.values()))
        self._require_reading()
        if api_id is None:
            api_id = self.get_only_api_id()
        if api_id in refused:
            raise RequestRefused("GraphQLSchemaException", messages.NO_SCHEMA, 502)
        if api_id not in apis and self.engine.settings.unknown_api == "401":
            raise RequestRefused("UnauthorizedException", messages.NOT_AUTHORIZED, 401)
        if api_id not in apis:
            raise RequestRefused("NotFoundException", f"GraphQL API {api_id} not found.", 404)
        return apis[api_id]

    def get_only_api_id(self) -> str:
        """Return the id of the only API, or raise `RequestRefused` saying how to name one."""
        self._require_reading()
        ids = [*self.deployments.apis, *self.deployments.refused]
        if len(ids) != 1:
            reason = "No API is deployed." if not ids else "Several APIs are deployed; use /apis/{apiId}/graphql."
            raise RequestRefused("NotFoundException", reason, 404)
        return ids[0]

    def _require_reading(self) -> None:
        """Raise 503 until the APIs were read once: clients take a 404 as final."""
        if not self.deployments.was_read:
            raise RequestRefused("ServiceUnavailableException", "The APIs are being read; try again.", 503)
