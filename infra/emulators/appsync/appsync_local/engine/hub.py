"""What the engine hands to realtime: started subscriptions, and events for the hub."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from appsync_local.api.model import Api


@dataclass(frozen=True, slots=True)
class StartedSubscription:
    """A subscription that was validated and authorised, and whose resolver ran once.

    `arguments` holds what the client supplied: an omitted argument is absent, an explicit null is None.
    `selection` is equal for equal selections, so that one projection serves every subscriber that shares it;
    hand it to `project` with the event.
    `initial` is the resolver's own result, if a switch sends it.
    The filters are in AppSync's form, `{"filterGroup": [{"filters": [{"fieldName", "operator", "value"}]}]}`.
    """

    field_name: str
    arguments: Mapping[str, Any]
    selection: Hashable
    subscription_filter: Mapping[str, Any] | None = None
    invalidation_filter: Mapping[str, Any] | None = None
    initial: Mapping[str, Any] | None = None


class Hub(Protocol):
    """Who receives the results of mutation fields, and invalidations."""

    def is_heard(self, api: Api, mutation_field: str, /) -> bool:
        """Return whether a mutation field's result may reach anybody, or has to be explained."""

    async def publish(self, api: Api, mutation_field: str, result: Any) -> None:
        """Deliver a mutation field's result, objects keyed by schema names, to that mutation's subscriptions."""

    async def invalidate(self, api: Api, subscription_field: str, payload: Mapping[str, Any]) -> None:
        """End the subscriptions of a field whose invalidation filter matches `payload`."""


class SilentHub:
    """A hub without subscribers."""

    def is_heard(self, _: Api, __: str) -> bool:
        return False

    async def publish(self, api: Api, mutation_field: str, result: Any) -> None:
        """Deliver to nobody."""

    async def invalidate(self, api: Api, subscription_field: str, payload: Mapping[str, Any]) -> None:
        """End nothing."""
