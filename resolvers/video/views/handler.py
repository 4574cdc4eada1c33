"""The GraphQL field of views."""

from resolvers import rates
from resolvers.core.identity import viewer_or_guest
from resolvers.video.app import app
from resolvers.video.views import service
from resolvers.video.views.mutations import RecordViewInput, RecordViewPayload


@app.resolver(type_name="Mutation", field_name="recordView", counts=(rates.VIEWS,))
def record_view(input: RecordViewInput) -> RecordViewPayload | None:
    """Count a view of a video, a livestream or its replay, for guests too.

    Send it once somebody has watched for 10 seconds, or a third of what is shorter. Repeating it changes nothing: a
    person counts once in 24 hours, and the owner never.
    """
    return RecordViewPayload(
        subject_id=input.subject_id, views=service.record_view(viewer_or_guest(), input.subject_id)
    )
