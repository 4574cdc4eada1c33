"""What people say under a post, and in reply to each other."""

from typing import Annotated

from pydantic import Field

from resolvers.core.appsync import Payload
from resolvers.core.idempotency import IdempotencyKey
from resolvers.core.ids import ID
from resolvers.core.model import Input, Model, Moment, shown_only
from resolvers.core.pagination import Connection
from resolvers.users.model import User

Body = Annotated[str, Field(min_length=1, max_length=5000, description="Plain text, 1 to 5,000 characters.")]


class CommentCounts(Model):
    """How much there is around a comment."""

    likes: int = Field(default=0, description="People who like it.")
    replies: int = Field(default=0, description="Replies that were not deleted.")


class Comment(Model):
    """A comment on a post, or a reply to a comment."""

    id: ID = Field(description="Begins with `comment_`.")
    post_id: ID = Field(description="The post it stands under.")
    parent_id: ID | None = Field(default=None, description="The comment it replies to; null on a first-level one.")
    author_id: ID = Field(description="Who wrote it.")
    body: str | None = Field(default=None, description="Plain text; null once deleted.")
    created_at: Moment = Field(description="When it was written.")
    edited_at: Moment | None = Field(default=None, description="When its author last changed it.")
    deleted_at: Moment | None = Field(default=None, description="When it was deleted: a tombstone over its replies.")
    version: int = Field(default=1, description="Goes up with every change: send it as `expectedVersion`.")
    author: User | None = shown_only("Who wrote it; null once deleted.", default=None)
    counts: CommentCounts = shown_only("Likes and replies.", default=CommentCounts())


class CommentConnection(Connection[Comment]):
    """A page of comments."""

    events_cursor: ID | None = Field(
        default=None, description="The place in the post's comment events before this page was read: `eventsSince`."
    )


class AddCommentInput(Input):
    """A new comment or reply."""

    post_id: ID = Field(description="The post.")
    parent_id: ID | None = Field(default=None, description="The comment it replies to, of the same post.")
    body: Body
    idempotency_key: IdempotencyKey = None


class EditCommentInput(Input):
    """A comment's new text."""

    id: ID = Field(description="The comment.")
    expected_version: int = Field(description="The version it was read at.")
    body: Body


class DeleteCommentInput(Input):
    """Which comment to delete."""

    id: ID = Field(description="The comment.")


class AddCommentPayload(Payload):
    """The new comment."""

    comment: Comment | None = Field(default=None, description="The comment.")


class EditCommentPayload(Payload):
    """The changed comment."""

    comment: Comment | None = Field(default=None, description="The comment as it is now.")


class DeleteCommentPayload(Payload):
    """The comment that is gone."""

    deleted_id: ID | None = Field(default=None, description="Its id.")
    comment: Comment | None = Field(default=None, description="Its tombstone, where replies stand under it.")
