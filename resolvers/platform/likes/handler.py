"""GraphQL fields of likes."""

from typing import Annotated, Any

from pydantic import Field

from resolvers import rates
from resolvers.core.appsync import SUBJECT, SubscriptionFilter
from resolvers.core.identity import viewer, viewer_or_guest
from resolvers.core.ids import ID
from resolvers.core.pagination import After, First
from resolvers.platform.app import app
from resolvers.platform.event_log import listening
from resolvers.platform.likes import service
from resolvers.platform.likes.model import LikeConnection, LikeInput, LikePayload, UnlikePayload

Parents = list[dict[str, Any]]
SubjectId = Annotated[ID, Field(description="The ID of the subject, such as a post.")]


@app.resolver(type_name="Mutation", field_name="like", counts=(rates.WRITES, rates.LIKES))
def like(input: LikeInput) -> LikePayload | None:
    """Like a post, a comment or another subject. Liking it twice changes nothing."""
    likes = service.like(viewer(), input.subject_id)
    return LikePayload(subject_id=input.subject_id, likes=likes, viewer_has_liked=True)


@app.resolver(type_name="Mutation", field_name="unlike", counts=(rates.WRITES,))
def unlike(input: LikeInput) -> UnlikePayload | None:
    """Remove your like. Removing it twice changes nothing."""
    likes = service.unlike(viewer(), input.subject_id)
    return UnlikePayload(subject_id=input.subject_id, likes=likes, viewer_has_liked=False)


@app.batch_resolver(type_name=SUBJECT, field_name="viewerHasLiked")
def viewer_has_liked(subjects: Parents) -> list[bool | None]:
    """Whether the viewer likes it. Always false for guests."""
    liked = service.liked_by(viewer_or_guest(), [each["id"] for each in subjects])
    return [each["id"] in liked for each in subjects]


@app.batch_resolver(type_name="Comment", field_name="likes")
@app.batch_resolver(type_name=SUBJECT, field_name="likes")
def likes(subjects: Parents, first: First = 20, after: After = None) -> list[LikeConnection | None]:
    """The people who like it, most recent first."""
    return [service.likes_of(viewer_or_guest(), each, first, after) for each in subjects]


@app.resolver(type_name="Subscription", field_name="onLikes")
def on_likes(subject_id: SubjectId) -> SubscriptionFilter:
    """Delivers the number of likes of a subject, and of the comments on it, whenever it changes."""
    return listening.to_readers(subject_id)
