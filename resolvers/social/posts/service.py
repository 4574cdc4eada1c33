"""What people do with posts."""

from collections.abc import Sequence

from resolvers.core import idempotency, ids, pagination, text
from resolvers.core.appsync import wants
from resolvers.core.errors import Conflict, Forbidden, NotFound
from resolvers.core.identity import Caller
from resolvers.core.model import now
from resolvers.core.pagination import Slice
from resolvers.core.shards import list_shards
from resolvers.core.table import StaleItem
from resolvers.platform import keys as platform_keys
from resolvers.platform.comments.model import COMMENTS
from resolvers.platform.event_log import service as event_log
from resolvers.platform.likes.model import LIKES
from resolvers.platform.subjects import service as subjects
from resolvers.platform.subjects.model import FeedScope
from resolvers.platform.users import service as users
from resolvers.social import keys
from resolvers.social.posts import repository, revision_rows
from resolvers.social.posts.model import (
    OWN_PHOTOS,
    PHOTOS,
    CreatePostInput,
    Post,
    PostConnection,
    PostState,
    PublishPostInput,
    UpdatePostInput,
    edit,
    guard_of,
    has_other_text,
)


def create_post(viewer: Caller, input: CreatePostInput) -> Post:
    """Begin a draft; repeating the idempotency key answers the first one."""
    users.arrive(viewer)
    at = now()
    fields = input.model_dump(exclude={"idempotency_key"})
    post = Post(id=ids.new(keys.POST), author_id=viewer.id, created_at=at, updated_at=at, **fields)
    claim = idempotency.claim(viewer.id, "createPost", input, input.idempotency_key, post.id)
    try:
        repository.add(post, claim)
    except idempotency.AlreadyDone as done:
        return show(viewer, get_readable(viewer, done.result_id))
    return show(viewer, post)


def update_post(viewer: Caller, input: UpdatePostInput) -> Post:
    """Change a post, or raise `Conflict`, `Forbidden` or `NotFound`."""
    changes = input.model_dump(exclude={"id", "expected_version"}, exclude_none=True)
    return _change(viewer, _require_version(viewer, input.id, input.expected_version), changes)


def publish_post(viewer: Caller, input: PublishPostInput) -> Post:
    """Let others see a post; its place in feeds is the time it was first published."""
    before = _require_version(viewer, input.id, input.expected_version)
    return _change(viewer, before, {"state": PostState.PUBLISHED, "published_at": before.published_at or now()})


def unpublish_post(viewer: Caller, input: PublishPostInput) -> Post:
    """Make a post a draft again, with the changes that were not published yet."""
    while True:
        before = _require_version(viewer, input.id, input.expected_version)
        revision = revision_rows.get(before.id)
        after = edit(before, (revision.text if revision else {}) | {"state": PostState.DRAFT})
        try:
            written = repository.update(
                before, after, revision_rows.settle(before.id, revision), revised=revision.version if revision else 0
            )
        except (Conflict, StaleItem):
            continue  # changed between reading and writing; if it was the post, the next look refuses
        return show(viewer, written)


def delete_post(viewer: Caller, post_id: str) -> None:
    """Delete a post: it is gone at once, what is under it within seconds."""
    while True:
        try:
            return repository.mark_deleting(get_owned(viewer, post_id))
        except Conflict:
            continue  # changed between reading and marking: the author wants it gone all the same


def get_readable(viewer: Caller, post_id: str) -> Post:
    """Return a post the viewer may read, or raise `NotFound`: what the viewer may not see does not exist."""
    post = get_many_readable(viewer, [post_id])[0]
    if not post:
        raise NotFound("There is no such post.", "id")
    return post


def get_page(viewer: Caller, post_id: str) -> Post:
    """Return a post that the viewer may read with where its topics were before, or raise `NotFound`."""
    if not (wants("eventsCursor") or wants("likesEventsCursor")):
        return get_readable(viewer, post_id)
    logged = event_log.list_last(kind.topic(post_id) for kind in (COMMENTS, LIKES, PHOTOS, OWN_PHOTOS))
    cursor = event_log.cursor(viewer, LIKES.topic(post_id), {"logged": logged})
    return get_readable(viewer, post_id).model_copy(update={"logged": logged, "likes_events_cursor": cursor})


def get_owned(viewer: Caller, post_id: str) -> Post:
    """Return the viewer's own post, or raise `Forbidden` (may read it) or `NotFound` (may not)."""
    post = get_readable(viewer, post_id)
    if post.author_id != viewer.id:
        raise Forbidden("Only its author may do this.", "id")
    return post


