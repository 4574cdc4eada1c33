"""GraphQL field of the event log: catch up on what happened meanwhile."""

from typing import Annotated

from pydantic import Field

from resolvers.core import pagination
from resolvers.core.identity import viewer_or_guest
from resolvers.core.ids import OpaqueID
from resolvers.core.pagination import First
from resolvers.platform.app import app
from resolvers.platform.event_log import declarations, listening, service
from resolvers.platform.event_log.model import EventConnection


@app.resolver(type_name="Query", field_name="eventsSince")
def events_since(
    cursor: Annotated[
        OpaqueID, Field(description="An `eventsCursor`, or the `endCursor` of the last events you read.")
    ],
    first: First = 100,
) -> EventConnection | None:
    """The events after a position in the event log, oldest first.

    Null if you may no longer read the subject; `InvalidCursor` if the events are no longer kept.
    """
    who = viewer_or_guest()
    topic, sequence = service.open_cursor(who, cursor)
    listening.require_hearer(who, topic)
    page = service.list_since(topic, sequence, first)
    events = [declarations.event_of(each) for each in page.values]
    redacted = declarations.redact(topic, events)
    answer: EventConnection = pagination.connection(EventConnection, page.map(redacted), service.scope(who))
    return answer
