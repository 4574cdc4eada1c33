"""GraphQL fields of comments."""

from typing import Annotated, Any

from pydantic import Field

from resolvers import rates
from resolvers.core.appsync import SUBJECT, SubscriptionFilter
from resolvers.core.identity import viewer, viewer_or_guest
from resolvers.core.ids import ID
from resolvers.core.pagination import After, First
from resolvers.platform.app import app
from resolvers.platform.comments import service
from resolvers.platform.comments.model import (
    AddCommentInput,
    AddCommentPayload,
    Comment,
    CommentConnection,
    DeleteCommentInput,
    DeleteCommentPayload,
    EditCommentInput,
    EditCommentPayload,
)
from resolvers.platform.event_log import listening

Parents = list[dict[str, Any]]
SubjectId = Annotated[ID, Field(description="The ID of the subject, such as a post.")]


@app.resolver(type_name="Query", field_name="comment")
def comment(id: Annotated[ID, Field(description="The ID of the comment.")]) -> Comment | None:
    """The comment with an ID. Null if there is none, or if you may not read it."""
    return service.show(service.get_readable(viewer_or_guest(), id))


@app.resolver(type_name="Mutation", field_name="addComment", counts=(rates.WRITES, rates.COMMENTS))
def add_comment(input: AddCommentInput) -> AddCommentPayload | None:
    """Add a comment to a subject that you may read, or reply to a comment on it."""
    return AddCommentPayload(comment=service.add_comment(viewer(), input))


@app.resolver(type_name="Mutation", field_name="editComment", counts=(rates.WRITES,))
def edit_comment(input: EditCommentInput) -> EditCommentPayload | None:
    """Edit your comment. `editedAt` then says when."""
    return EditCommentPayload(comment=service.edit_comment(viewer(), input))


@app.resolver(type_name="Mutation", field_name="deleteComment", counts=(rates.WRITES,))
def delete_comment(input: DeleteCommentInput) -> DeleteCommentPayload | None:
    """Delete your comment, or a comment on something you published.

    If it has replies, a placeholder without text stays.
    """
    return DeleteCommentPayload(deleted_id=input.id, comment=service.delete_comment(viewer(), input.id))


@app.batch_resolver(type_name=SUBJECT, field_name="comments")
def comments(subjects: Parents, first: First = 20, after: After = None) -> list[CommentConnection | None]:
    """The first-level comments, oldest first. Replies are in `replies` of each comment."""
    return [service.comments_on(viewer_or_guest(), each, first, after) for each in subjects]


@app.batch_resolver(type_name="Comment", field_name="replies")
def replies(comments: Parents, first: First = 20, after: After = None) -> list[CommentConnection | None]:
    """The replies to this comment, oldest first."""
    return [service.replies_to(viewer_or_guest(), each, first, after) for each in comments]


@app.resolver(type_name="Subscription", field_name="onComment")
def on_comment(subject_id: SubjectId) -> SubscriptionFilter:
    """Delivers comments and replies on a subject when they are added, edited or deleted."""
    return listening.to_readers(subject_id)
