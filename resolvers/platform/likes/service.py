"""Likes: idempotent both ways, and open to everybody who may read the subject."""

import contextlib
from collections.abc import Iterable, Mapping
from typing import Any, Final

from resolvers.core import ids, pagination
from resolvers.core.appsync import wants, wants_list
from resolvers.core.identity import Caller
from resolvers.core.model import now
from resolvers.core.pagination import Slice
from resolvers.platform import keys
from resolvers.platform.event_log import service as event_log
from resolvers.platform.likes import repository
from resolvers.platform.likes.model import LIKES, LikeConnection, LikeEdge
from resolvers.platform.subjects import service as subjects
from resolvers.platform.subjects.service import write_under
from resolvers.platform.users import service as users

_REMOVED_AT_ONCE: Final = 500


def like(viewer: Caller, subject_id: str) -> int:
    """Like a subject or comment and return how many do now; liking twice is once. Raises `NotFound`."""
    users.arrive(viewer)
    with contextlib.suppress(repository.AlreadyThere):
        write_under(
            lambda: subjects.get_readable(viewer, subject_id), lambda guard: repository.add(guard, viewer.id, now())
        )
    return repository.count(subject_id)


def unlike(viewer: Caller, subject_id: str) -> int | None:
    """Take a like back and return how many are left; doing it twice is once.

    A like is its person's: it can be taken back even if they may no longer read the subject, and the answer is then
    None. Raises `NotFound` if there is neither a like nor the right to read.
    """
    try:
        repository.remove(subject_id, viewer.id)
    except repository.NotThere:
        subjects.get_readable(viewer, subject_id)
    return repository.count(subject_id) if subjects.get_many_readable(viewer, [subject_id])[0] else None


def liked_by(viewer: Caller, subject_ids: Iterable[str]) -> set[str]:
    """Return which of these the viewer likes; a guest likes nothing."""
    return set() if viewer.is_guest else repository.list_liked(viewer.id, subject_ids)


def likes_of(viewer: Caller, parent: Mapping[str, Any], first: int, after: str | None) -> LikeConnection:
    """Return who likes a subject, the newest first.

    The parent is trusted: it came from a handler that checked the right to read it. Its count says if there is a list.
    """
    subject_id = parent["id"]
    is_live = ids.kind_of(subject_id) != keys.COMMENT and wants("eventsCursor")
    since = event_log.cursor(viewer, LIKES.topic(subject_id), parent) if is_live else None
    scope = pagination.scope_of("likes", subject=subject_id)
    is_empty = (parent.get("counts") or {}).get("likes") == 0 or not wants_list()
    page = Slice.empty() if is_empty and not after else repository.list_of(subject_id, scope, first, after)
    people = users.show_many(row["userId"] for row in page.values)
    edges = [
        LikeEdge(cursor=pagination.seal(scope, place), node=people.get(row["userId"]), liked_at=row["createdAt"])
        for place, row in page.rows
    ]
    return LikeConnection(edges=edges, page_info=pagination.page_info(page, scope), events_cursor=since)


def remove_under(subject_id: str) -> bool:
    """Remove likes of a subject that is being deleted, at most a few hundred; True when none is left."""
    return repository.remove_some(subject_id, _REMOVED_AT_ONCE)
