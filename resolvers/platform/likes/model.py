"""Who likes what: any subject or comment, by its id."""

from typing import Final

from pydantic import Field

from resolvers.core.appsync import Payload
from resolvers.core.ids import ID, OpaqueID
from resolvers.core.model import Input, Model, Moment
from resolvers.core.pagination import Edge, PageInfo
from resolvers.platform.event_log.model import Hearers, SubjectEvent, TopicKind
from resolvers.platform.users.model import User


class LikeEdge(Edge[User]):
    """A person who likes something, and since when."""

    liked_at: Moment = Field(description="When the person liked it.")


class LikeConnection(Model):
    """A page of the people who like something."""

    edges: list[LikeEdge] = Field(description="The items of the page, in order.")
    page_info: PageInfo = Field(description="Whether there are more items, and how to read them.")
    events_cursor: OpaqueID | None = Field(
        default=None,
        description="The position in the event log just before this page was read. Pass it to "
        "`eventsSince`. Null for the likes of a comment.",
    )


class LikeInput(Input):
    """Input of `like` and `unlike`."""

    subject_id: ID = Field(description="The ID of what to like, such as a post or a comment.")


class LikePayload(Payload):
    """The result of `like`."""

    subject_id: ID | None = Field(default=None, description="The ID of what was liked or unliked.")
    likes: int | None = Field(default=None, description="The number of people who like it now.")
    viewer_has_liked: bool | None = Field(default=None, description="Always true.")


class UnlikePayload(Payload):
    """The result of `unlike`."""

    subject_id: ID | None = Field(default=None, description="The ID of what was liked or unliked.")
    likes: int | None = Field(default=None, description="The number of people who like it now.")
    viewer_has_liked: bool | None = Field(default=None, description="Always false.")


class LikesEvent(SubjectEvent):
    """The number of likes of a subject, or of a comment on it, changed."""

    subject_id: ID = Field(description="The ID of the subject, such as a post.")
    liked_id: ID = Field(description="The ID of what is liked: the subject itself or a comment on it.")
    likes: int = Field(description="The number of people who like it now.")


LIKES: Final = TopicKind("likes", Hearers.READERS)
