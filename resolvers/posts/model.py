"""An illustrated article, who may read it, and what its author asks to change."""

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field

from resolvers.core.appsync import Payload
from resolvers.core.idempotency import IdempotencyKey
from resolvers.core.ids import ID
from resolvers.core.model import Input, Model, Moment, hidden, shown_only
from resolvers.core.pagination import Connection
from resolvers.users.model import User


class PostState(StrEnum):
    """Whether others may see the post at all."""

    DRAFT = "DRAFT"
    PUBLISHED = "PUBLISHED"


class Visibility(StrEnum):
    """Who may read a published post: everybody, the author's followers, or the author alone."""

    PUBLIC = "PUBLIC"
    FOLLOWERS = "FOLLOWERS"
    PRIVATE = "PRIVATE"


class FeedScope(StrEnum):
    """Whose posts: everybody's, or those of the people one follows."""

    ALL = "ALL"
    FOLLOWING = "FOLLOWING"


def _tidied(tags: list[str]) -> list[str]:
    return list(dict.fromkeys(" ".join(tag.lower().lstrip("#").split()) for tag in tags if tag.strip("# ")))


Title = Annotated[str, Field(min_length=1, max_length=200, description="1 to 200 characters.")]
Body = Annotated[str, Field(max_length=50_000, description="Markdown, up to 50,000 characters.")]
Tags = Annotated[
    list[Annotated[str, Field(max_length=40)]],
    Field(max_length=10, description="Up to 10 words of up to 40 characters; kept in lower case, each once."),
    AfterValidator(_tidied),
]


class PostCounts(Model):
    """How much there is around a post."""

    likes: int = Field(default=0, description="People who like it.")
    comments: int = Field(default=0, description="Comments and replies that were not deleted.")
    photos: int = Field(default=0, description="Photos, whatever their state.")
    pins: int = Field(default=0, description="Places it is pinned to.")


class Post(Model):
    """An illustrated article."""

    id: ID = Field(description="Begins with `post_`.")
    author_id: ID = Field(description="Who wrote it.")
    title: str = Field(description="The headline.")
    body: str = Field(default="", description="Markdown, not sanitised: do so before showing it.")
    tags: list[str] = Field(default=[], description="In lower case.")
    state: PostState = Field(default=PostState.DRAFT, description="Draft or published.")
    visibility: Visibility = Field(default=Visibility.PUBLIC, description="Who may read it once published.")
    created_at: Moment = Field(description="When it was begun.")
    updated_at: Moment = Field(description="When its author last changed it.")
    published_at: Moment | None = Field(default=None, description="When it was first published.")
    version: int = Field(default=1, description="Goes up with every change: send it as `expectedVersion`.")
    photo_ids: list[ID] = hidden(default=[])
    cover_id: ID | None = hidden(default=None)
    deleting: bool = hidden(default=False)
    author: User | None = shown_only("Who wrote it.", default=None)
    counts: PostCounts = shown_only("Likes, comments, photos, pins.", default=PostCounts())


class PostConnection(Connection[Post]):
    """A page of posts."""


class CreatePostInput(Input):
    """A new draft."""

    title: Title
    body: Body = ""
    tags: Tags = Field(default=[], description="Up to 10 words of up to 40 characters; kept in lower case.")
    visibility: Visibility = Field(default=Visibility.PUBLIC, description="Who may read it once published.")
    idempotency_key: IdempotencyKey = None


class UpdatePostInput(Input):
    """Changes to a post; what is left out stays."""

    id: ID = Field(description="The post.")
    expected_version: int = Field(description="The version it was read at.")
    title: Title | None = Field(default=None, description="1 to 200 characters.")
    body: Body | None = Field(default=None, description="Markdown, up to 50,000 characters.")
    tags: Tags | None = Field(default=None, description="Up to 10; they replace the old ones.")
    visibility: Visibility | None = Field(default=None, description="Who may read it once published.")


class PublishPostInput(Input):
    """Which post to publish, or to take back."""

    id: ID = Field(description="The post.")
    expected_version: int = Field(description="The version it was read at.")


class DeletePostInput(Input):
    """Which post to delete."""

    id: ID = Field(description="The post.")


class CreatePostPayload(Payload):
    """The new draft."""

    post: Post | None = Field(default=None, description="The draft.")


class UpdatePostPayload(Payload):
    """The changed post."""

    post: Post | None = Field(default=None, description="The post as it is now.")


class PublishPostPayload(Payload):
    """The published post."""

    post: Post | None = Field(default=None, description="The post as it is now.")


class UnpublishPostPayload(Payload):
    """The post, a draft again."""

    post: Post | None = Field(default=None, description="The post as it is now.")


class DeletePostPayload(Payload):
    """The post that is gone."""

    deleted_id: ID | None = Field(default=None, description="Its id. What stands under it goes within seconds.")
