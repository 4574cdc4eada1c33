"""Revisions in DynamoDB: one item beside the post, which no index and no list of readers has.

A post and its revision share one line of versions: a revision begins above its post, and a post goes above the
revision that ends. So no version is met twice, and a writer who read an older one is refused.
"""

from collections.abc import Iterable

from boto3.dynamodb.conditions import Attr, ConditionBase

from resolvers.core import table
from resolvers.core.errors import InvalidInput
from resolvers.core.table import ABSENT, EXISTS, Check, Delete, Item, Put, Update, Write, refuse_stale
from resolvers.social import keys
from resolvers.social.posts.model import Post, PostRevision, PostState


def get(post_id: str) -> PostRevision | None:
    """Read the unpublished changes of a post, consistently."""
    return get_many([post_id]).get(post_id)


def get_many(post_ids: Iterable[str]) -> dict[str, PostRevision]:
    """Read the unpublished changes of posts in one batch, consistently, by the id of the post."""
    found = table.get_many([keys.revision(each) for each in post_ids], consistent=True)
    return {item["postId"]: PostRevision.model_validate(item) for item in found.values()}


def save(post: Post, before: PostRevision | None, revision: PostRevision) -> None:
    """Write a revision over the one before it, or begin it on its post, or raise `StaleItem`."""
    table.write(
        Put(
            keys.revision(post.id),
            "PostRevision",
            revision.to_item(),
            when=_require_unchanged(before) if before else ABSENT,
            refuse=refuse_stale,
        ),
        # A revision ends with the publication of its post, so one that is there needs no look at the post.
        *([] if before else [Check(keys.post(post.id), _require_published(post), refuse_stale)]),
    )


def discard(post: Post, revision: PostRevision) -> None:
    """Remove a revision and leave its post as it is published, or raise `StaleItem`."""
    version = max(post.version, revision.version) + 1
    table.write(
        remove(revision),
        Update(keys.post(post.id), put={"version": version}, when=_require_published(post), refuse=refuse_stale),
    )


def remove(revision: PostRevision) -> Delete:
    """Return the write that removes a revision as it was read; it raises `StaleItem` if it has changed."""
    return Delete(keys.revision(revision.post_id), when=_require_unchanged(revision), refuse=refuse_stale)


def require_none(post_id: str) -> Check:
    """Return the check that a post has no revision, for a write that changes its text."""
    return Check(keys.revision(post_id), ABSENT, _refuse_text)


def settle(post_id: str, revision: PostRevision | None) -> Write:
    """Return the write that ends a revision which was read, or the check that there is still none."""
    return remove(revision) if revision else Check(keys.revision(post_id), ABSENT, refuse_stale)


def _require_unchanged(revision: PostRevision) -> ConditionBase:
    return EXISTS & Attr("version").eq(revision.version)


def _require_published(post: Post) -> ConditionBase:
    return (
        EXISTS
        & Attr("version").eq(post.version)
        & Attr("state").eq(PostState.PUBLISHED)
        & Attr("deleting").eq(value=False)
    )


def _refuse_text(_: Item) -> Exception:
    return InvalidInput("This post has unpublished changes: publish or discard them first.", "id")
