"""GraphQL fields of posts."""

from typing import Annotated, Any

from pydantic import Field

from resolvers.core.appsync import app
from resolvers.core.identity import viewer, viewer_or_guest
from resolvers.core.ids import ID
from resolvers.core.pagination import After, First
from resolvers.posts import service
from resolvers.posts.model import (
    CreatePostInput,
    CreatePostPayload,
    DeletePostInput,
    DeletePostPayload,
    FeedScope,
    Post,
    PostConnection,
    PostState,
    PublishPostInput,
    PublishPostPayload,
    UnpublishPostPayload,
    UpdatePostInput,
    UpdatePostPayload,
)

Parents = list[dict[str, Any]]
Scope = Annotated[FeedScope, Field(description="Whose posts. FOLLOWING needs somebody signed in.")]
Tag = Annotated[str | None, Field(max_length=41, description="Only posts with this tag.")]
Label = Annotated[str | None, Field(max_length=100, description="Only posts with a photo the AI labelled so.")]
State = Annotated[PostState | None, Field(description="Only drafts, or only published ones.")]


@app.resolver(type_name="Query", field_name="post")
def post(id: Annotated[ID, Field(description="The post.")]) -> Post | None:
    """A post the viewer may read; null where there is none."""
    return service.show(service.get_readable(viewer_or_guest(), id))


@app.resolver(type_name="Query", field_name="feed")
def feed(
    scope: Scope = FeedScope.ALL, tag: Tag = None, label: Label = None, first: First = 20, after: After = None
) -> PostConnection | None:
    """The newest posts first: everybody's, or of people one follows; with this tag, and with this AI label."""
    who = viewer() if scope == FeedScope.FOLLOWING else viewer_or_guest()
    return service.feed(who, scope, tag, label, first, after)


@app.resolver(type_name="Mutation", field_name="createPost")
def create_post(input: CreatePostInput) -> CreatePostPayload:
    """Begin a draft, which its author alone sees."""
    return CreatePostPayload(post=service.create_post(viewer(), input))


@app.resolver(type_name="Mutation", field_name="updatePost")
def update_post(input: UpdatePostInput) -> UpdatePostPayload:
    """Change a post. A stale `expectedVersion` answers Conflict with the current version."""
    return UpdatePostPayload(post=service.update_post(viewer(), input))


@app.resolver(type_name="Mutation", field_name="publishPost")
def publish_post(input: PublishPostInput) -> PublishPostPayload:
    """Let others see a post, as far as its visibility goes."""
    return PublishPostPayload(post=service.publish_post(viewer(), input))


@app.resolver(type_name="Mutation", field_name="unpublishPost")
def unpublish_post(input: PublishPostInput) -> UnpublishPostPayload:
    """Make a post a draft again: only its author sees it, and nobody else's subscription hears of it."""
    return UnpublishPostPayload(post=service.unpublish_post(viewer(), input))


@app.resolver(type_name="Mutation", field_name="deletePost")
def delete_post(input: DeletePostInput) -> DeletePostPayload:
    """Delete a post with everything under it: photos, pins, comments, likes."""
    service.delete_post(viewer(), input.id)
    return DeletePostPayload(deleted_id=input.id)


@app.batch_resolver(type_name="User", field_name="posts")
def posts_of_user(users: Parents, first: First = 20, after: After = None) -> list[PostConnection | None]:
    """Published posts of this person that the viewer may read, the newest first."""
    return [service.posts_by(viewer_or_guest(), each["id"], first, after) for each in users]


@app.batch_resolver(type_name="Viewer", field_name="posts")
def own_posts(
    viewers: Parents, state: State = None, first: First = 20, after: After = None
) -> list[PostConnection | None]:
    """One's own posts, drafts included, the newest first."""
    return [service.own_posts(viewer(), state, first, after) for _ in viewers]


@app.batch_resolver(type_name="Viewer", field_name="drafts")
def drafts(viewers: Parents, first: First = 20, after: After = None) -> list[PostConnection | None]:
    """One's own drafts, the newest first."""
    return [service.own_posts(viewer(), PostState.DRAFT, first, after) for _ in viewers]
