"""What the contract promises of notifications."""

import strawberry

import resolvers.platform.users.schema  # noqa: F401  imported for its side effect: it registers the user types
from resolvers.core.directives import SIGNED_IN, enums, field, inputs, nested_field, outputs
from resolvers.platform.notifications import handler, model
from resolvers.platform.users.model import Viewer

enums(model.NotificationKind)
outputs(
    model.Notification,
    model.NotificationConnection,
    model.MarkNotificationsReadPayload,
    directives=SIGNED_IN,
)
inputs(model.MarkNotificationsReadInput)

nested_field(Viewer, handler.notifications)


@strawberry.type
class Query:
    viewer = field(handler.me)


@strawberry.type
class Mutation:
    mark_notifications_read = field(handler.mark_notifications_read)