def get_many_readable(viewer: Caller, post_ids: Sequence[str], author_ids: Sequence[str] = ()) -> list[Post | None]:
    """Return the posts the viewer may read, one for each id, None for the others.

    Authors that are known already are read with them, where the request asks for authors.
    """
    posts = repository.get_many(post_ids, author_ids if wants("author") else ())
    guards = {post_id: guard_of(post) for post_id, post in posts.items()}
    followed = subjects.find_followed_owners(viewer, guards.values())
    return [
        posts[each] if each in posts and subjects.may_read(viewer, guards[each], followed) else None
        for each in post_ids
    ]


def show_many_readable(viewer: Caller, post_ids: Sequence[str]) -> list[Post | None]:
    """Return posts the viewer may read as they see them, one for each id, None for the others."""
    posts = get_many_readable(viewer, post_ids)
    shown = iter(show_many(viewer, [post for post in posts if post]))
    return [next(shown) if post else None for post in posts]


def feed(
    viewer: Caller, scope: FeedScope, tag: str | None, label: str | None, first: int, after: str | None
) -> PostConnection:
    """Return the newest posts: everybody's, or those that are followed, and under the tag, and under the AI label."""
    name = pagination.scope_of("feed", scope=scope, tag=tag, label=label, viewer=_whose(viewer, scope))

    def choose(post_ids: list[str], author_ids: list[str]) -> list[Post | None]:
        return get_many_readable(viewer, post_ids, author_ids)

    shared = [keys.tag_partition(text.clean_tag(tag))] if tag else []
    shared += [keys.label_partition(label)] if label else []
    if scope == FeedScope.FOLLOWING:
        page = repository.list_rows([platform_keys.timeline(viewer.id)], shared, name, first, after, choose)
    elif shared:
        page = repository.list_rows(list_shards(shared[0]), shared[1:], name, first, after, choose)
    else:
        page = repository.list_public(name, first, after, choose)
    return _show_page(viewer, page, name)


def posts_by(viewer: Caller, author_id: str, first: int, after: str | None) -> PostConnection:
    """Return a person's published posts that the viewer may read."""
    name = pagination.scope_of("posts", author=author_id)
    audiences = subjects.audiences_of(viewer, author_id)
    page = repository.list_by_author(
        author_id, audiences, name, first, after, lambda *found: get_many_readable(viewer, *found)
    )
    return _show_page(viewer, page, name)


def list_own_posts(viewer: Caller, state: PostState | None, first: int, after: str | None) -> PostConnection:
    """Return the viewer's own posts, the newest first, read consistently."""
    name = pagination.scope_of("ownPosts", viewer=viewer.id, state=state)
    page = repository.list_own(viewer.id, state, name, first, after, lambda *found: get_many_readable(viewer, *found))
    return _show_page(viewer, page, name)


def bodies_of(post_ids: Sequence[str]) -> list[str]:
    """Return the texts of posts that the viewer is reading; empty where one was deleted meanwhile."""
    posts = repository.get_many(post_ids)
    return [posts[each].body if each in posts else "" for each in post_ids]


def show(viewer: Caller, post: Post) -> Post:
    """Return a post with its author and its unpublished changes, where the request asks for them."""
    return show_many(viewer, [post])[0]


def show_many(viewer: Caller, posts: Sequence[Post]) -> list[Post]:
    """Return posts with their authors and the viewer's unpublished changes, where the request asks for them."""
    return _add_revisions(viewer, _add_authors(posts)) if wants("revision") else _add_authors(posts)


def _add_authors(posts: Sequence[Post]) -> list[Post]:
    if not wants("author"):
        return list(posts)
    authors = users.show_many(post.author_id for post in posts if not post.author)
    return [
        post.model_copy(update={"author": users.show_user(post.author) or authors.get(post.author_id)})
        for post in posts
    ]


def _add_revisions(viewer: Caller, posts: Sequence[Post]) -> list[Post]:
    """Only published posts have a revision, and only their author may know of it."""
    own = [each.id for each in posts if each.author_id == viewer.id and each.state == PostState.PUBLISHED]
    revisions = revision_rows.get_many(own) if own else {}
    return [each.model_copy(update={"revision": revisions.get(each.id)}) for each in posts]


def _change(viewer: Caller, before: Post, changes: dict[str, object]) -> Post:
    after = edit(before, changes)
    is_text_public = before.state == PostState.PUBLISHED and has_other_text(after, before)
    writes = [revision_rows.require_none(before.id)] if is_text_public else []
    return show(viewer, repository.update(before, after, *writes))


def _require_version(viewer: Caller, post_id: str, expected_version: int) -> Post:
    post = get_owned(viewer, post_id)
    if post.version != expected_version:
        raise Conflict(post.version)
    return post


def _whose(viewer: Caller, scope: FeedScope) -> str:
    return viewer.id if scope == FeedScope.FOLLOWING else ""


def _show_page(viewer: Caller, page: Slice[Post], scope: str) -> PostConnection:
    shown: PostConnection = pagination.connection(PostConnection, page.map(show_many(viewer, page.values)), scope)
    return shown
