"""Authentication of a connection and of each of its subscriptions, and the start of subscriptions."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from appsync_local import firewall
from appsync_local.api.model import Api
from appsync_local.auth import AuthRequest, Caller, Unauthorized
from appsync_local.engine import request_log
from appsync_local.engine.errors import RequestRefused
from appsync_local.engine.explain_log import explain_log
from appsync_local.engine.hub import StartedSubscription
from appsync_local.json_values import decode_json
from appsync_local.realtime import conditions, enhanced_filters, upgrade_headers
from appsync_local.realtime.conditions import Condition
from appsync_local.realtime.subscriber import Subscriber, SubscriberConnection

log = logging.getLogger("appsync.realtime")
CONNECT = "DeepDish:Connect"
PERMISSION_DENIED = "Permission denied"


class SubscriptionStarter(Protocol):
    """The part of the engine that starts subscriptions."""

    async def subscribe(
        self,
        api: Api,
        document: str,
        variables: Mapping[str, Any] | None,
        operation_name: str | None,
        caller: Caller,
        headers: Mapping[str, Any],
        entry: request_log.LogEntry | None = None,
    ) -> StartedSubscription | list[dict[str, Any]]: ...


class RequestAuthenticator(Protocol):
    """The part of the authenticator that is needed here."""

    async def authenticate(self, api: Api, request: AuthRequest) -> Caller: ...


class RealtimeState(Protocol):
    """The state as a connection needs it; `get_api` raises `RequestRefused` if the API does not exist."""

    @property
    def engine(self) -> SubscriptionStarter: ...
    @property
    def authenticator(self) -> RequestAuthenticator: ...
    def get_api(self, api_id: str | None = None) -> Api: ...


class StartRefused(Exception):  # noqa: N818
    """A subscription that may not start; `errors` are sent to the client."""

    def __init__(self, errors: list[dict[str, Any]]) -> None:
        super().__init__("; ".join(str(error.get("message")) for error in errors))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Handshake:
    """The upgrade request of a connection: its API, its credentials, and the path of its GraphQL endpoint.

    `problem` is set if the credentials could not be read.
    """

    state: RealtimeState
    api_id: str
    path: str
    credentials: Mapping[str, str]
    client_headers: Mapping[str, str]
    source_ip: str | None = None
    problem: RequestRefused | None = None

    async def connect(self) -> Caller:
        """Return the caller of the connection; raises `Unauthorized` or `RequestRefused`."""
        if self.problem is not None:
            raise self.problem
        request = AuthRequest(
            method="POST",
            path=f"{self.path}/connect",
            headers={**self.client_headers, **self.credentials},
            body=b"{}",
            source_ip=self.source_ip,
            operation_name=CONNECT,
            query="",
        )
        return await self.state.authenticator.authenticate(self.state.get_api(self.api_id), request)

    async def start(self, connection: SubscriberConnection, identifier: str, payload: Mapping[str, Any]) -> Subscriber:
        """Return the subscriber of a `start` message, or raise `StartRefused`."""
        data = str(payload["data"])
        query, variables, name = _parse_data(data)
        headers = {**self.client_headers, **_start_headers(payload)}
        api = self._get_api()
        if firewall.is_start_blocked(api, self.path, headers, self.source_ip):
            raise StartRefused([{"errorType": firewall.FORBIDDEN, "message": firewall.FORBIDDEN_MESSAGE}])
        request = AuthRequest(
            method="POST",
            path=self.path,
            headers=headers,
            body=data.encode(),
            source_ip=self.source_ip,
            operation_name=name,
            variables=variables or {},
            query=query,
        )
        try:
            caller = await self.state.authenticator.authenticate(api, request)
        except Unauthorized as refusal:
            if explain_log.is_wanted:
                explain_log.add(f"A subscription of {connection.name} was refused", [f"✗ {refusal.reason}"])
            error = {"errorType": refusal.error_type, "message": PERMISSION_DENIED}
            raise StartRefused([error]) from refusal
        entry = request_log.LogEntry()
        started = await self.state.engine.subscribe(api, query, variables, name, caller, headers, entry)
        if entry.request is not None and (notes := request_log.format_notes(entry.request)):
            log.info("%s starts a subscription\n%s", connection.name, "\n".join(notes))
        if isinstance(started, list):
            raise StartRefused(started)
        condition, invalidation = _build_conditions(started)
        return Subscriber(
            connection,
            identifier,
            started.field_name,
            started.selection,
            condition,
            invalidation,
            caller.name,
            started.initial,
        )

    def _get_api(self) -> Api:
        try:
            return self.state.get_api(self.api_id)
        except RequestRefused as refusal:
            raise StartRefused([{"errorType": refusal.error_type, "message": refusal.message}]) from refusal


def _parse_data(data: str) -> tuple[str, Mapping[str, Any] | None, str | None]:
    """Return query, variables and operation name of a start's data string."""
    try:
        found = decode_json(data)
    except (ValueError, RecursionError):
        found = None
    found = found if isinstance(found, dict) else {}
    query, variables, name = found.get("query"), found.get("variables"), found.get("operationName")
    if not isinstance(query, str) or not isinstance(variables, dict | None) or not isinstance(name, str | None):
        message = "unknown not supported through the realtime channel"
        raise StartRefused([{"errorType": "UnsupportedOperation", "message": message}])
    return query, variables, name


def _start_headers(payload: Mapping[str, Any]) -> dict[str, str]:
    """Return the authorization headers of a `start`, or none."""
    extensions = payload.get("extensions")
    given = extensions.get("authorization") if isinstance(extensions, dict) else None
    try:
        return upgrade_headers.lower_names(given or {})
    except upgrade_headers.UnreadableHeader as error:
        raise StartRefused([{"errorType": "BadRequestException", "message": str(error)}]) from error


def _build_conditions(started: StartedSubscription) -> tuple[Condition, Condition | None]:
    """Return a subscription's filter and invalidation filter; a filter that its resolver set replaces its arguments."""
    try:
        enhanced = started.subscription_filter
        condition = (
            enhanced_filters.parse_filter(enhanced)
            if enhanced is not None
            else conditions.from_arguments(started.arguments)
        )
        ending = started.invalidation_filter
        return condition, enhanced_filters.parse_filter(ending) if ending is not None else None
    except enhanced_filters.FilterRefused as refusal:
        raise StartRefused([{"errorType": "BadRequestException", "message": str(refusal)}]) from refusal
