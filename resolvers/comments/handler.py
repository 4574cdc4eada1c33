"""GraphQL fields of comments."""

from typing import Annotated, Any

from pydantic import Field

from resolvers.comments import service
from resolvers.comments.model import (
    AddCommentInput,
    AddCommentPayload,
    Comment,
    CommentConnection,
    DeleteCommentInput,
    DeleteCommentPayload,
    EditCommentInput,
    EditCommentPayload,
)
from resolvers.core.appsync import app
from resolvers.core.identity import viewer, viewer_or_guest
from resolvers.core.ids import ID
from resolvers.core.pagination import After, First

Parents = list[dict[str, Any]]


@app.resolver(type_name="Query", field_name="comment")
def comment(id: Annotated[ID, Field(description="The comment.")]) -> Comment | None:
    """A comment of a post the viewer may read; null where there is none."""
    return service.show(service.get_readable(viewer_or_guest(), id))


@app.resolver(type_name="Mutation", field_name="addComment")
def add_comment(input: AddCommentInput) -> AddCommentPayload:
    """Comment on a post one may read, or reply to a comment."""
    return AddCommentPayload(comment=service.add_comment(viewer(), input))


@app.resolver(type_name="Mutation", field_name="editComment")
def edit_comment(input: EditCommentInput) -> EditCommentPayload:
    """Change one's own comment; it is marked as edited."""
    return EditCommentPayload(comment=service.edit_comment(viewer(), input))


@app.resolver(type_name="Mutation", field_name="deleteComment")
def delete_comment(input: DeleteCommentInput) -> DeleteCommentPayload:
    """Delete one's own comment, or one under one's own post; where replies stand a tombstone stays."""
    return DeleteCommentPayload(deleted_id=input.id, comment=service.delete_comment(viewer(), input.id))


@app.batch_resolver(type_name="Post", field_name="comments")
def comments(posts: Parents, first: First = 20, after: After = None) -> list[CommentConnection | None]:
    """The comments on this post, the oldest first; replies stand under each."""
    return [service.comments_of(viewer_or_guest(), each["id"], first, after) for each in posts]


@app.batch_resolver(type_name="Comment", field_name="replies")
def replies(comments: Parents, first: First = 20, after: After = None) -> list[CommentConnection | None]:
    """The replies to this comment, the oldest first."""
    return [service.replies_to(each["id"], first, after) for each in comments]
