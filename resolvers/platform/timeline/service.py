"""Keeps timelines: what somebody publishes comes onto those of their followers, some hundred at a time."""

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from resolvers.core.ids import ID
from resolvers.core.model import Moment, iso
from resolvers.platform.event_log.settling import settle
from resolvers.platform.subjects import registry
from resolvers.platform.subjects import repository as subjects
from resolvers.platform.subjects.model import is_for_followers
from resolvers.platform.timeline import repository
from resolvers.platform.timeline.repository import Row, row_on

FOLLOWERS_AT_ONCE: Final = 500
ROWS_AT_ONCE: Final = 1000


class Publication(NamedTuple):
    """A subject that was published: all that its timeline rows need to know of it."""

    subject_id: ID
    owner_id: ID
    published_at: Moment


def publication_of(kind: str, item: dict[str, object] | None) -> Publication | None:
    """Return a subject's item as a publication; None for a draft, what is private, and what is being deleted."""
    subject = registry.subject_of_kind(kind)
    if not subject or not item:
        return None
    guard, summary = subject.guard_of(item), subject.summary_of(item)
    if guard.deleted or not is_for_followers(guard) or not summary.published_at:
        return None
    return Publication(guard.subject_id, guard.owner_id, summary.published_at)


def fan_out(shown: Publication, after: str = "", *, told: bool | None = None, deleted: bool = False) -> None:
    """Settle a subject's rows on its owner's followers' timelines; a note in the table continues with the rest.

    `told` says, of a subject that just changed, whether it belongs there. One that is `deleted` never will again.
    """
    followers, place = repository.list_followers(shown.owner_id, after, FOLLOWERS_AT_ONCE)
    touched = {row_on(each, *shown) for each in followers}

    def present() -> set[Row]:
        if deleted:
            return set()
        readers = repository.list_readers(shown.subject_id, shown.owner_id, followers)
        return {row_on(each, *shown) for each in readers}

    _settle(touched, present, None if told is None else touched if told else set())
    if place or after:
        about = {"subjectId": shown.subject_id, "ownerId": shown.owner_id, "publishedAt": iso(shown.published_at)}
        repository.mark_progress(f"subject:{shown.subject_id}", about, place)


def backfill(follower_id: str, followee_id: str, newest: list[Publication]) -> None:
    """Put the newest publications of somebody on a new follower's timeline."""

    def present() -> set[Row]:
        follows = repository.list_who_follow(followee_id, [follower_id])
        return {row_on(follower_id, *each) for each in _select_readable(newest)} if follows else set()

    _settle({row_on(follower_id, *each) for each in newest}, present)


def empty(follower_id: str, followee_id: str, after: str = "") -> None:
    """Take somebody's publications off a timeline; a note in the table continues with the rest."""
    found, place = repository.list_rows(follower_id, after, ROWS_AT_ONCE)
    if not repository.list_who_follow(followee_id, [follower_id]):
        repository.remove_rows({row for row in found if row.owner_id == followee_id})
    about = {"followerId": follower_id, "followeeId": followee_id}
    repository.mark_progress(f"follow:{follower_id}:{followee_id}", about, place)


def _settle(touched: set[Row], present: Callable[[], set[Row]], told: set[Row] | None = None) -> None:
    if touched:
        settle(touched, present, put=repository.put_rows, remove=repository.remove_rows, told=told)


def _select_readable(publications: Iterable[Publication]) -> list[Publication]:
    """Return those that followers may still read now."""
    known = [*publications]
    guards = subjects.get_many(each.subject_id for each in known)
    return [each for each in known if each.subject_id in guards and is_for_followers(guards[each.subject_id])]
