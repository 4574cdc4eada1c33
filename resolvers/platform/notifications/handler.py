"""GraphQL fields of notifications; everybody sees only their own."""

from typing import Annotated, Any

from pydantic import Field

from resolvers import rates
from resolvers.core.appsync import SubscriptionFilter
from resolvers.core.identity import viewer
from resolvers.core.ids import ID
from resolvers.core.pagination import After, First
from resolvers.platform.app import app
from resolvers.platform.event_log import listening
from resolvers.platform.notifications import service
from resolvers.platform.notifications.model import (
    MarkNotificationsReadInput,
    MarkNotificationsReadPayload,
    NotificationConnection,
)
from resolvers.platform.users.model import Viewer

Parents = list[dict[str, Any]]
UserId = Annotated[ID, Field(description="Your own user ID.")]
UnreadOnly = Annotated[bool, Field(description="Whether to return only unread notifications.")]


@app.resolver(type_name="Query", field_name="viewer")
def me() -> Viewer | None:
    """The signed-in person, with what only they can read. Guests get the error `Unauthenticated`."""
    return service.present(viewer())


@app.resolver(type_name="Mutation", field_name="markNotificationsRead", counts=(rates.WRITES,))
def mark_notifications_read(input: MarkNotificationsReadInput) -> MarkNotificationsReadPayload | None:
    """Mark notifications as read, by their IDs or up to one of them. Marking them twice changes nothing."""
    return MarkNotificationsReadPayload(unread_notifications=service.mark_read(viewer(), input))


@app.batch_resolver(type_name="Viewer", field_name="notifications")
def notifications(
    viewers: Parents, first: First = 20, after: After = None, unread_only: UnreadOnly = False
) -> list[NotificationConnection | None]:
    """Your notifications, newest first."""
    return [service.notifications_of(viewer(), first, after, unread_only=unread_only) for _ in viewers]


@app.resolver(type_name="Subscription", field_name="onNotification")
def on_notification(user_id: UserId) -> SubscriptionFilter:
    """Delivers your notifications as they happen. Only you can subscribe to them."""
    return listening.to_self(user_id)
