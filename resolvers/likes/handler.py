"""GraphQL fields of likes."""

from typing import Any

from resolvers.core.appsync import app
from resolvers.core.identity import viewer, viewer_or_guest
from resolvers.core.pagination import After, First
from resolvers.likes import service
from resolvers.likes.model import LikeConnection, LikeInput, LikePayload, UnlikePayload

Parents = list[dict[str, Any]]


@app.resolver(type_name="Mutation", field_name="like")
def like(input: LikeInput) -> LikePayload:
    """Like a post or a comment. Repeating it changes nothing."""
    likes = service.like(viewer(), input.subject_id)
    return LikePayload(subject_id=input.subject_id, likes=likes, viewer_has_liked=True)


@app.resolver(type_name="Mutation", field_name="unlike")
def unlike(input: LikeInput) -> UnlikePayload:
    """Take a like back. Repeating it changes nothing."""
    likes = service.unlike(viewer(), input.subject_id)
    return UnlikePayload(subject_id=input.subject_id, likes=likes, viewer_has_liked=False)


@app.batch_resolver(type_name="Comment", field_name="viewerHasLiked")
@app.batch_resolver(type_name="Post", field_name="viewerHasLiked")
def viewer_has_liked(subjects: Parents) -> list[bool]:
    """Whether the viewer likes it; false for guests."""
    liked = service.liked_by(viewer_or_guest(), [each["id"] for each in subjects])
    return [each["id"] in liked for each in subjects]


@app.batch_resolver(type_name="Comment", field_name="likes")
@app.batch_resolver(type_name="Post", field_name="likes")
def likes(subjects: Parents, first: First = 20, after: After = None) -> list[LikeConnection | None]:
    """Who likes it, the newest first."""
    return [service.likes_of(viewer_or_guest(), each["id"], first, after) for each in subjects]
