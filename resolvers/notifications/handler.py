"""GraphQL fields of notifications; everybody sees their own alone."""

from typing import Annotated, Any

from pydantic import Field

from resolvers.core.appsync import app
from resolvers.core.identity import viewer
from resolvers.core.pagination import After, First
from resolvers.notifications import service
from resolvers.notifications.model import (
    MarkNotificationsReadInput,
    MarkNotificationsReadPayload,
    NotificationConnection,
)
from resolvers.posts import service as posts
from resolvers.posts.model import Post

Parents = list[dict[str, Any]]
UnreadOnly = Annotated[bool, Field(description="Only those not marked read.")]


@app.resolver(type_name="Mutation", field_name="markNotificationsRead")
def mark_notifications_read(input: MarkNotificationsReadInput) -> MarkNotificationsReadPayload:
    """Mark some notifications read, or one and all before it. Repeating it changes nothing."""
    return MarkNotificationsReadPayload(unread_notifications=service.mark_read(viewer(), input))


@app.batch_resolver(type_name="Viewer", field_name="notifications")
def notifications(
    viewers: Parents, first: First = 20, after: After = None, unread_only: UnreadOnly = False
) -> list[NotificationConnection | None]:
    """What happened around oneself, the newest first."""
    return [service.notifications_of(viewer(), first, after, unread_only=unread_only) for _ in viewers]


@app.batch_resolver(type_name="Viewer", field_name="unreadNotifications")
def unread_notifications(viewers: Parents) -> list[int]:
    """How many notifications were not marked read."""
    unread = service.count_unread(viewer().id)
    return [unread for _ in viewers]


@app.batch_resolver(type_name="Notification", field_name="post")
def post(notifications: Parents) -> list[Post | None]:
    """The post it is about, where the viewer may still read it."""
    return posts.shown_readable(viewer(), [each.get("postId") or "" for each in notifications])
