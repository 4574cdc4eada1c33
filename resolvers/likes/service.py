"""Likes: idempotent both ways, and open to whoever may read the subject."""

import contextlib
from collections.abc import Iterable
from typing import Final

from resolvers.comments import service as comments
from resolvers.core import ids, keys, pagination
from resolvers.core.appsync import wants
from resolvers.core.errors import NotFound
from resolvers.core.identity import Viewer
from resolvers.core.keys import Key
from resolvers.core.model import now
from resolvers.events import service as events
from resolvers.likes import repository
from resolvers.likes.model import LikeConnection, LikeEdge
from resolvers.posts import service as posts
from resolvers.users import service as users

_REMOVED_AT_ONCE: Final = 500


def like(viewer: Viewer, subject_id: str) -> int:
    """Like a post or comment and return how many do now; liking twice is once. Raises `NotFound`."""
    users.arrive(viewer)
    subject, post_id = _subject(viewer, subject_id)
    with contextlib.suppress(repository.AlreadyThere):
        repository.add(subject, subject_id, post_id, viewer.id, now())
    return repository.count(subject_id)


def unlike(viewer: Viewer, subject_id: str) -> int:
    """Take a like back and return how many are left; doing it twice is once. Raises `NotFound`."""
    _subject(viewer, subject_id)
    with contextlib.suppress(repository.NotThere):
        repository.remove(subject_id, viewer.id)
    return repository.count(subject_id)


def liked_by(viewer: Viewer, subject_ids: Iterable[str]) -> set[str]:
    """Return which of these the viewer likes; a guest likes nothing."""
    return set() if viewer.is_guest else repository.list_liked(viewer.id, subject_ids)


def likes_of(viewer: Viewer, subject_id: str, first: int, after: str | None) -> LikeConnection:
    """Return who likes a subject, the newest first. The caller has checked the right to read it."""
    is_live = ids.kind_of(subject_id) == ids.POST and wants("eventsCursor")
    since = events.cursor(viewer, events.likes(subject_id)) if is_live else None
    scope = pagination.scope_of("likes", subject=subject_id)
    page = repository.list_of(subject_id, scope, first, after)
    people = users.show_many(row["userId"] for row in page.values)
    edges = [
        LikeEdge(cursor=pagination.seal(scope, place), node=people.get(row["userId"]), liked_at=row["createdAt"])
        for place, row in page.rows
    ]
    return LikeConnection(edges=edges, page_info=pagination.page_info(page, scope), events_cursor=since)


def remove_under(subject_id: str) -> bool:
    """Remove likes of a subject that is going, at most a few hundred; True when none is left."""
    return repository.remove_some(subject_id, _REMOVED_AT_ONCE)


def _subject(viewer: Viewer, subject_id: str) -> tuple[Key, str]:
    """Return the subject's key and its post, or raise `NotFound` where the viewer may not see it."""
    kind = ids.kind_of(subject_id)
    if kind == ids.POST and posts.readable(viewer, [subject_id])[0]:
        return keys.post(subject_id), subject_id
    if kind == ids.COMMENT:
        comment = comments.get_readable(viewer, subject_id)
        if not comment.deleted_at:
            return keys.comment(subject_id), comment.post_id
    raise NotFound("There is nothing with this id.", "subjectId")
