"""What viewers say of a view, and what the mutation returns."""

from pydantic import Field

from resolvers.core.appsync import Payload
from resolvers.core.ids import ID
from resolvers.core.model import Input


class RecordViewInput(Input):
    """Input of `recordView`."""

    subject_id: ID = Field(description="The ID of the video or the livestream.")


class RecordViewPayload(Payload):
    """The result of `recordView`."""

    subject_id: ID | None = Field(default=None, description="The ID of the video or the livestream.")
    views: int | None = Field(default=None, description="The number of views now, as in its `counts`.")
