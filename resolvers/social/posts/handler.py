"""GraphQL fields of posts."""

from typing import Annotated, Any

from pydantic import Field

from resolvers import rates
from resolvers.core.appsync import LONG_TEXT_BATCH
from resolvers.core.identity import viewer, viewer_or_guest
from resolvers.core.ids import ID
from resolvers.core.pagination import After, First
from resolvers.platform.subjects.model import FeedScope
from resolvers.social.app import app
from resolvers.social.posts import changes, service
from resolvers.social.posts.model import (
    CreatePostInput,
    CreatePostPayload,
    DeletePostInput,
    DeletePostPayload,
    Post,
    PostConnection,
    PostState,
    PublishPostInput,
    PublishPostPayload,
    UnpublishPostPayload,
    UpdatePostInput,
    UpdatePostPayload,
)
from resolvers.social.posts.revision import (
    DiscardPostRevisionPayload,
    PostRevisionInput,
    PublishPostRevisionPayload,
    SavePostRevisionInput,
    SavePostRevisionPayload,
)

Parents = list[dict[str, Any]]
Scope = Annotated[FeedScope, Field(description="Whose posts to return. `FOLLOWING` requires sign-in.")]
Tag = Annotated[
    str | None,
    Field(max_length=500, description="Only posts with this tag. Case, Unicode form and a leading `#` do not matter."),
]
Label = Annotated[
    str | None, Field(max_length=100, description="Only posts with a photo that has this AI label, in English.")
]
State = Annotated[
    PostState | None,
    Field(description="Whether to return only drafts or only published posts. Both if you leave it out."),
]


@app.resolver(type_name="Query", field_name="post")
def post(id: Annotated[ID, Field(description="The ID of the post.")]) -> Post | None:
    """The post with an ID. Null if there is none, or if you may not read it."""
    who = viewer_or_guest()
    return service.show(who, service.get_page(who, id))


@app.resolver(type_name="Query", field_name="feed")
def feed(
    scope: Scope = FeedScope.ALL, tag: Tag = None, label: Label = None, first: First = 20, after: After = None
) -> PostConnection | None:
    """Posts, newest first: of everybody or of the people you follow, with a tag, with an AI label."""
    who = viewer() if scope == FeedScope.FOLLOWING else viewer_or_guest()
    return service.feed(who, scope, tag, label, first, after)


@app.resolver(type_name="Mutation", field_name="createPost", counts=(rates.WRITES,))
def create_post(input: CreatePostInput) -> CreatePostPayload | None:
    """Create a draft, which only you can see until you publish it."""
    return CreatePostPayload(post=service.create_post(viewer(), input))


@app.resolver(type_name="Mutation", field_name="updatePost", counts=(rates.WRITES,))
def update_post(input: UpdatePostInput) -> UpdatePostPayload | None:
    """Change your post at once. Fields that you leave out stay as they are.

    To prepare changes of a published post, use `savePostRevision`.
    """
    return UpdatePostPayload(post=service.update_post(viewer(), input))


@app.resolver(type_name="Mutation", field_name="publishPost", counts=(rates.WRITES,))
def publish_post(input: PublishPostInput) -> PublishPostPayload | None:
    """Publish your post to the people its visibility names. Publishing it again keeps its first publication time."""
    return PublishPostPayload(post=service.publish_post(viewer(), input))


@app.resolver(type_name="Mutation", field_name="unpublishPost", counts=(rates.WRITES,))
def unpublish_post(input: PublishPostInput) -> UnpublishPostPayload | None:
    """Turn a published post back into a draft, which only you can see. Other people's subscriptions to it end.

    If it has a `revision`, the draft has its text.
    """
    return UnpublishPostPayload(post=service.unpublish_post(viewer(), input))


@app.resolver(type_name="Mutation", field_name="savePostRevision", counts=(rates.WRITES,))
def save_post_revision(input: SavePostRevisionInput) -> SavePostRevisionPayload | None:
    """Save changes of your published post without publishing them. Readers see the post as it was."""
    return SavePostRevisionPayload(post=changes.save_revision(viewer(), input))


@app.resolver(type_name="Mutation", field_name="publishPostRevision", counts=(rates.WRITES,))
def publish_post_revision(input: PostRevisionInput) -> PublishPostRevisionPayload | None:
    """Publish the saved changes of your post. Readers see when it was edited. You can repeat this safely."""
    return PublishPostRevisionPayload(post=changes.publish_revision(viewer(), input))


@app.resolver(type_name="Mutation", field_name="discardPostRevision", counts=(rates.WRITES,))
def discard_post_revision(input: PostRevisionInput) -> DiscardPostRevisionPayload | None:
    """Delete the saved changes of your post, which stays as it is published. You can repeat this safely."""
    return DiscardPostRevisionPayload(post=changes.discard_revision(viewer(), input))


@app.resolver(type_name="Mutation", field_name="deletePost", counts=(rates.WRITES,))
def delete_post(input: DeletePostInput) -> DeletePostPayload | None:
    """Delete your post with its photos, pins, comments and likes. This cannot be undone."""
    service.delete_post(viewer(), input.id)
    return DeletePostPayload(deleted_id=input.id)


@app.batch_resolver(type_name="Post", field_name="body", batch_size=LONG_TEXT_BATCH)
def body(posts: Parents) -> list[str]:
    """The texts of posts that had no room in the list they are of."""
    return service.bodies_of([each["id"] for each in posts])


@app.batch_resolver(type_name="PostRevision", field_name="body", batch_size=LONG_TEXT_BATCH)
def body_of_revision(revisions: Parents) -> list[str]:
    """The texts of revisions that had no room in the list they are of."""
    return changes.bodies_of([each["postId"] for each in revisions])


@app.batch_resolver(type_name="User", field_name="posts")
def posts_of_user(users: Parents, first: First = 20, after: After = None) -> list[PostConnection | None]:
    """The published posts of this person that the viewer may read, newest first."""
    return [service.posts_by(viewer_or_guest(), each["id"], first, after) for each in users]


@app.batch_resolver(type_name="Viewer", field_name="posts")
def own_posts(
    viewers: Parents, state: State = None, first: First = 20, after: After = None
) -> list[PostConnection | None]:
    """Your posts, drafts included, newest first."""
    return [service.list_own_posts(viewer(), state, first, after) for _ in viewers]


@app.batch_resolver(type_name="Viewer", field_name="drafts")
def drafts(viewers: Parents, first: First = 20, after: After = None) -> list[PostConnection | None]:
    """Your drafts, newest first."""
    return [service.list_own_posts(viewer(), PostState.DRAFT, first, after) for _ in viewers]


@app.batch_resolver(type_name="Notification", field_name="post")
@app.batch_resolver(type_name="Pin", field_name="post")
@app.batch_resolver(type_name="Product", field_name="post")
@app.batch_resolver(type_name="Passage", field_name="post")
def post_of_subject(parents: Parents) -> list[Post | None]:
    """The post it is about. Null if it is about something else, or if you may no longer read the post."""
    return service.show_many_readable(viewer_or_guest(), [each.get("subjectId") or "" for each in parents])
