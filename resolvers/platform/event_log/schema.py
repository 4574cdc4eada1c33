"""What the contract promises of the event log."""

import strawberry

from resolvers.core.directives import EVERYONE, enums, field, interface, outputs
from resolvers.platform.event_log import handler, model
from resolvers.platform.subjects.model import Audience

enums(Audience)
interface(model.Event)
outputs(model.EventConnection, directives=EVERYONE)


@strawberry.type
class Query:
    events_since = field(handler.events_since, EVERYONE)
