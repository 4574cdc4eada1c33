"""An illustrated article, who may read it, and what its author asks to change."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Final

from pydantic import AfterValidator, Field

from resolvers.core import text
from resolvers.core.appsync import Payload
from resolvers.core.idempotency import IdempotencyKey
from resolvers.core.ids import ID, OpaqueID
from resolvers.core.model import Input, Model, Moment, long_text, now, shown_only, source_only, stored_only
from resolvers.core.pagination import Connection
from resolvers.platform.event_log.model import Hearers, TopicKind
from resolvers.platform.subjects.model import Audience, Guard
from resolvers.platform.users.model import User
from resolvers.social import keys


class PostState(StrEnum):
    """Whether a post is a draft or published."""

    DRAFT = "DRAFT"
    """Only the author can see the post."""
    PUBLISHED = "PUBLISHED"
    """The people that `visibility` names can see the post."""


class Visibility(StrEnum):
    """Who may read a published post."""

    PUBLIC = "PUBLIC"
    """Everyone, including guests."""
    FOLLOWERS = "FOLLOWERS"
    """The author and the author's followers."""
    PRIVATE = "PRIVATE"
    """Only the author."""


def _remove_equal_tags(tags: list[str]) -> list[str]:
    """Keep the first of equal tags, and none that is empty."""
    first = {text.match_key(tag): tag for tag in reversed(tags) if tag}
    return list(reversed(first.values()))


Title = Annotated[str, AfterValidator(text.Line(1, 200)), Field(description="One line of 1 to 200 characters.")]
Body = Annotated[
    str, AfterValidator(text.Paragraphs(0, 50_000)), Field(description="Markdown, up to 50,000 characters.")
]
Tags = Annotated[
    list[Annotated[str, AfterValidator(text.clean_tag), AfterValidator(text.Line(0, 40))]],
    Field(max_length=10, description="Up to 10 tags of up to 40 characters, kept in lower case, each once."),
    AfterValidator(_remove_equal_tags),
]


class PostCounts(Model):
    """The numbers of likes, comments, photos and pins of a post."""

    likes: int = Field(default=0, description="The number of people who like it.")
    comments: int = Field(default=0, description="The number of comments and replies, without deleted ones.")
    photos: int = Field(default=0, description="The number of photos, in any state.")
    pins: int = Field(default=0, description="The number of places it is pinned to.")
    pin_ids: list[ID] = stored_only(default=[])


class PostRevision(Model):
    """The unpublished changes of a published post. Only its author can see them."""

    post_id: ID = stored_only()
    author_id: ID = stored_only()
    title: str = Field(description="The title, on one line.")
    body: str = long_text("The text in Markdown.")
    tags: list[str] = Field(description="The tags, in lower case.")
    updated_at: Moment = Field(description="When the revision was last saved.")
    version: int = Field(
        description="The version, which increases with every change and is always above the version that the post had. "
        "Send it as `expectedVersion`."
    )

    @property
    def text(self) -> dict[str, Any]:
        """Return what publishing changes on the post."""
        return {"title": self.title, "body": self.body, "tags": self.tags}


class Post(Model):
    """An illustrated article, with photos and places."""

    id: ID = Field(description="The ID of the post. It begins with `post_`.")
    author_id: ID = Field(description="The author.")
    title: str = Field(description="The title, on one line.")
    body: str = long_text(
        "The text in Markdown. It is not sanitised: sanitise the HTML that you make of it.", default=""
    )
    tags: list[str] = Field(default=[], description="The tags, in lower case.")
    state: PostState = Field(default=PostState.DRAFT, description="Whether the post is a draft or published.")
    visibility: Visibility = Field(default=Visibility.PUBLIC, description="Who may read the post once it is published.")
    created_at: Moment = Field(description="When the draft was created.")
    updated_at: Moment = Field(description="When the author last changed the post.")
    published_at: Moment | None = Field(
        default=None, description="When the post was first published. Null if it never was."
    )
    edited_at: Moment | None = Field(
        default=None,
        description="When the title, text or tags last changed after the first publication. Null if they never did.",
    )
    version: int = Field(
        default=1,
        description="The version, which increases with every change. Send it as `expectedVersion` when you update.",
    )
    photo_ids: list[ID] = stored_only(default=[])
    cover_id: ID | None = stored_only(default=None)
    deleting: bool = stored_only(default=False)
    # The version of the revision that was published last: publishing it again changes nothing.
    published_revision: int | None = stored_only(default=None)
    logged: dict[str, int] = source_only(default={})  # where the log's topics were before the post was read
    likes_events_cursor: OpaqueID | None = shown_only(
        "The position in the event log of likes just before the post was read by `post(id)`. Pass it to `eventsSince`. "
        "Null everywhere else.",
        default=None,
    )
    author: User | None = shown_only("The author.", default=None)
    counts: PostCounts = shown_only("The numbers of likes, comments, photos and pins.", default=PostCounts())
    revision: PostRevision | None = shown_only(
        "The unpublished changes of your published post. Null if there are none, or if the post is not yours.",
        default=None,
    )


