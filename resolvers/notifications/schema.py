"""What the contract promises of notifications."""

import strawberry

import resolvers.posts.schema  # noqa: F401  dresses people and posts first
from resolvers.core.directives import SIGNED_IN, enums, field, inputs, nested, outputs
from resolvers.notifications import handler, model
from resolvers.users.model import Viewer

enums(model.NotificationKind)
outputs(
    model.Notification,
    model.NotificationConnection,
    model.MarkNotificationsReadPayload,
    directives=SIGNED_IN,
)
inputs(model.MarkNotificationsReadInput)

nested(Viewer, handler.notifications)
nested(Viewer, handler.unread_notifications)
nested(model.Notification, handler.post)


@strawberry.type
class Mutation:
    mark_notifications_read = field(handler.mark_notifications_read)
