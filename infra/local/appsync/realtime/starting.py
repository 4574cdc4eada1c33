"""What a connection and each of its subscriptions must pass before they stand: credentials, rules, filters."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from infra.local.appsync import journal
from infra.local.appsync.accounts import accounts
from infra.local.appsync.auth import Caller, Request, Unauthorized
from infra.local.appsync.catalog import Api
from infra.local.appsync.engine import RequestRefused
from infra.local.appsync.events import Subscription
from infra.local.appsync.realtime import conditions, credentials, filters
from infra.local.appsync.realtime.conditions import Condition
from infra.local.appsync.realtime.subscriber import Line, Subscriber

log = logging.getLogger("appsync.realtime")
CONNECT = "DeepDish:Connect"
PERMISSION_DENIED = "Permission denied"


class Starts(Protocol):
    """The part of the engine that starts subscriptions."""

    async def subscribe(
        self,
        api: Api,
        document: str,
        variables: Mapping[str, Any] | None,
        operation_name: str | None,
        caller: Caller,
        headers: Mapping[str, Any],
        entry: journal.Entry | None = None,
    ) -> Subscription | list[dict[str, Any]]: ...


class Authenticates(Protocol):
    """The part of authentication that is needed here."""

    async def authenticate(self, api: Api, request: Request) -> Caller: ...


class Services(Protocol):
    """The data plane as a connection sees it; `api` raises `RequestRefused` where the API is not there."""

    @property
    def engine(self) -> Starts: ...
    @property
    def authenticator(self) -> Authenticates: ...
    def api(self, api_id: str | None = None) -> Api: ...


class Refused(Exception):  # noqa: N818
    """A subscription that may not start; `errors` are what its client is told."""

    def __init__(self, errors: list[dict[str, Any]]) -> None:
        super().__init__("; ".join(str(error.get("message")) for error in errors))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Starting:
    """The upgrade request of a connection: its API, its credentials, and the path of its GraphQL endpoint.

    `problem` is why the credentials could not even be read.
    """

    plane: Services
    api_id: str
    path: str
    credentials: Mapping[str, str]
    ambient: Mapping[str, str]
    source_ip: str | None = None
    problem: RequestRefused | None = None

    async def connect(self) -> Caller:
        """Return who connects; raises `Unauthorized`, or `RequestRefused` for what cannot be judged."""
        if self.problem is not None:
            raise self.problem
        request = Request(
            method="POST",
            path=f"{self.path}/connect",
            headers={**self.ambient, **self.credentials},
            body=b"{}",
            source_ip=self.source_ip,
            operation_name=CONNECT,
            query="",
        )
        return await self.plane.authenticator.authenticate(self.plane.api(self.api_id), request)

    async def start(self, line: Line, identifier: str, payload: Mapping[str, Any]) -> Subscriber:
        """Return the subscriber that a start message makes, or raise `Refused`."""
        data = str(payload["data"])
        query, variables, name = _operation(data)
        headers = {**self.ambient, **_authorization(payload)}
        api = self._api()
        request = Request(
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
            caller = await self.plane.authenticator.authenticate(api, request)
        except Unauthorized as refusal:
            if accounts.wanted:
                accounts.tell(f"A subscription of {line.name} was refused", [f"✗ {refusal.reason}"])
            error = {"errorType": refusal.error_type, "message": PERMISSION_DENIED}
            raise Refused([error]) from refusal
        entry = journal.Entry()
        started = await self.plane.engine.subscribe(api, query, variables, name, caller, headers, entry)
        if entry.request is not None and (notes := journal.notes(entry.request)):
            log.info("%s starts a subscription\n%s", line.name, "\n".join(notes))
        if isinstance(started, list):
            raise Refused(started)
        condition, invalidation = _conditions(started)
        return Subscriber(
            line,
            identifier,
            started.field_name,
            started.selection,
            condition,
            invalidation,
            caller.name,
            started.initial,
        )

    def _api(self) -> Api:
        try:
            return self.plane.api(self.api_id)
        except RequestRefused as refusal:
            raise Refused([{"errorType": refusal.error_type, "message": refusal.message}]) from refusal


def _operation(data: str) -> tuple[str, Mapping[str, Any] | None, str | None]:
    """Return query, variables and operation name of a start's data string."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        found = None
    found = found if isinstance(found, dict) else {}
    query, variables, name = found.get("query"), found.get("variables"), found.get("operationName")
    if not isinstance(query, str) or not isinstance(variables, dict | None) or not isinstance(name, str | None):
        message = "unknown not supported through the realtime channel"
        raise Refused([{"errorType": "UnsupportedOperation", "message": message}])
    return query, variables, name


def _authorization(payload: Mapping[str, Any]) -> dict[str, str]:
    """Return the authorization object of a start; a start without one has no credentials."""
    extensions = payload.get("extensions")
    given = extensions.get("authorization") if isinstance(extensions, dict) else None
    try:
        return credentials.lowered(given or {})
    except credentials.Unreadable as error:
        raise Refused([{"errorType": "BadRequestException", "message": str(error)}]) from error


def _conditions(started: Subscription) -> tuple[Condition, Condition | None]:
    """Return when the subscription is told and when it ends; a filter set by its resolver replaces its arguments."""
    try:
        enhanced = started.subscription_filter
        condition = filters.read(enhanced) if enhanced is not None else conditions.of_arguments(started.arguments)
        ending = started.invalidation_filter
        return condition, filters.read(ending) if ending is not None else None
    except filters.FilterRefused as refusal:
        raise Refused([{"errorType": "BadRequestException", "message": str(refusal)}]) from refusal
