"""What people say about a subject (a post, for example), and in reply to each other."""

from enum import StrEnum
from typing import Annotated, Final

from pydantic import AfterValidator, Field

from resolvers.core import text
from resolvers.core.appsync import Payload
from resolvers.core.idempotency import IdempotencyKey
from resolvers.core.ids import ID, OpaqueID
from resolvers.core.model import Input, Model, Moment, shown_only
from resolvers.core.pagination import Connection
from resolvers.platform.event_log.model import Hearers, SubjectEvent, TopicKind
from resolvers.platform.users.model import User

Body = Annotated[str, AfterValidator(text.Paragraphs(1, 5000)), Field(description="Plain text, 1 to 5,000 characters.")]


class CommentCounts(Model):
    """The numbers of likes and replies of a comment."""

    likes: int = Field(default=0, description="The number of people who like it.")
    replies: int = Field(default=0, description="The number of replies, without deleted ones.")


class Comment(Model):
    """A comment on a subject, such as a post, or a reply to a comment."""

    id: ID = Field(description="The ID of the comment. It begins with `comment_`.")
    subject_id: ID = Field(description="The ID of the subject that the comment is on, such as a post.")
    parent_id: ID | None = Field(
        default=None, description="The ID of the comment it replies to. Null for a first-level comment."
    )
    author_id: ID = Field(description="The author.")
    body: str | None = Field(
        default=None, description="The text of the comment, as plain text. Null if the comment was deleted."
    )
    created_at: Moment = Field(description="When the comment was written.")
    edited_at: Moment | None = Field(
        default=None, description="When the author last edited it. Null if it was never edited."
    )
    deleted_at: Moment | None = Field(
        default=None,
        description="When the comment was deleted. A deleted comment stays as a placeholder while it has replies.",
    )
    version: int = Field(
        default=1,
        description="The version, which increases with every change. Send it as `expectedVersion` when you update.",
    )
    author: User | None = shown_only("The author. Null if the comment was deleted.", default=None)
    counts: CommentCounts = shown_only("The numbers of likes and replies.", default=CommentCounts())
    viewer_has_liked: bool | None = shown_only("Whether the viewer likes it. Always false for guests.", default=False)


class CommentConnection(Connection[Comment]):
    """A page of comments."""

    events_cursor: OpaqueID | None = Field(
        default=None,
        description="The position in the event log just before this page was read. Pass it "
        "to `eventsSince` to get what happened afterwards.",
    )


class AddCommentInput(Input):
    """Input of `addComment`."""

    subject_id: ID = Field(description="The ID of the subject to comment on, such as a post.")
    parent_id: ID | None = Field(
        default=None,
        description="The ID of the comment to reply to, which must "
        "be on the same subject. Leave it out for a "
        "first-level comment.",
    )
    body: Body
    idempotency_key: IdempotencyKey = None


class EditCommentInput(Input):
    """Input of `editComment`."""

    id: ID = Field(description="The ID of the comment.")
    expected_version: int = Field(
        description="The version that you read. If the item has changed since, "
        "the payload has a `Conflict` error with the current "
        "version."
    )
    body: Body


class DeleteCommentInput(Input):
    """Input of `deleteComment`."""

    id: ID = Field(description="The ID of the comment.")


class AddCommentPayload(Payload):
    """The result of `addComment`."""

    comment: Comment | None = Field(default=None, description="The new comment. Null if the request was refused.")


class EditCommentPayload(Payload):
    """The result of `editComment`."""

    comment: Comment | None = Field(default=None, description="The comment after the change.")


class DeleteCommentPayload(Payload):
    """The result of `deleteComment`."""

    deleted_id: ID | None = Field(default=None, description="The ID of the deleted item.")
    comment: Comment | None = Field(
        default=None,
        description="The placeholder that stays if the comment has replies. Null if the comment was removed.",
    )


class CommentEventKind(StrEnum):
    """What happened to a comment."""

    ADDED = "ADDED"
    """The comment was added."""
    EDITED = "EDITED"
    """Its text was edited."""
    DELETED = "DELETED"
    """The comment was deleted."""


class CommentEvent(SubjectEvent):
    """A comment was added, edited or deleted."""

    subject_id: ID = Field(description="The ID of the subject that the comment is on, such as a post.")
    comment_id: ID = Field(description="The ID of the comment.")
    parent_id: ID | None = Field(
        default=None, description="The ID of the comment it replies to. Null for a first-level comment."
    )
    author_id: ID = Field(description="The author.")
    kind: CommentEventKind = Field(description="What happened to the comment.")
    body: str | None = Field(
        default=None,
        description="The text of the comment, as plain text. Null if it was deleted. `eventsSince` returns the "
        "present text, also for events from before an edit.",
    )
    comments: int = Field(description="The number of comments on the subject after this event.")


COMMENTS: Final = TopicKind("comments", Hearers.READERS)
