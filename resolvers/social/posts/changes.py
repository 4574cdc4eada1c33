"""What an author does with the unpublished changes of a published post: save, publish, discard."""

from collections.abc import Sequence

from resolvers.core.errors import Conflict, InvalidInput
from resolvers.core.identity import Caller
from resolvers.core.model import now
from resolvers.core.table import StaleItem
from resolvers.social.posts import repository, revision_rows, service
from resolvers.social.posts.model import Post, PostRevision, PostState, edit
from resolvers.social.posts.revision import PostRevisionInput, SavePostRevisionInput


def save_revision(viewer: Caller, input: SavePostRevisionInput) -> Post:
    """Keep changes of a published post for later, or raise `Conflict`, `Forbidden`, `InvalidInput` or `NotFound`."""
    while True:
        post = service.get_owned(viewer, input.id)
        before = revision_rows.get(post.id)
        version = before.version if before else post.version
        if version != input.expected_version:
            raise Conflict(version)
        if post.state != PostState.PUBLISHED:
            raise InvalidInput("This post is a draft: change it with `updatePost`.", "id")
        text = input.model_dump(include={"title", "body", "tags"})
        revision = PostRevision(
            post_id=post.id, author_id=post.author_id, updated_at=now(), version=version + 1, **text
        )
        try:
            revision_rows.save(post, before, revision)
        except StaleItem:
            continue  # versions only grow, so the next look refuses
        return service.show(viewer, post)


def publish_revision(viewer: Caller, input: PostRevisionInput) -> Post:
    """Let readers see the changes; repeating it changes nothing. Raises `Conflict`, `Forbidden` or `NotFound`."""
    while True:
        post = service.get_owned(viewer, input.id)
        revision = revision_rows.get(post.id)
        if not revision and post.published_revision == input.expected_version:
            return service.show(viewer, post)
        revision = _require_version(post, revision, input)
        after = edit(post, revision.text | {"published_revision": revision.version})
        try:
            written = repository.update(post, after, revision_rows.remove(revision), revised=revision.version)
        except (Conflict, StaleItem):
            continue  # the post changed beside the revision, its visibility say
        return service.show(viewer, written)


def discard_revision(viewer: Caller, input: PostRevisionInput) -> Post:
    """Drop the changes; repeating it changes nothing. Raises `Conflict`, `Forbidden` or `NotFound`."""
    while True:
        post = service.get_owned(viewer, input.id)
        revision = revision_rows.get(post.id)
        if not revision and post.published_revision != input.expected_version:
            return service.show(viewer, post)
        revision = _require_version(post, revision, input)
        try:
            revision_rows.discard(post, revision)
        except StaleItem:
            continue
        return service.show(viewer, service.get_owned(viewer, input.id))


def bodies_of(post_ids: Sequence[str]) -> list[str]:
    """Return the texts of revisions that their author is reading; empty where one has ended meanwhile."""
    found = revision_rows.get_many(post_ids)
    return [found[each].body if each in found else "" for each in post_ids]


def _require_version(post: Post, revision: PostRevision | None, input: PostRevisionInput) -> PostRevision:
    if not revision or revision.version != input.expected_version:
        raise Conflict(revision.version if revision else post.version)
    return revision
