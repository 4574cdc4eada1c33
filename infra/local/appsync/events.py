"""The border between execution and realtime: a started subscription, and the hub that mutations report to."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from infra.local.appsync.catalog import Api


@dataclass(frozen=True, slots=True)
class Subscription:
    """A subscription that was validated, authorised and answered by its resolver once.

    `arguments` holds what the client supplied: an omitted argument is absent, an explicit null is None.
    `selection` is equal for equal selections, so that one projection serves every subscriber that shares it;
    hand it to `engine.project` with the event.
    `initial` is the payload that its resolver gave at once, where a switch lets it be sent.
    The filters are in AppSync's form, `{"filterGroup": [{"filters": [{"fieldName", "operator", "value"}]}]}`.
    """

    field_name: str
    arguments: Mapping[str, Any]
    selection: Hashable
    subscription_filter: Mapping[str, Any] | None = None
    invalidation_filter: Mapping[str, Any] | None = None
    initial: Mapping[str, Any] | None = None


class Hub(Protocol):
    """Who listens: told of every mutation field that ended non-null, and of every invalidation."""

    async def publish(self, api: Api, mutation_field: str, result: Any) -> None:
        """Deliver a mutation field's result, objects keyed by schema names, to that mutation's subscriptions."""

    async def invalidate(self, api: Api, subscription_field: str, payload: Mapping[str, Any]) -> None:
        """End the subscriptions of a field whose invalidation filter matches `payload`."""


class Silence:
    """The hub of a data plane without realtime: nobody listens."""

    async def publish(self, api: Api, mutation_field: str, result: Any) -> None:
        """Deliver to nobody."""

    async def invalidate(self, api: Api, subscription_field: str, payload: Mapping[str, Any]) -> None:
        """End nothing."""
