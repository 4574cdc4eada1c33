"""The data plane as its two doors see it: the deployed APIs, who may call them, and the engine that runs them.

The HTTP door is `server`; the realtime door is `realtime.socket.take_over`, which asks `plane.api(api_id)` anew for
every message, because a deployment replaces an API under open sockets.
The hub is `realtime.Hub(project)` with `project` of `engine`.
"""

from dataclasses import dataclass
from typing import Protocol

from infra.local.appsync import wording
from infra.local.appsync.auth import Authenticator
from infra.local.appsync.catalog import Api
from infra.local.appsync.engine import Engine, RequestRefused
from infra.local.appsync.events import Hub


class Source(Protocol):
    """Where APIs come from: the deployments of an endpoint, or a folder."""

    apis: dict[str, Api]
    refused: dict[str, str]

    async def refresh(self, *, full: bool = True) -> bool:
        """Read again what may have changed and return whether anything did."""


@dataclass(eq=False, slots=True)
class Plane:
    """Everything that a request needs."""

    deployments: Source
    authenticator: Authenticator
    engine: Engine
    hub: Hub

    def api(self, api_id: str | None = None) -> Api:
        """Return the API as it is deployed now; without an id, the only one there is.

        Raises `RequestRefused` with the status that AppSync answers.
        """
        apis = self.deployments.apis
        if api_id is None:
            api_id = self.only_id()
        if api_id in self.deployments.refused:
            raise RequestRefused("GraphQLSchemaException", wording.NO_SCHEMA, 502)
        if api_id not in apis and self.engine.settings.unknown_api == "401":
            raise RequestRefused("UnauthorizedException", wording.NOT_AUTHORIZED, 401)
        if api_id not in apis:
            raise RequestRefused("NotFoundException", f"GraphQL API {api_id} not found.", 404)
        return apis[api_id]

    def only_id(self) -> str:
        """Return the id of the only API, or raise `RequestRefused` saying how to name one."""
        ids = [*self.deployments.apis, *self.deployments.refused]
        if len(ids) != 1:
            reason = "No API is deployed." if not ids else "Several APIs are deployed; use /apis/{apiId}/graphql."
            raise RequestRefused("NotFoundException", reason, 404)
        return ids[0]
