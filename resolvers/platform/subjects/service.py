"""The right to read: the one rule of who may see a subject, asked by every room and every product."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeVar

from resolvers.core.errors import Forbidden, NotFound, Throttled
from resolvers.core.identity import GUEST, Caller
from resolvers.core.table import Item, StaleItem
from resolvers.platform.subjects import registry, repository
from resolvers.platform.subjects.model import Audience, Guard, Summary, audiences_up_to
from resolvers.platform.users import service as users

T = TypeVar("T")

_ATTEMPTS: Final = 8


def may_read(viewer: Caller, guard: Guard, followed: set[str]) -> bool:
    """Tell whether a subject is open to the viewer, given which owners they follow."""
    if guard.deleted:
        return False
    if not viewer.is_guest and guard.owner_id == viewer.id:
        return True
    return guard.audience == Audience.PUBLIC or (guard.audience == Audience.FOLLOWERS and guard.owner_id in followed)


def find_followed_owners(viewer: Caller, guards: Iterable[Guard]) -> set[str]:
    """Return which owners of subjects for followers the viewer follows, in one batch, or in none if none are."""
    asked = {each.owner_id for each in guards if each.audience == Audience.FOLLOWERS and each.owner_id != viewer.id}
    return users.find_followed(viewer, asked) if asked else set()


def get_many_readable(viewer: Caller, subject_ids: Sequence[str]) -> list[Guard | None]:
    """Return the guards of the subjects that the viewer may see, one for each id, None for the others.

    A comment's guard tells its own author, and the audience of what it is on.
    """
    found = repository.get_many(subject_ids)
    above = {each.root_id for each in found.values()} - found.keys()
    roots = found | (repository.get_many(above) if above else {})
    followed = find_followed_owners(viewer, roots.values())
    return [_apply_root(viewer, found.get(each), roots, followed) for each in subject_ids]


def get_readable(viewer: Caller, subject_id: str, argument: str = "subjectId") -> Guard:
    """Return the guard of a subject that the viewer may see, or raise `NotFound` at the argument that names it."""
    guard = get_many_readable(viewer, [subject_id])[0]
    if not guard:
        raise NotFound("There is nothing with this id.", argument)
    return guard


def get_root(viewer: Caller, subject_id: str, argument: str = "subjectId") -> Guard:
    """Return the guard of a product's subject (no comment) that the viewer may see, or raise `NotFound`."""
    guard = get_readable(viewer, subject_id, argument)
    if guard.under_id:
        raise NotFound("There is nothing with this id.", argument)
    return guard


def get_owned(viewer: Caller, subject_id: str, argument: str = "subjectId") -> Guard:
    """Return the guard of the viewer's own subject, or raise `Forbidden` (may see it) or `NotFound` (may not)."""
    guard = get_root(viewer, subject_id, argument)
    if guard.owner_id != viewer.id:
        raise Forbidden("Only its author may do this.", argument)
    return guard


def get_owned_with_summary(viewer: Caller, subject_id: str, argument: str = "subjectId") -> tuple[Guard, Summary]:
    """Return the guard of the viewer's own subject and what it shows, read at once, or raise as `get_owned` does."""
    guard, item = repository.get_with_item(subject_id)
    subject = registry.subject_with(subject_id)
    if guard and item and subject and guard.owner_id == viewer.id:
        return guard, subject.summary_of(item)
    get_owned(viewer, subject_id, argument)
    raise NotFound("There is nothing with this id.", argument)


def write_under(guard: Callable[[], Guard], write: Callable[[Guard], T]) -> T:
    """Ask for the right to write under a subject, write on the condition that it holds; again if it changed meanwhile.

    `guard` answers or refuses; `write` includes `guards.require_unchanged` in its transaction.
    """
    for _ in range(_ATTEMPTS):
        try:
            return write(guard())
        except StaleItem:
            continue
    raise Throttled("Who may see this changes all the time. Try again in a moment.")


def narrowest_audience(viewer: Caller, owner_id: str) -> Audience:
    """Return the narrowest audience of somebody's subjects that the viewer belongs to."""
    if not viewer.is_guest and owner_id == viewer.id:
        return Audience.AUTHOR
    return Audience.FOLLOWERS if users.find_followed(viewer, [owner_id]) else Audience.PUBLIC


def audiences_of(viewer: Caller, owner_id: str) -> list[Audience]:
    """Return the audiences of somebody's subjects that the viewer belongs to."""
    return audiences_up_to(narrowest_audience(viewer, owner_id))


def is_public(guard: Guard) -> bool:
    """Tell whether guests may see a subject."""
    return may_read(GUEST, guard, set())


def get_public_summaries(subject_ids: Iterable[str]) -> dict[str, Summary]:
    """Return what guests are shown of subjects, in one batch, by id; what they may not see is left out."""
    items = repository.get_items(subject_ids).items()
    return {subject_id: found for subject_id, item in items if (found := summarize_public(subject_id, item))}


def summarize_public(subject_id: str, item: Item | None) -> Summary | None:
    """Return what guests are shown of a subject's item that was read; None if they may not see it."""
    subject = registry.subject_with(subject_id)
    return subject.summary_of(item) if subject and item and is_public(subject.guard_of(item)) else None


def get_readable_summary(viewer: Caller, subject_id: str) -> Summary:
    """Return what the viewer is shown of a product's subject, or raise `NotFound`."""
    summary = get_readable_summaries(viewer, [subject_id]).get(subject_id)
    if not summary:
        raise NotFound("There is nothing with this id.", "subjectId")
    return summary


def get_readable_summaries(viewer: Caller, subject_ids: Iterable[str]) -> dict[str, Summary]:
    """Return what the viewer is shown of products' subjects, in one batch, by id; what they may not see is left out."""
    items = repository.get_items(subject_ids)
    known = {each: subject for each in items if (subject := registry.subject_with(each))}
    guards = {each: subject.guard_of(items[each]) for each, subject in known.items()}
    followed = find_followed_owners(viewer, guards.values())
    return {
        each: subject.summary_of(items[each])
        for each, subject in known.items()
        if may_read(viewer, guards[each], followed)
    }


def list_timeline(viewer: Caller, limit: int) -> tuple[list[str], bool]:
    """Return the ids of the newest subjects on the viewer's timeline, and whether it holds more."""
    found = repository.list_timeline(viewer.id, limit + 1)
    return found[:limit], len(found) > limit


def _apply_root(viewer: Caller, guard: Guard | None, roots: dict[str, Guard], followed: set[str]) -> Guard | None:
    root = roots.get(guard.root_id) if guard else None
    if not guard or not root or not may_read(viewer, root, followed):
        return None
    return guard.model_copy(update={"audience": root.audience})