# Photos are told twice: to readers, and to their author with every reason.
PHOTOS: Final = TopicKind("photos", Hearers.READERS, around=keys.POST)
OWN_PHOTOS: Final = TopicKind("ownPhotos", Hearers.OWNER, around=keys.POST)

_AUDIENCES: Final = {
    Visibility.PUBLIC: Audience.PUBLIC,
    Visibility.FOLLOWERS: Audience.FOLLOWERS,
    Visibility.PRIVATE: Audience.AUTHOR,
}


def guard_of(post: Post) -> Guard:
    """Return who may see a post: only its author while it is a draft or being deleted."""
    is_published = post.state == PostState.PUBLISHED
    return Guard(
        subject_id=post.id,
        owner_id=post.author_id,
        audience=_AUDIENCES[post.visibility] if is_published else Audience.AUTHOR,
        published=is_published,
        deleted=post.deleting,
    )


def edit(post: Post, changes: Mapping[str, object]) -> Post:
    """Return a post with changes; readers of a post that was ever published learn when its text was edited."""
    edited = post.model_copy(update=changes)
    if post.published_at and has_other_text(edited, post):
        return edited.model_copy(update={"edited_at": now()})
    return edited


def has_other_text(one: Post, other: Post) -> bool:
    return (one.title, one.body, one.tags) != (other.title, other.body, other.tags)


class PostConnection(Connection[Post]):
    """A page of posts."""


class CreatePostInput(Input):
    """Input of `createPost`."""

    title: Title
    body: Body = ""
    tags: Tags = Field(default=[], description="Up to 10 tags of up to 40 characters, kept in lower case, each once.")
    visibility: Visibility = Field(default=Visibility.PUBLIC, description="Who may read the post once it is published.")
    idempotency_key: IdempotencyKey = None


class UpdatePostInput(Input):
    """Input of `updatePost`. Fields that you leave out stay as they are.

    The text of a published post that has a `revision` is refused: publish or discard the revision first.
    """

    id: ID = Field(description="The ID of the post.")
    expected_version: int = Field(
        description="The version that you read. If the item has changed since, "
        "the payload has a `Conflict` error with the current "
        "version."
    )
    title: Title | None = Field(default=None, description="One line of 1 to 200 characters.")
    body: Body | None = Field(default=None, description="Markdown, up to 50,000 characters.")
    tags: Tags | None = Field(default=None, description="Up to 10 tags, which replace the old ones.")
    visibility: Visibility | None = Field(default=None, description="Who may read the post once it is published.")


class PublishPostInput(Input):
    """Input of `publishPost` and `unpublishPost`."""

    id: ID = Field(description="The ID of the post.")
    expected_version: int = Field(
        description="The version that you read. If the item has changed since, "
        "the payload has a `Conflict` error with the current "
        "version."
    )


class DeletePostInput(Input):
    """Input of `deletePost`."""

    id: ID = Field(description="The ID of the post.")


class CreatePostPayload(Payload):
    """The result of `createPost`."""

    post: Post | None = Field(default=None, description="The new draft. Null if the request was refused.")


class UpdatePostPayload(Payload):
    """The result of `updatePost`."""

    post: Post | None = Field(default=None, description="The post after the change.")


class PublishPostPayload(Payload):
    """The result of `publishPost`."""

    post: Post | None = Field(default=None, description="The post after the change.")


class UnpublishPostPayload(Payload):
    """The result of `unpublishPost`."""

    post: Post | None = Field(default=None, description="The post after the change.")


class DeletePostPayload(Payload):
    """The result of `deletePost`."""

    deleted_id: ID | None = Field(
        default=None,
        description="The ID of the deleted post. Its photos, pins, comments and likes are deleted within seconds.",
    )
