"""What people do with posts, and the one rule of who may read them."""

from collections.abc import Sequence

from resolvers.core import idempotency, ids, keys, pagination
from resolvers.core.appsync import wants
from resolvers.core.errors import Conflict, Forbidden, NotFound
from resolvers.core.identity import Viewer
from resolvers.core.model import now
from resolvers.core.pagination import Slice
from resolvers.posts import repository
from resolvers.posts.model import (
    CreatePostInput,
    FeedScope,
    Post,
    PostConnection,
    PostState,
    PublishPostInput,
    UpdatePostInput,
    Visibility,
)
from resolvers.users import service as users


def create_post(viewer: Viewer, input: CreatePostInput) -> Post:
    """Begin a draft; repeating the idempotency key answers the first one."""
    users.arrive(viewer)
    at = now()
    fields = input.model_dump(exclude={"idempotency_key"})
    post = Post(id=ids.new(ids.POST), author_id=viewer.id, created_at=at, updated_at=at, **fields)
    claim = idempotency.claim(viewer.id, "createPost", input, input.idempotency_key, post.id)
    try:
        repository.add(post, claim)
    except idempotency.AlreadyDone as done:
        return show(get_readable(viewer, done.result_id))
    return show(post)


def update_post(viewer: Viewer, input: UpdatePostInput) -> Post:
    """Change a post, or raise `Conflict`, `Forbidden` or `NotFound`."""
    changes = input.model_dump(exclude={"id", "expected_version"}, exclude_none=True)
    return _change(viewer, input.id, input.expected_version, changes)


def publish_post(viewer: Viewer, input: PublishPostInput) -> Post:
    """Let others see a post; its place in feeds is the time it was first published."""
    post = get_owned(viewer, input.id)
    changes = {"state": PostState.PUBLISHED, "published_at": post.published_at or now()}
    return _change(viewer, input.id, input.expected_version, changes)


def unpublish_post(viewer: Viewer, input: PublishPostInput) -> Post:
    """Make a post a draft again."""
    return _change(viewer, input.id, input.expected_version, {"state": PostState.DRAFT})


def delete_post(viewer: Viewer, post_id: str) -> None:
    """Delete a post: it is gone at once, what stands under it within seconds."""
    while True:
        try:
            return repository.mark_deleting(get_owned(viewer, post_id))
        except Conflict:
            continue  # changed between reading and marking: the author wants it gone all the same


def get_readable(viewer: Viewer, post_id: str) -> Post:
    """Return a post the viewer may read, or raise `NotFound`: what one may not see does not exist."""
    post = readable(viewer, [post_id])[0]
    if not post:
        raise NotFound("There is no such post.", "id")
    return post


def get_owned(viewer: Viewer, post_id: str) -> Post:
    """Return the viewer's own post, or raise `Forbidden` (may read it) or `NotFound` (may not)."""
    post = get_readable(viewer, post_id)
    if post.author_id != viewer.id:
        raise Forbidden("Only its author may do this.", "id")
    return post


def readable(viewer: Viewer, post_ids: Sequence[str]) -> list[Post | None]:
    """Return the posts the viewer may read, one for each id, None for the others. The one rule of visibility."""
    posts = repository.get_many(post_ids)
    asked = {post.author_id for post in posts.values() if _needs_follow(viewer, post)}
    followed = users.followed_by(viewer, asked) if asked else set()
    return [post if post and may_read(viewer, post, followed) else None for post in map(posts.get, post_ids)]


def shown_readable(viewer: Viewer, post_ids: Sequence[str]) -> list[Post | None]:
    """Return posts the viewer may read as they see them, one for each id, None for the others."""
    posts = readable(viewer, post_ids)
    shown = iter(show_many([post for post in posts if post]))
    return [next(shown) if post else None for post in posts]


def may_read(viewer: Viewer, post: Post, followed: set[str]) -> bool:
    """Tell whether a post is open to the viewer, given whom of the authors they follow."""
    if not viewer.is_guest and post.author_id == viewer.id:
        return True
    if post.state != PostState.PUBLISHED:
        return False
    return post.visibility == Visibility.PUBLIC or (
        post.visibility == Visibility.FOLLOWERS and post.author_id in followed
    )


def feed(
    viewer: Viewer, scope: FeedScope, tag: str | None, label: str | None, first: int, after: str | None
) -> PostConnection:
    """Return the newest posts: everybody's, or those that are followed, and under the tag, and under the AI label."""
    name = pagination.scope_of("feed", scope=scope, tag=tag, label=label, viewer=_whose(viewer, scope))

    def choose(post_ids: list[str]) -> list[Post | None]:
        return readable(viewer, post_ids)

    chosen = [keys.tagged(" ".join(tag.lstrip("#").split()))] if tag else []
    chosen += [keys.labelled(" ".join(label.split()))] if label else []
    chosen += [keys.timeline(viewer.id)] if scope == FeedScope.FOLLOWING else []
    if chosen:
        page = repository.list_rows(chosen, name, first, after, choose)
    else:
        page = repository.list_public(name, first, after, choose)
    return _shown_page(page, name)


def newest_followed(viewer: Viewer, limit: int) -> tuple[list[Post], bool]:
    """Return the newest posts on the viewer's timeline that they may read, and whether it holds more."""
    post_ids = repository.list_timeline(viewer.id, limit + 1)
    return [post for post in readable(viewer, post_ids[:limit]) if post], len(post_ids) > limit


def posts_by(viewer: Viewer, author_id: str, first: int, after: str | None) -> PostConnection:
    """Return a person's published posts that the viewer may read."""
    name = pagination.scope_of("posts", author=author_id)
    page = repository.list_by_author(author_id, name, first, after, lambda post_ids: readable(viewer, post_ids))
    return _shown_page(page, name)


def own_posts(viewer: Viewer, state: PostState | None, first: int, after: str | None) -> PostConnection:
    """Return the viewer's own posts, the newest first, read consistently."""
    name = pagination.scope_of("ownPosts", viewer=viewer.id, state=state)
    page = repository.list_own(viewer.id, state, name, first, after, lambda post_ids: readable(viewer, post_ids))
    return _shown_page(page, name)


def show(post: Post) -> Post:
    """Return a post with its author, where the request asks for it."""
    return show_many([post])[0]


def show_many(posts: Sequence[Post]) -> list[Post]:
    """Return posts with their authors, where the request asks for them."""
    if not wants("author"):
        return list(posts)
    authors = users.show_many(post.author_id for post in posts)
    return [post.model_copy(update={"author": authors.get(post.author_id)}) for post in posts]


def _change(viewer: Viewer, post_id: str, expected_version: int, changes: dict[str, object]) -> Post:
    before = get_owned(viewer, post_id)
    if before.version != expected_version:
        raise Conflict(before.version)
    repository.update(before, before.model_copy(update=changes))
    return show(get_owned(viewer, post_id))


def _needs_follow(viewer: Viewer, post: Post) -> bool:
    return post.visibility == Visibility.FOLLOWERS and post.author_id != viewer.id


def _whose(viewer: Viewer, scope: FeedScope) -> str:
    return viewer.id if scope == FeedScope.FOLLOWING else ""


def _shown_page(page: Slice[Post], scope: str) -> PostConnection:
    shown: PostConnection = pagination.connection(PostConnection, page.map(show_many(page.values)), scope)
    return shown
