"""Who likes what: any post or comment, by its id."""

from pydantic import Field

from resolvers.core.appsync import Payload
from resolvers.core.ids import ID
from resolvers.core.model import Input, Model, Moment
from resolvers.core.pagination import Edge, PageInfo
from resolvers.users.model import User


class LikeEdge(Edge[User]):
    """Somebody who likes it."""

    liked_at: Moment = Field(description="When they did.")


class LikeConnection(Model):
    """A page of people who like it."""

    edges: list[LikeEdge] = Field(description="The page, in order.")
    page_info: PageInfo = Field(description="Where the page stands.")
    events_cursor: ID | None = Field(
        default=None, description="The place in the post's like events before this page was read: `eventsSince`."
    )


class LikeInput(Input):
    """What to like, or no longer."""

    subject_id: ID = Field(description="A post or a comment.")


class LikePayload(Payload):
    """How the subject stands after a like."""

    subject_id: ID | None = Field(default=None, description="The post or comment.")
    likes: int | None = Field(default=None, description="How many like it now.")
    viewer_has_liked: bool | None = Field(default=None, description="True.")


class UnlikePayload(Payload):
    """How the subject stands after a like was taken back."""

    subject_id: ID | None = Field(default=None, description="The post or comment.")
    likes: int | None = Field(default=None, description="How many like it now.")
    viewer_has_liked: bool | None = Field(default=None, description="False.")
